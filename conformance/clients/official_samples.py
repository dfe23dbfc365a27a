"""The topics of the official client's TestApp, in its manner: one class that is client and wrapper at once and goes on from
callback to callback, on the gateway's own made-up market; and an order of every type that its samples have."""

import threading

from ibapi.client import EClient
from ibapi.execution import ExecutionFilter
from ibapi.scanner import ScannerSubscription
from ibapi.wrapper import EWrapper
from official import contract, order
from official_orders import global_cancel
from official_roles import join
from settings import START

# Type of order, more of it, and the code with which this gateway refuses it; None where it works.
ORDER_TYPES = [
    ("MKT", {}, None), ("LMT", {"lmtPrice": 1.0}, None), ("STP", {"auxPrice": 10_000.0}, None), ("STP LMT", {"auxPrice": 10_000.0, "lmtPrice": 10_000.0}, None),
    ("MKT", {"tif": "OPG"}, None), ("LMT", {"lmtPrice": 1.0, "tif": "GTC"}, None), ("LMT", {"lmtPrice": 1.0, "ocaGroup": "samples", "ocaType": 2}, None),
    ("LMT", {"lmtPrice": 1.0, "hidden": True}, None), ("LMT", {"lmtPrice": 1.0, "discretionaryAmt": 0.1}, None), ("LMT", {"lmtPrice": 1.0, "allOrNone": True}, None),
    ("LMT", {"lmtPrice": 1.0, "goodAfterTime": "20240301 12:00:00 US/Eastern"}, None), ("LMT", {"lmtPrice": 1.0, "algoStrategy": "Twap"}, 442),
    ("LMT", {"lmtPrice": 1.0, "tif": "AUC"}, None),
    ("MIT", {"auxPrice": 1.0}, None), ("LIT", {"auxPrice": 1.0, "lmtPrice": 1.0}, None), ("MOC", {}, None), ("LOC", {"lmtPrice": 1.0}, None), ("MTL", {}, None),
    ("TRAIL", {"auxPrice": 90.0}, None), ("TRAIL LIMIT", {"auxPrice": 90.0, "lmtPriceOffset": 1.0, "trailStopPrice": 10_000.0}, None),
    ("REL", {"auxPrice": 0.1, "lmtPrice": 1.0}, None), ("PEG MID", {"auxPrice": 0.0, "lmtPrice": 1.0}, None),
] + [(kind, more, 387) for kind, more in (
    ("MKT PRT", {}), ("STP PRT", {"auxPrice": 10_000.0}), ("PEG MKT", {"auxPrice": 0.1}), ("PEG STK", {}), ("PEG BENCH", {}), ("PASSV REL", {"auxPrice": 0.1}), ("BOX TOP", {}), ("SNAP MKT", {"auxPrice": 0.1}), ("VOL", {}), ("MIDPRICE", {}),
)]


class TestApp(EWrapper, EClient):
    """Asks everything at once when the first order id comes, and counts what is called."""

    def __init__(self):
        EWrapper.__init__(self)
        EClient.__init__(self, self)
        self.called, self.changed, self.wrong = {}, threading.Condition(), []

    def count(self, name):
        with self.changed:
            self.called[name] = self.called.get(name, 0) + 1
            self.changed.notify_all()

    def error(self, *values):
        code = values[2] if isinstance(values[2], int) else values[1]
        if code not in (2104, 2106, 2158, 162, 202):
            self.wrong.append(values)

    def nextValidId(self, orderId):
        super().nextValidId(orderId)
        self.next = orderId
        self.contract_operations()
        self.tick_data_operations()
        self.historical_operations()
        self.account_operations()
        self.order_operations()
        self.other_operations()

    def contract_operations(self):
        for n, what in enumerate((contract("MSFT"), contract("EUR", "CASH", "IDEALPRO", "GBP"), contract("SPX", "IND", "CBOE"),
                                  contract("ES", "CONTFUT", "CME"), contract("BMW", currency="EUR"))):
            self.reqContractDetails(2100 + n, what)
        self.reqMatchingSymbols(2110, "IBM")
        self.reqSecDefOptParams(2111, "IBM", "", "STK", 8314)
        self.reqMarketRule(26)

    def tick_data_operations(self):
        self.reqMarketDataType(4)
        self.reqMktData(1000, contract("EUR", "CASH", "IDEALPRO", "GBP"), "", False, False, [])
        self.reqMktData(1001, contract("SPY"), "233,236,258,293,294,295,318", False, False, [])
        self.reqMktData(1002, contract("MSFT"), "", True, False, [])
        self.reqTickByTickData(1003, contract("EUR", "CASH", "IDEALPRO"), "BidAsk", 0, True)
        self.reqMktDepth(1004, contract("EUR", "CASH", "IDEALPRO", "GBP"), 5, False, [])
        self.reqMktDepthExchanges()

    def historical_operations(self):
        self.reqHeadTimeStamp(4100, contract("AAPL"), "TRADES", 0, 1)
        self.reqHistoricalData(4101, contract("EUR", "CASH", "IDEALPRO", "GBP"), "", "1 M", "1 day", "MIDPOINT", 1, 1, False, [])
        self.reqHistoricalData(4102, contract("BMW", currency="EUR"), "", "10 D", "1 min", "TRADES", 1, 1, False, [])
        self.reqHistoricalData(4103, contract("EUR", "CASH", "IDEALPRO", "GBP"), "", "1 D", "1 min", "MIDPOINT", 1, 1, True, [])
        self.reqHistogramData(4104, contract("IBM"), False, "3 days")
        self.reqRealTimeBars(4105, contract("EUR", "CASH", "IDEALPRO", "GBP"), 5, "MIDPOINT", True, [])

    def account_operations(self):
        self.reqManagedAccts()
        self.reqAccountSummary(9001, "All", "NetLiquidation,TotalCashValue,$LEDGER:EUR")
        self.reqAccountUpdates(True, "DU1234567")
        self.reqPnL(17001, "DU1234567", "")
        self.reqPositions()

    def order_operations(self):
        self.placeOrder(self.next, contract("AAPL"), order("BUY", 10))
        self.reqAllOpenOrders()
        self.reqExecutions(10001, ExecutionFilter())

    def other_operations(self):
        self.reqCurrentTime()
        self.reqNewsProviders()
        self.reqScannerParameters()
        scan = ScannerSubscription()
        scan.instrument, scan.locationCode, scan.scanCode = "STK", "STK.US.MAJOR", "HOT_BY_VOLUME"
        self.reqScannerSubscription(7001, scan, [], [])


WANTED = """contractDetailsEnd symbolSamples securityDefinitionOptionParameterEnd marketRule tickPrice tickSnapshotEnd tickByTickBidAsk updateMktDepth
mktDepthExchanges headTimestamp historicalData historicalDataEnd historicalDataUpdate histogramData realtimeBar managedAccounts accountSummaryEnd
accountDownloadEnd pnl positionEnd execDetails orderStatus openOrder openOrderEnd execDetailsEnd currentTime newsProviders scannerParameters
scannerDataEnd""".split()


def count_calls():
    for name in WANTED:
        def call(self, *values, name=name, **named):
            self.count(name)
        setattr(TestApp, name, call)


count_calls()


def test_app(c, k, _):
    with c.server.beside("--speed", "20", "--seed", "5") as server:
        app = TestApp()
        app.connect("127.0.0.1", server.port, 0)
        thread = threading.Thread(target=app.run, daemon=True)
        thread.start()
        with app.changed:
            app.changed.wait_for(lambda: set(WANTED) <= set(app.called) and app.called["historicalDataEnd"] >= 3, 30)
        k.equal("every callback has come", sorted(set(WANTED) - set(app.called)), [])
        k.equal("no errors", app.wrong, [])
        app.disconnect()
        thread.join(5)


def order_types(c, k, _):
    """Orders of every type either work or are refused by the code that a venue without them gives."""
    with c.server.beside("--start", START, "--speed", "20") as server:
        client = join(c, 1, server)
        for kind, more, code in ORDER_TYPES:
            number, mark = client.order_id(), client.mark()
            client.placeOrder(number, contract("AAPL"), order("BUY", 10, kind, **more))
            if code:
                client.error_of(code, number, since=mark)
            else:
                client.wait("orderStatus", since=mark, orderId=number)
            k.true(kind, True)
        mark = client.mark()
        global_cancel(client)
        for call in client.wait("failure", since=mark, where=lambda x: x.code == 202, count=19):
            client.expected.add(call.index)
        client.stop()


SECTIONS = [test_app, order_types]
