"""Random values, in pairs: what the official client is given, and the same for our codec as JSON.

Kinds: s text, b flag, int01 flag given as a number, i number, small number from 0 to 4, id request id, f float,
p price that is always there, d quantity; op, of, oi, ob are prices, floats, numbers and flags that may be missing.
The other kinds are named after what they hold.
"""

import random
from decimal import Decimal

import tables

PRICES = [150.25, 0.01, 100.0, 0.0001, 0.00001, 12345678.5, 1.1, 2.5e-07, 99999.99, 3.0, 123456789012.0, 0.1]
SIGNED = PRICES + [-1.25, -0.5, 0.0]
QUANTITIES = ["100", "1", "0.5", "250", "0.0001", "1000000", "12.345678"]
ACTIONS = ["BUY", "SELL", "SSHORT", "SLONG"]
TICKS = ["Last", "AllLast", "BidAsk", "MidPoint"]
SEC_TYPES = ["STK", "OPT", "FUT", "BAG", "CASH", "FUND", "IND", "CRYPTO", "CFD", "BOND", "FOP"]
ORDER_TYPES = ["LMT", "MKT", "STP LMT", "TRAIL", "PEG BENCH", "PEG BEST", "PEG MID", "VOL", "REL", "BOX TOP"]
LETTERS = "abcXYZ019 .:@-_/+&<>\"'$%#()"


def plain(number):
    """A float as the decimal text it was printed from, for a field that holds a decimal."""
    return format(Decimal(repr(number)), "f")


def some(value):
    return {"Value": value, "Valid": True}


class Values:
    """Makes values from a seed, with the classes of one client."""

    def __init__(self, seed, classes, version, density=0.5):
        self.random = random.Random(str(seed))  # seeding by text spreads neighbouring numbers
        self.classes = classes
        self.version = version
        self.density = density

    def make(self, kind):
        return getattr(self, "make_" + kind)()

    def text(self):
        return "x" + "".join(self.random.choice(LETTERS) for _ in range(self.random.randint(0, 9)))

    def make_s(self):
        v = self.text()
        return v, v

    def make_b(self):
        v = self.random.random() < 0.7
        return v, v

    def make_int01(self):
        v = self.random.random() < 0.5
        return int(v), v

    def make_i(self):
        v = self.random.choice([1, 7, 42, 265598, 2147483646, -5, 0])
        return v, v

    def make_id(self):
        v = self.random.randint(1, 90000)
        return v, v

    def make_small(self):
        v = self.random.randint(0, 4)
        return v, v

    def make_f(self):
        v = self.random.choice(SIGNED)
        return v, v

    def make_p(self):
        v = self.random.choice(SIGNED)
        return v, plain(v)

    def make_d(self):
        v = self.random.choice(QUANTITIES if self.version >= 101 else ["100", "7", "12000"])
        return Decimal(v), v

    def make_op(self):
        v = self.random.choice(PRICES)
        return v, some(plain(v))

    def make_of(self):
        v = self.random.choice(PRICES)
        return v, some(v)

    def make_oi(self):
        v = self.random.choice([1, 2, 5, 100, 65000])
        return v, some(v)

    def make_ob(self):
        return True, some(True)

    def make_sectype(self):
        v = self.random.choice(SEC_TYPES)
        return v, v

    def make_ordertype(self):
        v = self.random.choice(ORDER_TYPES)
        return v, v

    def make_month(self):
        v = self.random.choice(["202612", "20270115", "20261218 15:00:00 US/Eastern"])
        return v, v

    def make_exchange(self):
        v = self.random.choice(["SMART", "IBKRATS", "NYSE", "CME"])
        return v, v

    def make_scan(self):
        return "TOP_PERC_GAIN", "TOP_PERC_GAIN"

    def make_right(self):
        n = self.random.randint(1, 2)
        return " CP"[n], n

    def make_multiplier(self):
        v = self.random.choice(["100", "1000", "0.5", "50"])
        return v, some(v)

    def make_action(self):
        n = self.random.randint(0, 3)
        return ACTIONS[n], n + 1

    def make_ticks(self):
        n = self.random.randint(0, 3)
        return TICKS[n], n + 1

    def make_dates(self):
        v = [self.random.choice([20260105, 20261231, 20250704]) for _ in range(self.random.randint(1, 3))]
        return v, v

    def pairs(self):
        return [(f"tag{n}", self.text()) for n in range(self.random.randint(1, 3))]

    def make_tags(self):
        pairs = self.pairs()
        theirs = [self.classes.TagValue(tag, value) for tag, value in pairs]
        return theirs, [{"Tag": tag, "Value": value} for tag, value in pairs]

    def make_options(self):
        return self.make_tags() if self.random.random() < 0.5 else ([], None)

    def make_none(self):
        return [], None

    def make_tier(self):
        name, value = self.text(), self.text()
        return self.classes.SoftDollarTier(name, value, ""), {"Name": name, "Value": value}

    def make_neutral(self):
        if not self.classes.DeltaNeutralContract:
            return None, None
        it = self.classes.DeltaNeutralContract()
        it.conId, (it.delta, delta), (it.price, price) = 12345, self.make_f(), self.make_p()
        return it, {"ConID": 12345, "Delta": delta, "Price": price}

    def make_legs(self):
        theirs, ours = [], []
        for _ in range(self.random.randint(1, 3)):
            leg, fields = self.classes.ComboLeg(), {}
            self.fill(leg, fields, tables.LEG, always=True)
            theirs.append(leg)
            ours.append(fields)
        return theirs, ours

    def make_conditions(self):
        made = [self.condition() for _ in range(self.random.randint(1, 6))]
        return [c for c, _ in made], [fields for _, fields in made]

    def condition(self):
        kind = self.random.choice([1, 3, 4, 5, 6, 7])
        it = self.classes.condition(kind)
        both, more = self.random.random() < 0.5, self.random.random() < 0.5
        self.classes.connect(it, both)
        fields = {"Type": kind, "And": both}
        set_ = lambda theirs, ours, pair: (setattr(it, theirs, pair[0]), fields.__setitem__(ours, pair[1]))
        if kind != 5:
            it.isMore = bool(more)
            fields["More"] = more
        if kind in (1, 6, 7):
            set_("conId", "ConID", (8314, 8314))
            set_(self.classes.exch, "Exchange", self.make_exchange())
        if kind == 1:
            set_("price", "Price", self.make_p())
            set_("triggerMethod", "TriggerMethod", self.make_small())
        elif kind == 3:
            set_("time", "Time", ("20261120 10:00:00 US/Eastern",) * 2)
        elif kind == 4:
            set_("percent", "Percent", (30, 30))
        elif kind == 5:
            set_("secType", "SecType", ("STK", "STK"))
            set_(self.classes.exch, "Exchange", self.make_exchange())
            set_("symbol", "Symbol", self.make_s())
        elif kind == 6:
            set_("volume", "Volume", (100000, 100000))
        else:
            set_("changePercent", "ChangePercent", self.make_f())
        return it, fields

    def contract(self, sec_type=None):
        it, fields = self.classes.Contract(), {}
        it.comboLegs = []  # some clients cannot send a combo whose legs are None
        if it.strike == 0:
            fields["Strike"] = some("0")  # older clients have no missing strike
        self.fill(it, fields, tables.CONTRACT, {"secType", "symbol", "exchange"})
        if sec_type:
            it.secType = fields["SecType"] = sec_type
        return it, fields

    def make_contract(self):
        return self.contract()

    def whole(self, make, table):
        it, fields = make(), {}
        self.fill(it, fields, table)
        return it, fields

    def make_cancel(self):
        return self.whole(self.classes.OrderCancel, tables.CANCEL)

    def make_filter(self):
        return self.whole(self.classes.ExecutionFilter, tables.FILTER)

    def make_scanner(self):
        return self.whole(self.classes.ScannerSubscription, tables.SCANNER)

    def make_wsh(self):
        return self.whole(self.classes.WshEventData, tables.WSH)

    def order(self, contract, fields, only=None):
        """An order for a contract, whose legs it may price. With only, one attribute is set, whatever the version."""
        it, ours = self.classes.Order(), {"Short": {"ExemptCode": -1}, "Transmit": True}
        it.eTradeOnly = it.firmQuoteOnly = False  # old clients set what is no longer supported
        if self.version < 111 and it.cashQty:
            it.cashQty = 0  # the official client takes its own "no value" for a cash quantity here, and refuses
        if it.openClose == "O":
            it.openClose = ""  # a default of ib_async
        if isinstance(it.discretionaryAmt, float):
            ours["DiscretionaryAmt"] = some("0")
        if it.usePriceMgmtAlgo is False and self.version >= 151:
            ours["UsePriceMgmtAlgo"] = some(False)
        attached = {}
        always = {"action", "totalQuantity", "orderType"}
        if only:
            self.fill(it, ours, tables.ORDER, always, only)
            self.fill(it, attached, tables.ATTACHED, always, only)
        else:
            self.fill(it, ours, tables.ORDER, always)
            self.fill(it, attached, tables.ATTACHED)
            self.price_legs(it, contract, fields)
        return it, ours, attached

    def price_legs(self, order, contract, fields):
        if not contract.comboLegs or self.random.random() < 0.5:
            return
        order.orderComboLegs = []
        for leg in fields["ComboLegs"]:
            part = self.classes.OrderComboLeg()
            if leg is fields["ComboLegs"][0] or self.random.random() < 0.7:
                part.price, leg["Price"] = self.make_op()
            order.orderComboLegs.append(part)

    def fill(self, it, fields, table, always=(), only=None):
        """Sets some attributes of an object: those the version has, or the single one asked for."""
        for theirs, ours, kind, since in tables.rows(table):
            if not hasattr(it, theirs):
                continue
            if always is not True and theirs not in always:
                if only and theirs != only:
                    continue
                if not only and (since > self.version or self.random.random() > self.density):
                    continue
            value, json = self.make(kind)
            if value is None:
                continue
            if only and kind == "b":
                value = json = theirs != "transmit"  # what is not its default
            setattr(it, theirs, value)
            tables.put(fields, ours, json)
