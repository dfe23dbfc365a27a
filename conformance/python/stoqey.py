"""@stoqey/ib, written in TypeScript: its encoder runs in a Node process and gets its values as JSON."""

import json
import os
import re
import subprocess
from decimal import Decimal

from clients import Refused

RENAMED = {"primaryExchange": "primaryExch"}
METHODS = {"reqHeadTimeStamp": "reqHeadTimestamp", "cancelHeadTimeStamp": "cancelHeadTimestamp",
           "unsubscribeFromGroupEvents": "unsubscribeToGroupEvents", "cancelWshMetaData": "reqCancelWshMetaData",
           "cancelWshEventData": "reqCancelWshEventData"}
SOURCE = r"^    (\w+)\(([^)]*)\) \{"


class Values:
    """An object of any class: attributes that were not set are missing."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None


class Order(Values):
    """An order with the values that the client's documentation asks to start from."""

    def __init__(self):
        self.exemptCode = -1
        self.transmit = True

    def __getattr__(self, name):
        if name == "orderMiscOptions":
            raise AttributeError(name)  # written as [object Object]
        return super().__getattr__(name)


class Scan(Values):
    """A scan: no limit on rows is -1, and the code is a number of an enumeration."""

    CODES = {"TOP_PERC_GAIN": 0}

    def __init__(self):
        self.numberOfRows = -1

    def __setattr__(self, name, value):
        self.__dict__[name] = self.CODES[value] if name == "scanCode" else value


def plain(value):
    """A value as JSON can hold it, under this client's names."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, Values):
        return {RENAMED.get(name, name): plain(item) for name, item in vars(value).items()}
    return value


class Condition(Values):
    """A condition: this client wants what it compares with as text."""

    def __setattr__(self, name, value):
        if name in ("price", "time", "percent", "volume", "changePercent"):
            self.__dict__["strValue"] = str(value)
        self.__dict__[name] = value


class Stoqey:
    name = "@stoqey/ib"
    exch = "exchange"
    client_module = None
    Contract = ComboLeg = DeltaNeutralContract = OrderComboLeg = Values
    ExecutionFilter = WshEventData = OrderCancel = Values
    ScannerSubscription = Scan

    Order = Order

    def __init__(self):
        root = os.environ["STOQEY"]
        encoder = open(os.path.join(root, "dist", "core", "io", "encoder.js")).read()
        self.takes = {name: [p.split("=")[0].strip() for p in parameters.replace("\n", " ").split(",") if p.strip()]
                      for name, parameters in re.findall(SOURCE, encoder, re.M)}
        self.node = subprocess.Popen(["node", "node/write.js"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def highest(self):
        return 193  # MAX_SUPPORTED_SERVER_VERSION of the pinned release

    def TagValue(self, tag, value):
        it = Values()
        it.tag, it.value = tag, value
        return it

    def SoftDollarTier(self, name, value, _):
        it = Values()
        it.name, it.value = name, value
        return it

    def condition(self, kind):
        it = Condition()
        it.type = kind
        return it

    def connect(self, condition, both):
        condition.conjunctionConnection = "a" if both else "o"

    def parameters(self, method):
        method = METHODS.get(method, method)
        if method not in self.takes:
            raise Refused(method)
        return {SYNONYMS.get((method, name), SYNONYMS.get(name, name)): name for name in self.takes[method]}

    def send(self, version, method, arguments):
        order = list(self.parameters(method))
        case = {"version": version, "method": METHODS.get(method, method),
                "arguments": [plain(arguments.get(name)) for name in order]}
        self.node.stdin.write(json.dumps(case) + "\n")
        self.node.stdin.flush()
        said = self.node.stdout.readline().strip()
        if said == "refused":
            raise Refused(method)
        if said.startswith("broken") or not said:
            raise RuntimeError(said)
        return bytes.fromhex(said)

    def same(self, text):
        """JavaScript prints 100.0 as 100, and missing fields are empty: numbers are compared by value, none is 0."""
        return "|".join(value_of(field) for field in text.split("|"))


# Its names of parameters that differ from the official ones.
SYNONYMS = {"id": "orderId", "group": "groupName", "faDataType": "faData", "xml": "cxml", "filter": "execFilter",
            ("reqAccountUpdatesMulti", "acctCode"): "account", ("reqPnLSingle", "conId"): "conid",
            ("reqHistogramData", "reqId"): "tickerId", ("cancelHistogramData", "reqId"): "tickerId"}


def value_of(field):
    try:
        number = float(field)
    except ValueError:
        return field
    return "" if number in (0, 1.7976931348623157e308, 2147483647) else repr(number)
