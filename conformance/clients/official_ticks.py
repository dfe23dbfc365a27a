"""Streaming data with the official client: market data, tick by tick, depth, options."""

import math
import time
from datetime import datetime, timedelta

from market import START, UTC, TODAY, YESTERDAY, of_day, opening, run_of
from official import contract

LIVE = ("tickPrice", "tickSize", "tickString", "tickGeneric")


def live(c, k, market):
    number, mark = c.request_id(), c.mark()
    c.reqMarketDataType(1)
    c.reqMktData(number, contract("AAPL"), "100,101,104,105,106,165,221,225,232,233,236,258,292,293,294,295,318,375,411,456", False, False, [])
    k.equal("live data", c.wait("marketDataType", since=mark, reqId=number).marketDataType, 1)
    parameters = c.wait("tickReqParams", since=mark, tickerId=number)
    k.near("the tick", parameters.minTick, 0.01)
    time.sleep(2.5)
    c.cancelMktData(number)
    time.sleep(0.3)
    told = c.mark()
    time.sleep(0.3)
    k.equal("nothing comes after the cancel", c.all(*LIVE, since=told, reqId=number), [])

    def ticks(name, kind, value):
        return [getattr(t, value) for t in c.all(name, since=mark, reqId=number, tickType=kind)]

    quotes, trades = of_day(market.quotes["AAPL"], TODAY), of_day(market.trades["AAPL"], TODAY)
    bids, asks = ticks("tickPrice", 1, "price"), ticks("tickPrice", 2, "price")
    k.true("many quotes", len(bids) > 30, f"{len(bids)}")
    k.true("bids are those of the market", run_of(bids, [q[1] for q in quotes]) is not None, f"{bids[:9]}")
    k.true("asks are those of the market", run_of(asks, [q[2] for q in quotes]) is not None, f"{asks[:9]}")
    # A price's size comes with it and once more by itself.
    sizes = [float(size) for size in ticks("tickSize", 0, "size")]
    k.true("bid sizes are those of the market", run_of(sizes[::2], [q[3] for q in quotes]) is not None, f"{sizes[:12]}")
    volumes = [float(size) for size in ticks("tickSize", 8, "size")]
    total, sums = 0, []
    for _, _, size in trades:
        total += size
        sums.append(total)
    k.true("volumes are those of the market", run_of(volumes, sums) is not None, f"{volumes[:9]}")
    k.equal("the open", ticks("tickPrice", 14, "price"), [trades[0][1]])
    k.equal("yesterday's close", ticks("tickPrice", 9, "price"), [of_day(market.trades["AAPL"], YESTERDAY)[-1][1]])
    k.equal("the high", ticks("tickPrice", 6, "price")[-1], 182.0)
    k.equal("the low", ticks("tickPrice", 7, "price")[-1], 180.0)
    k.equal("not halted", ticks("tickGeneric", 49, "value"), [0.0])
    volume_texts(k, ticks("tickString", 48, "value"), trades)
    k.true("trades are counted", run_of(ticks("tickGeneric", 54, "value")[1:], [float(n + 1) for n in range(len(trades))]) is not None)
    k.equal("shares can be borrowed", ticks("tickGeneric", 46, "value"), [3.0])
    k.true("the option's volatility is told", 0 < ticks("tickGeneric", 24, "value")[0] < 2, f"{ticks('tickGeneric', 24, 'value')}")
    components(c, k, parameters.bboExchange)


def volume_texts(k, texts, trades):
    """RTVolume: price;size;time;volume;mean price;single."""
    sums, value, volume = {}, 0, 0
    for at, price, size in trades:
        value, volume = value + price * size, volume + size
        sums[int(at.timestamp() * 1000)] = (price, size, volume, value / volume)
    good = 0
    for text in texts:
        price, size, at, total, mean, single = text.split(";")
        want = sums.get(int(at))
        good += want is not None and (float(price), float(size), float(total)) == want[:3] and math.isclose(float(mean), want[3], abs_tol=1e-6)
    k.true("real-time volume", good == len(texts) > 20, f"{good} of {len(texts)}: {texts[:2]}")


def components(c, k, bbo):
    found = c.ask("reqSmartComponents", bbo, reply="smartComponents")[0].smartComponentMap
    found = list(found.values()) if isinstance(found, dict) else found  # from protobuf the client makes a dictionary
    k.has("exchanges behind a quote", [x[0] if isinstance(x, tuple) else x.exchange for x in found], "NASDAQ", "ARCA")
    c.refused(321, "reqSmartComponents", "none")


def snapshot(c, k, market):
    got = c.ask("reqMktData", contract("AAPL"), "", True, False, [], reply="tickPrice", end="tickSnapshotEnd")
    prices = {t.tickType: t.price for t in got}
    k.true("bid and ask of a snapshot", any((q[1], q[2]) == (prices[1], prices[2]) for q in market.quotes["AAPL"]), f"{prices}")
    c.ask("reqMktData", contract("MSFT"), "", False, True, [], reply="tickPrice", end="tickSnapshotEnd")  # regulatory
    c.refused(414, "reqMktData", contract("AAPL"), "233", True, False, [])
    c.refused(321, "reqMktData", contract("AAPL"), "588", False, False, [])


def identifiers(c, k, _):
    number, mark = c.request_id(), c.mark()
    c.reqMktData(number, contract("MSFT"), "", False, False, [])
    c.wait("tickPrice", since=mark, reqId=number)
    c.reqMktData(number, contract("MSFT"), "", False, False, [])
    c.error_of(102, number, since=mark)
    c.cancelMktData(number)
    c.cancelMktData(number)
    c.error_of(300, number, since=mark)
    k.true("ids are watched", True)


def kinds(c, k, market):
    """A first price of every kind of contract that the market has data of."""
    euro = {q[1] for q in market.quotes["EURUSD"]}
    for what, asked, prices in (
            ("an index", contract("SPX", "IND", "CBOE"), prices_of(market.bars["SPX"])),
            ("a currency", contract("EUR", "CASH", "IDEALPRO"), euro),
            ("crypto", contract("BTC", "CRYPTO", "PAXOS"), None), ("a bond", contract("91282CJZ5", "BOND"), None),
            ("a CFD", contract("AAPL", "CFD"), {q[1] for q in market.quotes["AAPL"]}),
            ("a future", contract("ES", "FUT", "CME", lastTradeDateOrContractMonth="202403"), prices_of(market.bars["ESH4"]))):
        number, mark = c.request_id(), c.mark()
        c.reqMktData(number, asked, "", False, False, [])
        kind = 4 if what == "an index" else 1
        price = c.wait("tickPrice", since=mark, reqId=number, tickType=kind).price
        k.true(f"{what}'s price", price > 0 and (prices is None or price in prices), f"{price}")
        c.cancelMktData(number)


def prices_of(bars):
    return {price for bar in bars for price in bar[1:5]}


def limited(c, k, market):
    """Contracts of which the login has delayed data, or none."""
    k.has("live data that is delayed only", c.refused(354, "reqMktData", contract("IBM"), "", False, False, []), "Delayed market data is available")
    c.refused(354, "reqMktData", contract("NFLX"), "", False, False, [])
    c.reqMarketDataType(3)
    number, mark = c.request_id(), c.mark()
    c.reqMktData(number, contract("IBM"), "", False, False, [])
    c.error_of(10167, number, since=mark)
    k.equal("delayed data", c.wait("marketDataType", since=mark, reqId=number).marketDataType, 3)
    last = c.wait("tickPrice", since=mark, reqId=number, tickType=68).price
    k.true("a delayed price", last in late_prices(market, c.server.market_time()), f"{last}")
    c.cancelMktData(number)
    c.refused(10168, "reqMktData", contract("NFLX"), "", False, False, [])
    c.refused(354, "reqMktDepth", contract("NFLX", exchange="NASDAQ"), 5, False, [])
    for kind in (4, 2):  # what is subscribed and trades is live all the same
        c.reqMarketDataType(kind)
        number, mark = c.request_id(), c.mark()
        c.reqMktData(number, contract("MSFT"), "", False, False, [])
        k.equal("live although frozen was asked for", c.wait("marketDataType", since=mark, reqId=number).marketDataType, 1)
        c.cancelMktData(number)
    mark = c.mark()
    c.reqMarketDataType(9)
    c.error_of(321, -1, since=mark)
    c.reqMarketDataType(1)


def late_prices(market, now):
    """What IBM's price can have been a quarter of an hour ago: until the opening, yesterday's last."""
    before, today = market.days[-2], market.days[-1]
    return {before[4]} if now - timedelta(minutes=15) <= opening(TODAY) else {before[4], *today[1:5]}


def tick_by_tick(c, k, market):
    quotes, trades = of_day(market.quotes["AAPL"], TODAY), of_day(market.trades["AAPL"], TODAY)
    numbers = {}
    for kind, past in (("AllLast", 0), ("BidAsk", 0), ("Last", 10)):
        numbers[kind] = c.request_id()
        c.reqTickByTickData(numbers[kind], contract("AAPL"), kind, past, False)
    c.refused(10190, "reqTickByTickData", contract("MSFT"), "Last", 0, False)
    time.sleep(2)
    for number in numbers.values():
        c.cancelTickByTickData(number)
    second = lambda at: int(at.timestamp())
    want = [(second(at), price, float(size)) for at, price, size in trades]
    for kind, code in (("AllLast", 2), ("Last", 1)):
        got = [(t.time, t.price, float(t.size)) for t in c.all("tickByTickAllLast", reqId=numbers[kind])]
        k.true(f"every trade of {kind}", len(got) > 20 and run_of(got, want) is not None, f"{got[:3]}")
        k.equal(f"the type of {kind}", {t.tickType for t in c.all("tickByTickAllLast", reqId=numbers[kind])}, {code})
    past = c.all("historicalTicksLast", reqId=numbers["Last"])[0].ticks
    k.equal("trades before the first", [(t.time, t.price, float(t.size)) for t in past], want[run_of([got[0]], want) - len(past):][:len(past)])
    got = [(t.time, t.bidPrice, t.askPrice, float(t.bidSize), float(t.askSize)) for t in c.all("tickByTickBidAsk", reqId=numbers["BidAsk"])]
    want = [(second(q[0]), q[1], q[2], float(q[3]), float(q[4])) for q in quotes]
    k.true("every quote", len(got) > 20 and run_of(got, want) is not None, f"{got[:3]}")
    number, mark = c.request_id(), c.mark()
    c.reqTickByTickData(number, contract("AAPL"), "MidPoint", 0, False)
    got = [(t.time, round(t.midPoint, 6)) for t in c.wait("tickByTickMidPoint", reqId=number, count=20)]
    c.cancelTickByTickData(number)
    k.true("every midpoint", run_of(got, [(second(q[0]), round((q[1] + q[2]) / 2, 6)) for q in quotes]) is not None, f"{got[:3]}")
    mark = c.mark()
    c.cancelTickByTickData(number)
    c.error_of(300, number, since=mark)


def depth(c, k, market):
    best = {(q[1], q[2]): q for q in market.quotes["AAPL"]}
    for exchange, smart, call in (("SMART", True, "updateMktDepthL2"), ("NASDAQ", False, "updateMktDepthL2"), ("ARCA", False, "updateMktDepth")):
        number, mark = c.request_id(), c.mark()
        c.reqMktDepth(number, contract("AAPL", exchange=exchange), 5, smart, [])
        rows = c.wait(call, since=mark, reqId=number, count=10)
        c.cancelMktDepth(number, smart)
        bids = [r for r in rows if r.side == 1]
        asks = [r for r in rows if r.side == 0]
        k.equal(f"rows at {exchange}", ([r.position for r in bids], [r.position for r in asks], {r.operation for r in rows}), ([*range(5)], [*range(5)], {0}))
        k.true(f"the best row at {exchange} is the quote", (bids[0].price, asks[0].price) in best, f"{bids[0].price} {asks[0].price}")
        k.true(f"prices at {exchange} fall and rise", all(round(bids[0].price - r.price - 0.01 * n, 9) == 0 for n, r in enumerate(bids))
               and all(round(r.price - asks[0].price - 0.01 * n, 9) == 0 for n, r in enumerate(asks)))
        if call == "updateMktDepthL2":
            k.has(f"who stands in the book at {exchange}", [r.marketMaker for r in rows], "NASDAQ")
            k.equal(f"smart depth at {exchange}", {r.isSmartDepth for r in rows}, {smart})
    mark = c.mark()
    c.cancelMktDepth(number, False)
    c.error_of(310, number, since=mark)
    c.refused(321, "reqMktDepth", contract("AAPL", exchange="ARCA"), 0, False, [])


# Options: what Black, Scholes and Merton say for a European option. The market's rate is 4 %, AAPL pays 0.4 % a year.

RATE, YIELD = 0.04, 0.004
EXPIRY = datetime(2024, 3, 15, 20, tzinfo=UTC)  # 16:00 in New York's summer time
OPTION = dict(lastTradeDateOrContractMonth="20240315", strike=180.0, right="C")


def model(spot, strike, volatility, years):
    root = volatility * math.sqrt(years)
    d1 = (math.log(spot / strike) + (RATE - YIELD + volatility ** 2 / 2) * years) / root
    below = lambda x: (1 + math.erf(x / math.sqrt(2))) / 2
    paid, owed = spot * math.exp(-YIELD * years), strike * math.exp(-RATE * years)
    density = math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
    return {"optPrice": paid * below(d1) - owed * below(d1 - root), "delta": math.exp(-YIELD * years) * below(d1),
            "gamma": density * math.exp(-YIELD * years) / (spot * root), "vega": paid * density * math.sqrt(years) / 100}


def years_left(moment):
    return (EXPIRY - moment).total_seconds() / (365 * 86400)


def options(c, k, _):
    call = contract("AAPL", "OPT", **OPTION)
    number, mark = c.request_id(), c.mark()
    c.reqMktData(number, call, "", False, False, [])
    greeks = c.wait("tickOptionComputation", since=mark, reqId=number, tickType=13)
    bid, ask = c.wait("tickPrice", since=mark, reqId=number, tickType=1).price, c.wait("tickPrice", since=mark, reqId=number, tickType=2).price
    c.cancelMktData(number)
    want = model(greeks.undPrice, 180, greeks.impliedVol, years_left(START + timedelta(minutes=5)))
    for name, value in want.items():  # the moment is known to minutes, and two weeks are left
        k.near(f"the option's {name}", getattr(greeks, name), value, 2e-3)
    k.true("the underlying's price", 180 < greeks.undPrice < 182.02, f"{greeks.undPrice}")
    k.true("the quote is around the value", bid < greeks.optPrice + 0.35 and ask > greeks.optPrice - 0.35 and bid < ask, f"{bid} {ask} {greeks.optPrice}")


def calculators(c, k, _):
    call = contract("AAPL", "OPT", **OPTION)
    price = c.ask("calculateOptionPrice", call, 0.3, 181.0, [], reply="tickOptionComputation")[0]
    want = model(181, 180, 0.3, years_left(START + timedelta(minutes=5)))
    k.near("the price of a volatility", price.optPrice, want["optPrice"], 2e-3)
    k.equal("the type of a calculation", price.tickType, 53)
    back = c.ask("calculateImpliedVolatility", call, price.optPrice, 181.0, [], reply="tickOptionComputation")[0]
    k.near("the volatility of that price", back.impliedVol, 0.3, 2e-3)
    c.cancelCalculateOptionPrice(price.reqId)
    c.cancelCalculateImpliedVolatility(back.reqId)
    c.refused(321, "calculateOptionPrice", contract("AAPL"), 0.3, 181.0, [])
    c.refused(10090, "calculateImpliedVolatility", call, 5000.0, 181.0, [])


SECTIONS = [live, snapshot, identifiers, kinds, limited, tick_by_tick, depth, options, calculators]
