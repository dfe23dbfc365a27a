"""The clients under comparison, each behind the same small surface: its classes, and a call that gives the frame."""

import importlib
import inspect
import logging
from types import SimpleNamespace

logging.disable(logging.CRITICAL)


class Refused(Exception):
    """The client did not send: the server is too old, or it knows no such call."""


class Sink:
    """Stands in for the connection and keeps what was sent."""

    def __init__(self):
        self.sent = []

    def sendMsg(self, frame):
        self.sent.append(frame)

    def isConnected(self):
        return True


class Official:
    """The official Python client, of any release."""

    name = "ibapi"
    exch = "exchange"

    def __init__(self):
        load = importlib.import_module
        self.client_module = load("ibapi.client")
        self.versions = load("ibapi.server_versions")
        contract, order = load("ibapi.contract"), load("ibapi.order")
        self.conditions = load("ibapi.order_condition")
        self.Contract, self.ComboLeg = contract.Contract, contract.ComboLeg
        self.DeltaNeutralContract = contract.DeltaNeutralContract
        self.Order, self.OrderComboLeg = order.Order, order.OrderComboLeg
        self.TagValue = load("ibapi.tag_value").TagValue
        self.SoftDollarTier = load("ibapi.softdollartier").SoftDollarTier
        self.ExecutionFilter = load("ibapi.execution").ExecutionFilter
        self.ScannerSubscription = load("ibapi.scanner").ScannerSubscription
        self.WshEventData = getattr(load("ibapi.common"), "WshEventData", None)
        try:
            self.OrderCancel = load("ibapi.order_cancel").OrderCancel
        except ImportError:
            self.OrderCancel = None

    def highest(self):
        return self.versions.MAX_CLIENT_VER

    def condition(self, kind):
        return self.conditions.Create(kind)

    def connect(self, condition, both):
        condition.isConjunctionConnection = both

    def same(self, text):
        return text

    def parameters(self, method):
        call = getattr(self.client_module.EClient, method, None)
        if call is None:
            raise Refused(method)
        return inspect.signature(call).parameters

    def send(self, version, method, arguments):
        """The frame that the client sends for a call. Refused when it sends none."""
        refusals = []
        wrapper = SimpleNamespace(error=lambda *why: refusals.append(why), logAnswer=lambda *_: None)
        client = self.client_module.EClient(wrapper)
        client.conn = sink = Sink()
        client.serverVersion_ = version
        client.setConnState(self.client_module.EClient.CONNECTED)
        client.isConnected = lambda: True
        client.clientId, client.optCapab, client.extraAuth = 0, "", True
        getattr(client, method)(**arguments)
        if any("Sending Error" in str(part) for why in refusals for part in why):
            raise RuntimeError(refusals[0][-1])
        if len(sink.sent) != 1:
            raise Refused(str(refusals))
        return sink.sent[0]


class Async:
    """ib_async, whose client is its own implementation of the protocol."""

    name = "ib_async"
    exch = "exch"
    DeltaNeutralContract = None

    def __init__(self):
        self.ib = ib = importlib.import_module("ib_async")
        self.client_module = importlib.import_module("ib_async.client")
        for name in ("Contract ComboLeg DeltaNeutralContract Order OrderComboLeg TagValue SoftDollarTier "
                     "ExecutionFilter ScannerSubscription WshEventData").split():
            setattr(self, name, getattr(ib, name))
        self.OrderCancel = None

    def highest(self):
        return self.client_module.Client.MaxClientVersion

    def condition(self, kind):
        return self.ib.OrderCondition.createClass(kind)()

    def connect(self, condition, both):
        condition.conjunction = "a" if both else "o"

    def same(self, text):
        """ib_async writes every missing number as empty text."""
        return text.replace("|1.7976931348623157e+308", "|").replace("|2147483647", "|")

    def parameters(self, method):
        call = getattr(self.client_module.Client, method, None)
        if call is None:
            raise Refused(method)
        return inspect.signature(call).parameters

    def send(self, version, method, arguments):
        client = self.client_module.Client(SimpleNamespace())
        client.conn = sink = Sink()
        client.connState = self.client_module.Client.CONNECTED
        client._serverVersion = version
        client.clientId = 0
        getattr(client, method)(**arguments)
        if len(sink.sent) != 1:
            raise Refused("nothing sent")
        return sink.sent[0]
