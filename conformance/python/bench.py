"""Measures a Python client at decoding the frames in a folder and at encoding an order.

Decoding means what the client's own loop does from the payload of a frame on, down to the call of a method that does
nothing. Lines read: the client, the message, the server version, messages a second of processor time.
"""

import importlib
import inspect
import logging
import os
import sys
import time
from decimal import Decimal
from types import SimpleNamespace

ROUNDS, AT_MOST = 5, 0.3  # the best round counts; seconds of processor time each

logging.disable(logging.CRITICAL)


class Idle:
    """A handler that does nothing, whatever is called."""

    def __init__(self):
        self.calls = 0

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)

        def count(*_, **__):
            self.calls += 1
        setattr(self, name, count)
        return count


def official_decoder(version, handler):
    decoder = importlib.import_module("ibapi.decoder").Decoder(handler, version)
    read_fields = importlib.import_module("ibapi.comm").read_fields
    if version >= 201:
        def decode(payload):
            number, body = int.from_bytes(payload[:4], "big"), payload[4:]
            if number > 200:
                decoder.processProtoBuf(body, number - 200)
            else:
                decoder.interpret(read_fields(body), number)
    elif len(inspect.signature(decoder.interpret).parameters) > 1:
        def decode(payload):
            end = payload.index(b"\0")
            decoder.interpret(read_fields(payload[end + 1:]), int(payload[:end]))
    else:
        def decode(payload):
            decoder.interpret(read_fields(payload))
    return decode


def async_decoder(version, handler):
    decoder = importlib.import_module("ib_async.decoder").Decoder(handler, version)

    def decode(payload):
        fields = payload.decode(errors="backslashreplace").split("\0")
        fields.pop()
        decoder.interpret(fields)
    return decode


def order(contract, order):
    """The order of cmd/bench."""
    contract.conId, contract.symbol, contract.secType, contract.exchange = 265598, "AAPL", "STK", "SMART"
    contract.currency, contract.localSymbol, contract.tradingClass = "USD", "AAPL", "NMS"
    order.action, order.totalQuantity, order.orderType, order.lmtPrice = "BUY", Decimal(100), "LMT", 180.25
    order.tif, order.account, order.orderRef = "DAY", "DU1234567", "ema-cross/17"
    return contract, order


def official_encoder(version):
    client_module = importlib.import_module("ibapi.client")
    contract, limit = order(importlib.import_module("ibapi.contract").Contract(),
                            importlib.import_module("ibapi.order").Order())
    client = client_module.EClient(Idle())
    client.conn = SimpleNamespace(sendMsg=lambda _: None, isConnected=lambda: True)
    client.serverVersion_ = version
    client.setConnState(client_module.EClient.CONNECTED)
    return lambda i: client.placeOrder(i, contract, limit)


def async_encoder(version):
    ib = importlib.import_module("ib_async")
    client_module = importlib.import_module("ib_async.client")
    contract, limit = order(ib.Contract(), ib.Order())
    limit.totalQuantity = 100.0
    client = client_module.Client(SimpleNamespace())
    client.conn = SimpleNamespace(sendMsg=lambda _: None)
    client.connState = client_module.Client.CONNECTED
    client._serverVersion = version
    return lambda i: client.placeOrder(i, contract, limit)


def payloads(path):
    stream, found, at = open(path, "rb").read(), [], 0
    while at < len(stream):
        size = int.from_bytes(stream[at:at + 4], "big")
        found.append(stream[at + 4:at + 4 + size])
        at += 4 + size
    return found


def best(work, items):
    rate = 0.0
    for _ in range(ROUNDS):
        done, start = 0, time.process_time()
        while time.process_time() - start < AT_MOST:
            for item in items:
                work(item)
            done += len(items)
        rate = max(rate, done / (time.process_time() - start))
    return rate


def main():
    folder, client = sys.argv[1], os.environ["CLIENT"]
    official = not client.startswith("ib_async")
    highest = (importlib.import_module("ibapi.server_versions").MAX_CLIENT_VER if official
               else importlib.import_module("ib_async.client").Client.MaxClientVersion)
    seen = set()
    for name in sorted(os.listdir(folder)):
        message, version = name.rsplit("-", 1)
        version = int(version)
        if version > highest:
            continue
        seen.add(version)
        handler, items = Idle(), payloads(os.path.join(folder, name))
        decode = (official_decoder if official else async_decoder)(version, handler)
        for item in items:
            decode(item)
        if handler.calls < len(items):  # the clients log what goes wrong and go on
            raise SystemExit(f"{client} made {handler.calls} calls of {len(items)} {name}")
        print(client, message, version, int(best(decode, items)))
    for version in sorted(seen):
        encode = (official_encoder if official else async_encoder)(version)
        print(client, "placeOrder", version, int(best(encode, range(1, 1001))))


if __name__ == "__main__":
    main()
