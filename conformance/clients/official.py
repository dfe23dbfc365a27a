"""The official Python client, of any release, with what it calls kept so that a program can wait for it."""

import inspect
import logging
import threading
import time
from types import SimpleNamespace

from ibapi.client import EClient
from ibapi.wrapper import EWrapper

WAIT = 20  # seconds until an answer counts as missing
NOTICES = {2104, 2106, 2158}  # farms are well
PROTOBUF = "ProtoBuf"


class Missing(Exception):
    """What was waited for has not come."""


class Complaints(logging.Handler):
    """Keeps what the client logs as a warning or worse: it logs errors, and messages that it drops."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        text = record.getMessage()
        if record.exc_info:
            text += f" {record.exc_info[1]!r}"
        self.texts.append(f"{record.name}: {text}")


COMPLAINTS = Complaints()
logging.getLogger().addHandler(COMPLAINTS)
threading.excepthook = lambda what: COMPLAINTS.texts.append(f"thread died: {what.exc_type.__name__}: {what.exc_value}")


class Client(EWrapper, EClient):
    """A connection. Every callback is kept with its parameters by name."""

    def __init__(self):
        EWrapper.__init__(self)
        EClient.__init__(self, self)
        self.calls, self.arrival = [], threading.Condition()
        self.next_id, self.next_order = 1000, None
        self.expected = set()  # indices of errors that a check has asked for

    def keep(self, name, values):
        with self.arrival:
            self.calls.append(SimpleNamespace(name=name, index=len(self.calls), clock=time.monotonic(), **values))
            self.arrival.notify_all()

    def start(self, port, number, patience=WAIT):
        self.connect("127.0.0.1", port, number)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        self.next_order = self.wait("nextValidId", patience=patience).orderId
        return self

    def stop(self):
        self.disconnect()
        self.thread.join(5)

    # Identifiers

    def request_id(self):
        self.next_id += 1
        return self.next_id

    def order_id(self):
        self.next_order += 1
        return self.next_order - 1

    # What has been called

    def mark(self):
        with self.arrival:
            return len(self.calls)

    def all(self, *names, since=0, **values):
        with self.arrival:
            return [c for c in self.calls[since:] if c.name in names and all(getattr(c, k, None) == v for k, v in values.items())]

    def wait(self, *names, since=0, where=None, patience=WAIT, count=1, **values):
        """The first call of a name with values, or the first of which where is true; with count, so many of them."""
        until, place, found = time.monotonic() + patience, since, []
        with self.arrival:
            while True:
                for call in self.calls[place:]:
                    if call.name in names and all(getattr(call, k, None) == v for k, v in values.items()) and (not where or where(call)):
                        found.append(call)
                        if len(found) == count:
                            return found[0] if count == 1 else found
                place = len(self.calls)
                rest = until - time.monotonic()
                if rest <= 0:
                    heard = [f"{c.name} {vars(c)}"[:150] for c in self.calls[since:] if c.name == "error"][-3:]
                    raise Missing(f"{'/'.join(names)} {values} has not come ({len(found)} of {count}); errors {heard}")
                self.arrival.wait(rest)

    def error_of(self, code, number, since=0):
        """An error that must come."""
        call = self.wait("failure", since=since, where=lambda c: c.code == code and c.number == number and c.index not in self.expected)
        self.expected.add(call.index)
        return call

    def ask(self, method, *arguments, reply, end=None, since=None):
        """Asks with a request id and gives its answers: up to the end, or the first when there is no end."""
        number, mark = self.request_id(), self.mark() if since is None else since
        getattr(self, method)(number, *arguments)
        failed = lambda c: getattr(c, "reqId", None) == number or c.name == "failure" and c.number == number
        call = self.wait(end or reply, "failure", since=mark, where=failed)
        if call.name == "failure":
            raise Missing(f"{method}: error {call.code} {call.text}")
        return self.all(reply, since=mark, reqId=number)

    def refused(self, code, method, *arguments):
        """Asks with a request id for something that must be refused, and gives the text."""
        number, mark = self.request_id(), self.mark()
        getattr(self, method)(number, *arguments)
        return self.error_of(code, number, since=mark).text

    def surprises(self):
        """Errors that nobody expected."""
        return [f"error {c.code} for {c.number}: {c.text}" for c in self.calls
                if c.name == "failure" and c.code not in NOTICES and c.index not in self.expected]


def keeper(name, method):
    parameters = list(inspect.signature(method).parameters)[1:]

    def call(self, *values, **named):
        self.keep(name, dict(zip(parameters, values), **named))

    return call


def failure(self, number, *rest):
    """Releases differ: the time of the error comes before its code in the newest."""
    moment = rest[0] if isinstance(rest[1], int) else None
    code, text = rest[1:3] if moment is not None else rest[:2]
    self.keep("failure", {"number": number, "code": code, "text": text, "moment": moment})


for name, method in inspect.getmembers(EWrapper, inspect.isfunction):
    if name == "error":
        setattr(Client, name, failure)
    elif not name.startswith("_") and not name.endswith(PROTOBUF) and name not in ("logAnswer", "connectAck", "connectionClosed"):
        setattr(Client, name, keeper(name, method))


def contract(symbol="", kind="STK", exchange="SMART", currency="USD", **more):
    from ibapi.contract import Contract
    it = Contract()
    it.symbol, it.secType, it.exchange, it.currency = symbol, kind, exchange, currency
    for name, value in more.items():
        setattr(it, name, value)
    return it


def order(action, quantity, kind="MKT", **more):
    from ibapi.order import Order
    it = Order()
    it.action, it.totalQuantity, it.orderType = action, quantity, kind
    it.eTradeOnly = it.firmQuoteOnly = False  # older releases set what IB no longer takes
    for name, value in more.items():
        setattr(it, name, value)
    return it
