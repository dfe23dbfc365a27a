"""Data with ib_async: contracts, ticks, bars, news, and what else can be asked."""

import datetime

from ib_async import (CFD, Crypto, Forex, Future, Index, Option, ScannerSubscription, Stock, TagValue, WshEventData)
from market import START, TODAY, UTC, YESTERDAY, in_order, level_bars, merged, of_day, run_of, trade_bars
from settings import SPEED

END = datetime.datetime(2024, 2, 29, 21, tzinfo=UTC)  # the close of yesterday


def share(symbol="AAPL"):
    return Stock(symbol, "SMART", "USD")


def qualified(ib, contract):
    return ib.qualifyContracts(contract)[0]


def contracts(s, ib, k):
    k.equal("qualified", qualified(ib, share()).conId, 265598)
    for what, name in ((Forex("EURUSD"), "EUR.USD"), (Index("SPX", "CBOE"), "SPX"), (Crypto("BTC", "PAXOS", "USD"), "BTC.USD"),
                       (CFD("AAPL"), "AAPL"), (Future("ES", "202406", "CME"), "ESM4"), (Option("AAPL", "20240315", 180, "C", "SMART"), "AAPL  240315C00180000")):
        k.equal(f"qualified {name}", qualified(ib, what).localSymbol, name)
    k.equal("futures", len(ib.reqContractDetails(Future("ES", exchange="CME"))), 4)
    k.equal("several", len(ib.reqContractDetails(Stock("AMD", "SMART"))), 2)
    k.equal("none", ib.reqContractDetails(Stock("NOSUCH", "SMART", "USD")), [])
    s.error(200)
    k.equal("found", ib.reqMatchingSymbols("AAPL")[0].contract.conId, 265598)
    k.near("a rule", ib.reqMarketRule(26)[0].increment, 0.01)
    k.has("books", [d.exchange for d in ib.reqMktDepthExchanges()], "NASDAQ", "CME")
    chain = next(c for c in ib.reqSecDefOptParams("AAPL", "", "STK", 265598) if c.exchange == "SMART")
    k.equal("a chain", (len(chain.strikes), chain.expirations[0]), (21, "20240301"))


def ticks(s, ib, k):
    aapl = qualified(ib, share())
    prices = []
    ticker = ib.reqMktData(aapl, "100,101,104,106,165,221,225,233,236,318,375,411,456")
    ticker.updateEvent += lambda t: prices.append((t.bid, t.ask))
    s.until(lambda: len(prices) > 60, "sixty updates")
    quotes, trades = of_day(s.market.quotes["AAPL"], TODAY), of_day(s.market.trades["AAPL"], TODAY)
    want = [(q[1], q[2]) for q in quotes]
    steps = [p for n, p in enumerate(prices) if n == 0 or p != prices[n - 1]]
    # The library tells of several messages at once when they come together: some quotes are never seen.
    whole = [p for p in steps if p in want]
    k.true("quotes of the market, in their order", in_order(whole, want) and len(whole) > 20, f"{steps[:6]}")
    k.equal("the open and the close", (ticker.open, ticker.close), (trades[0][1], of_day(s.market.trades["AAPL"], YESTERDAY)[-1][1]))
    k.equal("who quotes", [c.exchange for c in ib.reqSmartComponents(ticker.bboExchange)][:2], ["ARCA", "NASDAQ"])
    k.true("volatilities", 0 < ticker.impliedVolatility < 2, f"{ticker.impliedVolatility}")
    k.true("mean price and volume", 180 < ticker.vwap < 182 and ticker.rtVolume > 0, f"{ticker.vwap} {ticker.rtVolume}")
    ib.cancelMktData(aapl)
    snapshot = ib.reqTickers(aapl)[0]
    k.true("a snapshot", (snapshot.bid, snapshot.ask) in want, f"{snapshot.bid}")


def kinds(s, ib, k):
    for type_ in (1, 2, 3, 4):
        ib.reqMarketDataType(type_)
    ib.reqMarketDataType(3)
    ibm = qualified(ib, share("IBM"))
    ticker = ib.reqMktData(ibm)
    s.until(lambda: ticker.marketDataType == 3 and ticker.last == ticker.last, "delayed data")
    k.true("a delayed price", ticker.last in {s.market.days[-2][4], *s.market.days[-1][1:5]}, f"{ticker.last}")
    s.error(10167)
    ib.cancelMktData(ibm)
    ib.reqMarketDataType(1)


def every_tick(s, ib, k):
    aapl = qualified(ib, share())
    seen = []
    for kind in ("Last", "BidAsk", "MidPoint"):
        ticker = ib.reqTickByTickData(aapl, kind)
        taken = []
        ticker.updateEvent += lambda t, taken=taken: taken.extend(t.tickByTicks)
        s.until(lambda: len(taken) > 20, kind)
        ib.cancelTickByTickData(aapl, kind)
        seen.append((kind, taken))
    # The library stamps these ticks with the time at which they arrive.
    got = [(t.price, t.size) for t in dict(seen)["Last"] if hasattr(t, "tickType")]
    want = [(row[1], float(row[2])) for row in of_day(s.market.trades["AAPL"], TODAY)]
    k.true("every trade", run_of(got, want) is not None and len(got) > 20, f"{got[:2]}")
    quotes = [(row[1], row[2]) for row in of_day(s.market.quotes["AAPL"], TODAY)]
    got = [(t.bidPrice, t.askPrice) for t in dict(seen)["BidAsk"] if hasattr(t, "bidPrice")]
    k.true("every quote", run_of(got, quotes) is not None and len(got) > 20, f"{got[:2]}")


def depth(s, ib, k):
    for contract, smart in ((Stock("AAPL", "NASDAQ", "USD"), False), (share(), True), (Stock("AAPL", "ARCA", "USD"), False)):
        qualified(ib, contract)
        ticker = ib.reqMktDepth(contract, 5, smart)
        s.until(lambda: len(ticker.domBids) == len(ticker.domAsks) == 5, "five rows")
        bids = [level.price for level in ticker.domBids]
        k.true(f"a book at {contract.exchange}", all(abs(bids[0] - p - 0.01 * n) < 1e-9 for n, p in enumerate(bids)) and ticker.domAsks[0].price > bids[0], f"{bids}")
        ib.cancelMktDepth(contract, smart)


def history(s, ib, k):
    aapl = share()
    bars = ib.reqHistoricalData(aapl, END, "1 D", "5 mins", "TRADES", True, formatDate=2)
    want = trade_bars(s.market.trades["AAPL"], 300, YESTERDAY)
    k.equal("five minutes", [(b.date, b.open, b.high, b.low, b.close, b.volume, b.barCount) for b in bars], [(*w[:6], w[7]) for w in want])
    bars = ib.reqHistoricalData(aapl, END, "1 D", "1 min", "MIDPOINT", True, formatDate=1)
    k.equal("midpoints", [(b.date.astimezone(UTC), b.open, b.close) for b in bars],
            [(w[0], w[1], w[4]) for w in level_bars(s.market.quotes["AAPL"], 60, YESTERDAY, lambda q: round((q[1] + q[2]) / 2, 6))])
    bars = ib.reqHistoricalData(share("MSFT"), "20240229 16:00:00 US/Eastern", "1 D", "1 hour", "TRADES", True)
    k.equal("an import", [(b.date.astimezone(UTC), b.open, b.high, b.low, b.close) for b in bars], [w[:5] for w in merged(s.market.bars["MSFT"], 3600, YESTERDAY)])
    bars = ib.reqHistoricalData(share("KO"), END, "10 D", "1 day", "TRADES", True)
    k.equal("days", [(b.date, b.close) for b in bars], [(d[0], d[4]) for d in s.market.days if d[0] <= YESTERDAY][-10:])
    k.equal("nothing", list(ib.reqHistoricalData(aapl, "20200102-21:00:00", "1 D", "1 min", "TRADES", True)), [])
    s.error(162)
    schedule = ib.reqHistoricalSchedule(aapl, 5, "20240301-23:00:00")
    k.equal("sessions", [x.refDate for x in schedule.sessions], ["20240226", "20240227", "20240228", "20240229", "20240301"])
    k.true("the earliest", ib.reqHeadTimeStamp(share("MSFT"), "TRADES", True, 2) <= datetime.datetime(2024, 2, 2, 14, 31, tzinfo=UTC))
    k.true("a histogram", len(ib.reqHistogramData(aapl, True, "1 day")) > 40)
    start = datetime.datetime(2024, 2, 29, 15, tzinfo=UTC)
    for what, rows in (("TRADES", s.market.trades), ("BID_ASK", s.market.quotes), ("MIDPOINT", s.market.quotes)):
        got = ib.reqHistoricalTicks(aapl, start, "", 20, what, True)
        k.equal(f"ticks of {what}", [t.time for t in got], [r[0].replace(microsecond=0) for r in of_day(rows["AAPL"], YESTERDAY)[1800:1820]])


def kept_up(s, ib, k):
    bars = ib.reqHistoricalData(share(), "", "300 S", "10 secs", "TRADES", True, formatDate=2, keepUpToDate=True)
    news, length = [], len(bars)
    bars.updateEvent += lambda bars, new: news.append(new)
    s.until(lambda: sum(news) >= 5, "five new bars")
    ib.cancelHistoricalData(bars)
    s.error(162)
    want = {w[0]: w[1:6] for w in trade_bars(s.market.trades["AAPL"], 10, TODAY)}
    whole = bars[length:-1]
    k.equal("bars that came", [(b.open, b.high, b.low, b.close, b.volume) for b in whole], [want[b.date] for b in whole])
    real = ib.reqRealTimeBars(share(), 5, "TRADES", True)
    s.until(lambda: len(real) >= 5, "five bars")
    ib.cancelRealTimeBars(real)
    k.true("five seconds", run_of([(b.time, b.open_, b.high, b.low, b.close, b.volume) for b in real],
                                  [w[:6] for w in trade_bars(s.market.trades["AAPL"], 5, TODAY)]) is not None, f"{real[:2]}")


def options(s, ib, k):
    call = qualified(ib, Option("AAPL", "20240315", 180, "C", "SMART"))
    ticker = ib.reqMktData(call)
    s.until(lambda: ticker.modelGreeks is not None, "greeks")
    g = ticker.modelGreeks
    k.true("greeks", 0.4 < g.delta < 0.8 and g.gamma > 0 and g.theta < 0 and 180 <= g.undPrice <= 182.1, f"{g}")
    ib.cancelMktData(call)
    price = ib.calculateOptionPrice(call, 0.3, 181)
    k.near("and back", ib.calculateImpliedVolatility(call, price.optPrice, 181).impliedVol, 0.3, 1e-4)
    ib.client.cancelCalculateOptionPrice(1)  # the library asks and never cancels
    ib.client.cancelCalculateImpliedVolatility(1)


def news(s, ib, k):
    k.has("providers", [p.code for p in ib.reqNewsProviders()], "BRFG", "DJNL")
    heads = ib.reqHistoricalNews(265598, "BRFG+DJNL", "", "20240301-14:30:00", 10)
    heads = heads if isinstance(heads, list) else [heads]
    k.true("headlines", heads and heads[-1].headline in ("Apple closes a shop", "Apple opens a shop"), f"{heads}")
    k.equal("an article", ib.reqNewsArticle("BRFG", "BRFG$1").articleText, "<p>It has a door.</p>")
    aapl = qualified(ib, share())
    ib.reqMktData(aapl, "mdoff,292:BRFG")
    s.until(lambda: ib.newsTicks(), "a headline")
    ib.cancelMktData(aapl)
    k.true("a headline", ib.newsTicks()[0].headline.startswith("Story "))
    ib.reqNewsBulletins(True)
    s.until(lambda: len(ib.newsBulletins()) >= 2, "bulletins")
    k.has("a bulletin", [b.message for b in ib.newsBulletins()], "ARCA is asleep.")
    ib.cancelNewsBulletins()


def services(s, ib, k):
    k.has("what can be scanned", ib.reqScannerParameters(), "TOP_PERC_GAIN")
    scan = ScannerSubscription(instrument="STK", locationCode="STK.US.MAJOR", scanCode="TOP_PERC_GAIN")
    rows = ib.reqScannerData(scan)
    k.equal("the best gainer", rows[0].contractDetails.contract.symbol, "AAPL")
    rows = ib.reqScannerData(scan, [], [TagValue("priceAbove", "300")])
    k.equal("filtered", sorted(r.contractDetails.contract.symbol for r in rows), ["MSFT", "SPY"])
    for _ in range(2):
        s.error(162)  # the library cancels a scan after its first answer
    lists = ib.reqScannerSubscription(scan)
    s.until(lambda: len(lists) == 5, "a scan")
    ib.cancelScannerSubscription(lists)
    s.error(162)
    at = ib.reqCurrentTime()
    passed = s.server.status()["uptime"] / 1e9 * SPEED
    k.true("the market's time", abs((at - START).total_seconds() - passed) < 2 * SPEED, f"{at}")
    k.true("white branding", not ib.reqUserInfo())
    ib.reqFundamentalData(share(), "ReportSnapshot")
    s.error(430)
    ib.reqWshMetaData()
    s.error(10276)
    ib.cancelWshMetaData()
    ib.reqWshEventData(WshEventData(conId=265598))
    s.error(10276)
    ib.cancelWshEventData()
    ib.client.setServerLogLevel(2)
    ib.client.queryDisplayGroups(ib.client.getReqId())
    number = ib.client.getReqId()
    ib.client.subscribeToGroupEvents(number, 2)
    ib.client.updateDisplayGroup(number, "265598@SMART")
    ib.client.unsubscribeFromGroupEvents(number)
    ib.client.reqSoftDollarTiers(ib.client.getReqId())
    ib.client.reqFamilyCodes()
    ib.client.reqManagedAccts()
    ib.client.cancelFundamentalData(number)
    ib.client.cancelHeadTimeStamp(number)
    ib.client.cancelHistogramData(number)
    ib.reqCurrentTime()


SECTIONS = [contracts, ticks, kinds, every_tick, depth, history, kept_up, options, news, services]
