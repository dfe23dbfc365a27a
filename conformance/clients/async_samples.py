"""The topics of ib_async's notebooks, each as a short program in their manner, on the gateway's own made-up market."""

import datetime
import xml.etree.ElementTree as xml

from ib_async import (IB, Contract, Forex, Index, LimitOrder, MarketOrder, Option, ScannerSubscription, Stock, TagValue, util)


class Sample:
    """A connection of its own, to a gateway without a catalog."""

    def __init__(self, s):
        self.s = s

    def __enter__(self):
        self.context = self.s.server.beside("--speed", "20", "--seed", "3")
        server = self.context.__enter__()
        self.ib = IB()
        self.ib.RequestTimeout = 20
        self.errors = []
        self.ib.errorEvent += lambda number, code, text, contract: self.errors.append((number, code, text))
        self.ib.connect("127.0.0.1", server.port, clientId=1)
        return self

    def __exit__(self, *what):
        self.ib.disconnect()
        self.context.__exit__(*what)

    def until(self, holds, what):
        for _ in range(1000):
            if holds():
                return
            self.ib.sleep(0.02)
        raise TimeoutError(f"{what}; {self.errors[-3:]}")


def notebooks(s, _, k):
    with Sample(s) as sample:
        for topic in (basics, contract_details, option_chain, bar_data, tick_data, market_depth, ordering, scanners):
            with k.section(f"notebook {topic.__name__}"):
                topic(sample, sample.ib, k)
        k.part = "notebooks"
        odd = [e for e in sample.errors if e[1] not in (2104, 2106, 2158, 202, 162)]
        k.equal("no errors", odd, [])


def basics(sample, ib, k):
    k.equal("no positions", ib.positions(), [])
    values = [v for v in ib.accountValues() if v.tag == "NetLiquidationByCurrency" and v.currency == "BASE"]
    k.equal("the account's value", [float(v.value) for v in values], [1_000_000.0])
    contract = Stock("TSLA", "SMART", "USD")
    details = ib.reqContractDetails(contract)
    k.equal("details as a tree", util.tree(details[0])["ContractDetails"]["contract"]["Contract"]["conId"], 76792991)
    ib.sleep(0.1)


def contract_details(sample, ib, k):
    amd = Stock("AMD")
    found = ib.reqContractDetails(amd)
    k.true("several places", len(found) > 1 and len({d.contract.currency for d in found}) > 1)
    amd = Stock("AMD", "SMART", "USD")
    k.equal("exactly one", len(ib.reqContractDetails(amd)), 1)
    ib.qualifyContracts(amd)
    k.true("the same by id", ib.qualifyContracts(Contract(conId=amd.conId))[0] == amd)
    k.true("found by name", len(ib.reqMatchingSymbols("intc")) == 1)
    k.true("rules", all(ib.reqMarketRule(int(rule)) for rule in set(found[0].marketRuleIds.split(","))))


def option_chain(sample, ib, k):
    spx = Index("SPX", "CBOE")
    ib.qualifyContracts(spx)
    ib.reqMarketDataType(4)
    [ticker] = ib.reqTickers(spx)
    price = ticker.marketPrice()
    k.true("the index has a price", price > 1000, f"{price}")
    chains = ib.reqSecDefOptParams(spx.symbol, "", spx.secType, spx.conId)
    chain = next(c for c in chains if c.tradingClass == "SPX" and c.exchange == "SMART")
    strikes = [x for x in chain.strikes if x % 5 == 0 and abs(x - price) < 60]
    contracts = [Option("SPX", expiry, strike, right, "SMART", tradingClass="SPX")
                 for right in "PC" for expiry in sorted(chain.expirations)[:2] for strike in strikes]
    contracts = ib.qualifyContracts(*contracts)
    k.true("options", len(contracts) >= 8 and all(c.conId for c in contracts), f"{len(contracts)}")
    tickers = ib.reqTickers(*contracts)
    k.equal("each has its greeks", [t.contract.localSymbol for t in tickers if not t.modelGreeks], [])
    k.true("in order", all((t.modelGreeks.delta > 0) == (t.contract.right == "C") for t in tickers))
    ib.reqMarketDataType(1)


def bar_data(sample, ib, k):
    contract = Stock("TSLA", "SMART", "USD")
    head = ib.reqHeadTimeStamp(contract, whatToShow="TRADES", useRTH=True)
    k.true("the earliest", isinstance(head, datetime.datetime), f"{head!r}")
    bars = ib.reqHistoricalData(contract, endDateTime="", durationStr="60 D", barSizeSetting="1 hour", whatToShow="TRADES", useRTH=True, formatDate=1)
    k.true("bars", 380 < len(bars) < 425, f"{len(bars)}")
    k.true("in order", all(a.date < b.date for a, b in zip(bars, bars[1:])) and all(b.low <= min(b.open, b.close) <= max(b.open, b.close) <= b.high for b in bars))
    euro = Forex("EURUSD")
    bars = ib.reqHistoricalData(euro, endDateTime="", durationStr="900 S", barSizeSetting="10 secs", whatToShow="MIDPOINT", useRTH=True, formatDate=1, keepUpToDate=True)
    count, news = len(bars), []
    bars.updateEvent += lambda _, new: news.append(new)
    sample.until(lambda: len(bars) >= count + 2, "new bars")
    ib.cancelHistoricalData(bars)
    real = ib.reqRealTimeBars(euro, 5, "MIDPOINT", False)
    sample.until(lambda: len(real) >= 3, "five seconds")
    ib.cancelRealTimeBars(real)


def tick_data(sample, ib, k):
    pairs = [Forex(pair) for pair in ("EURUSD", "USDJPY", "GBPUSD", "USDCHF", "USDCAD", "AUDUSD")]
    ib.qualifyContracts(*pairs)
    seen = set()
    for pair in pairs:
        ib.reqMktData(pair, "", False, False)
    ib.pendingTickersEvent += lambda tickers: seen.update(t.contract.pair() for t in tickers)
    sample.until(lambda: len(seen) == 6, "all pairs")
    k.true("quotes", all(0 < ib.ticker(pair).bid < ib.ticker(pair).ask for pair in pairs))
    for pair in pairs:
        ib.cancelMktData(pair)
    ticker = ib.reqTickByTickData(pairs[0], "BidAsk")
    sample.until(lambda: ticker.tickByTicks, "a tick")
    ib.cancelTickByTickData(ticker.contract, "BidAsk")
    now = ib.reqCurrentTime()
    ticks = ib.reqHistoricalTicks(pairs[0], now - datetime.timedelta(minutes=5), "", 100, "BID_ASK", useRth=False)
    k.true("ticks of the past", len(ticks) > 10, f"{len(ticks)}")


def market_depth(sample, ib, k):
    k.true("books", len(ib.reqMktDepthExchanges()) >= 5)
    contract = Forex("EURUSD")
    ib.qualifyContracts(contract)
    ticker = ib.reqMktDepth(contract)
    changes = []
    ticker.updateEvent += lambda t: changes.append((t.domBids[0].price if t.domBids else None, len(t.domAsks)))
    sample.until(lambda: len(changes) > 5 and len(ticker.domBids) == len(ticker.domAsks) == 5, "a book")
    k.true("both sides", ticker.domAsks[0].price > ticker.domBids[0].price)
    ib.cancelMktDepth(contract)


def ordering(sample, ib, k):
    contract = Forex("EURUSD")
    ib.qualifyContracts(contract)
    order = LimitOrder("SELL", 20_000, 1.2)
    trade = ib.placeOrder(contract, order)
    sample.until(lambda: trade.orderStatus.status == "Submitted", "an order that rests")
    k.has("among the open", ib.openTrades(), trade)
    ib.cancelOrder(order)
    sample.until(trade.isDone, "a cancel")
    k.equal("its log", [e.status for e in trade.log if e.status][-1], "Cancelled")
    trade = ib.placeOrder(contract, MarketOrder("BUY", 25_000))
    sample.until(lambda: trade.isDone() and trade.fills, "a fill")
    k.true("filled", trade.filled() == 25_000 and ib.positions()[0].position == 25_000)
    state = ib.whatIfOrder(contract, LimitOrder("BUY", 20_000, 1.05))
    k.true("margin and commission", float(state.initMarginAfter) > 0 and state.commission > 0, f"{state.commission}")
    bracket = ib.bracketOrder("BUY", 20_000, 0.9, 1.3, 0.8)
    for o in bracket:
        ib.placeOrder(contract, o)
    sample.until(lambda: len([t for t in ib.openTrades() if t.orderStatus.status in ("Submitted", "PreSubmitted")]) == 3, "a bracket")
    ib.reqGlobalCancel()
    sample.until(lambda: not ib.openTrades(), "the end")


def scanners(sample, ib, k):
    rows = ib.reqScannerData(ScannerSubscription(instrument="STK", locationCode="STK.US.MAJOR", scanCode="TOP_PERC_GAIN"))
    k.true("shares", len(rows) > 15 and rows[0].rank == 0, f"{len(rows)}")
    rows = ib.reqScannerData(ScannerSubscription(instrument="FUT.US", locationCode="FUT.US", scanCode="TOP_PERC_GAIN"))
    k.true("futures", rows and {r.contractDetails.contract.secType for r in rows} == {"FUT"}, f"{len(rows)}")
    tags = [TagValue("priceAbove", "100"), TagValue("priceBelow", "300")]
    some = ib.reqScannerData(ScannerSubscription(instrument="STK", locationCode="STK.US.MAJOR", scanCode="TOP_PERC_GAIN"), [], tags)
    k.true("filtered", 0 < len(some) < 20, f"{len(some)}")
    tree = xml.fromstring(ib.reqScannerParameters())
    k.has("tags", [e.text for e in tree.iter("scanCode")], "TOP_PERC_GAIN", "HOT_BY_VOLUME")


SECTIONS = [notebooks]
