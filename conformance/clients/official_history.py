"""The past with the official client: bars of every size and series, ticks, schedules, and bars to come."""

import datetime
import time

from market import (TODAY, UTC, YESTERDAY, both_sides, business_days, grouped, level_bars, merged, of_day, opening, run_of,
                    trade_bars)
from official import contract

END = "20240229 16:00:00 US/Eastern"
SECONDS = {"1 secs": 1, "5 secs": 5, "10 secs": 10, "15 secs": 15, "30 secs": 30, "1 min": 60, "2 mins": 120, "3 mins": 180,
           "5 mins": 300, "10 mins": 600, "15 mins": 900, "20 mins": 1200, "30 mins": 1800, "1 hour": 3600, "2 hours": 7200,
           "3 hours": 10800, "4 hours": 14400, "8 hours": 28800}
LONGEST = {"1 secs": 1800, "5 secs": 7200, "10 secs": 7200, "15 secs": 7200}  # seconds of bars to ask for; a day when not here


def ask(c, asked, what, size, length="1 D", end=END, form=2, rth=1):
    number, mark = c.request_id(), c.mark()
    c.reqHistoricalData(number, asked, end, length, size, what, rth, form, False, [])
    c.wait("historicalDataEnd", since=mark, reqId=number)
    return [b.bar for b in c.all("historicalData", since=mark, reqId=number)]


def moment(bar):
    return datetime.datetime.fromtimestamp(int(bar.date), UTC)


def sizes(c, k, market):
    """Yesterday's trades in bars of every size."""
    for size, seconds in SECONDS.items():
        length = LONGEST.get(size)
        bars = ask(c, contract("AAPL"), "TRADES", size, f"{length} S" if length else "1 D")
        want = trade_bars(market.trades["AAPL"], seconds, YESTERDAY)
        want = want[-length // seconds:] if length else want
        got = [(moment(b), b.open, b.high, b.low, b.close, float(b.volume)) for b in bars]
        k.equal(f"bars of {size}", got, [w[:6] for w in want])
        k.equal(f"counts of {size}", [b.barCount for b in bars], [w[7] for w in want])
        k.true(f"mean prices of {size}", all(abs(float(getattr(b, "wap", None) or b.average) - w[6]) < 1e-6 for b, w in zip(bars, want)))
    days = ask(c, contract("AAPL"), "TRADES", "1 day")
    all_day = trade_bars(market.trades["AAPL"], 86400, YESTERDAY)[0]
    k.equal("the day's bar", [(b.date, b.open, b.high, b.low, b.close, float(b.volume)) for b in days], [("20240229", *all_day[1:6])])


def series(c, k, market):
    """Yesterday's quotes in minutes."""
    quotes = market.quotes["AAPL"]
    for what, level in (("BID", lambda q: q[1]), ("ASK", lambda q: q[2]), ("MIDPOINT", lambda q: round((q[1] + q[2]) / 2, 6))):
        got = [(moment(b), b.open, b.high, b.low, b.close) for b in ask(c, contract("AAPL"), what, "1 min")]
        k.equal(f"minutes of {what}", got, level_bars(quotes, 60, YESTERDAY, level))
    bars = ask(c, contract("AAPL"), "BID_ASK", "1 min")
    want = both_sides(quotes, 60, YESTERDAY)
    k.equal("minutes of BID_ASK", [(moment(b), b.high, b.low) for b in bars], [(w[0], w[2], w[3]) for w in want])
    k.true("their means", all(abs(b.open - w[1]) < 1e-6 and abs(b.close - w[4]) < 1e-6 for b, w in zip(bars, want)), f"{bars[1]} {want[1]}")
    k.equal("no volume in quotes", {float(b.volume) for b in bars}, {-1.0})
    for what in ("HISTORICAL_VOLATILITY", "OPTION_IMPLIED_VOLATILITY", "FEE_RATE"):
        bars = ask(c, contract("MSFT"), what, "1 day", "2 W")
        k.true(what, len(bars) >= 5 and all(0 <= b.low <= b.close <= b.high for b in bars), f"{len(bars)} {bars[:1]}")
    k.equal("ADJUSTED_LAST", ask(c, contract("MSFT"), "ADJUSTED_LAST", "1 day", "1 W", end="")[-2].close, of_day(market.bars["MSFT"], YESTERDAY)[-1][4])
    k.true("yields of a bond", 4 < ask(c, contract("91282CJZ5", "BOND"), "YIELD_LAST", "1 hour")[0].close < 5)
    k.true("crypto", len(ask(c, contract("BTC", "CRYPTO", "PAXOS"), "AGGTRADES", "1 hour", "1 D", "20240229-20:00:00")) > 10)
    c.refused(10299, "reqHistoricalData", contract("BTC", "CRYPTO", "PAXOS"), "", "1 D", "1 hour", "TRADES", 1, 1, False, [])


def imported(c, k, market):
    """Bars that the catalog has as bars come back as they are."""
    for symbol, asked in (("MSFT", contract("MSFT")), ("SPX", contract("SPX", "IND", "CBOE")), ("SPY", contract("SPY"))):
        for size in ("1 min", "5 mins", "1 hour"):
            got = [(moment(b), b.open, b.high, b.low, b.close) for b in ask(c, asked, "TRADES", size)]
            k.equal(f"{symbol}'s bars of {size}", got, [w[:5] for w in merged(market.bars[symbol], SECONDS[size], YESTERDAY)])
    volumes = [float(b.volume) for b in ask(c, contract("MSFT"), "TRADES", "1 min")]
    k.equal("MSFT's volumes", volumes, [float(w[5]) for w in of_day(market.bars["MSFT"], YESTERDAY)])
    until = [d for d in market.days if d[0] <= YESTERDAY]
    got = [(b.date, b.open, b.high, b.low, b.close, float(b.volume)) for b in ask(c, contract("KO"), "TRADES", "1 day", "20 D")]
    k.equal("KO's days", got, [(f"{d[0]:%Y%m%d}", *d[1:5], float(d[5])) for d in until[-20:]])
    weeks = grouped(until, lambda d: d.isocalendar()[:2])
    got = [(b.open, b.high, b.low, b.close, float(b.volume)) for b in ask(c, contract("KO"), "TRADES", "1 week", "3 M")]
    k.equal("KO's weeks", got[-10:], [(*w[1:5], float(w[5])) for w in weeks[-10:]])
    months = grouped(until, lambda d: (d.year, d.month))
    got = [(b.open, b.high, b.low, b.close, float(b.volume)) for b in ask(c, contract("KO"), "TRADES", "1 month", "6 M")]
    k.equal("KO's months", got[-5:], [(*w[1:5], float(w[5])) for w in months[-5:]])


def stamps(c, k, _):
    """How times are written."""
    texts = [b.date for b in ask(c, contract("AAPL"), "TRADES", "1 hour", form=1)]
    zone = " US/Eastern" if c.serverVersion() >= 174 else ""
    gap = " " if zone else "  "
    k.equal("hours as text", texts,
            [f"20240229{gap}{h}:00{zone}" for h in ("09:30", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00")])
    utc = [b.date for b in ask(c, contract("AAPL"), "TRADES", "1 hour", end="20240229-21:00:00")]
    k.equal("hours as seconds", utc, [str(int((opening(YESTERDAY) + datetime.timedelta(minutes=m)).timestamp())) for m in (0, 30, 90, 150, 210, 270, 330)])
    k.equal("a day as text", [b.date for b in ask(c, contract("AAPL"), "TRADES", "1 day", form=2)], ["20240229"])


def now(c, k, market):
    """Bars that reach to the present."""
    bars = ask(c, contract("AAPL"), "TRADES", "30 secs", "300 S", end="")
    want = trade_bars(market.trades["AAPL"], 30, TODAY)
    got = [(moment(b), b.open, b.high, b.low, b.close, float(b.volume)) for b in bars]
    k.true("the latest bars", len(got) >= 9 and run_of(got[1:-1], [w[:6] for w in want]) is not None, f"{got[:2]}")


def refusals(c, k, _):
    stock = contract("AAPL")
    k.has("no data", c.refused(162, "reqHistoricalData", stock, "20200102 16:00:00 US/Eastern", "1 D", "1 min", "TRADES", 1, 1, False, []), "returned no data")
    k.has("no such size", c.refused(321, "reqHistoricalData", stock, "", "1 D", "7 mins", "TRADES", 1, 1, False, []), "bar size")
    k.has("no such length", c.refused(321, "reqHistoricalData", stock, "", "1 X", "1 min", "TRADES", 1, 1, False, []), "duration")
    k.has("no such series", c.refused(321, "reqHistoricalData", stock, "", "1 D", "1 min", "NONSENSE", 1, 1, False, []), "What to show")
    k.has("no such date", c.refused(10314, "reqHistoricalData", stock, "yesterday", "1 D", "1 min", "TRADES", 1, 1, False, []), "time-zone")
    c.refused(162, "reqHistoricalData", contract("EUR", "CASH", "IDEALPRO"), "", "1 D", "1 min", "TRADES", 1, 1, False, [])
    number, mark = c.request_id(), c.mark()
    c.cancelHistoricalData(number)
    c.error_of(366, number, since=mark)


def kept_up(c, k, market):
    """Bars that are kept up to date: the forming one again and again, until it is the bar of the market."""
    number, mark = c.request_id(), c.mark()
    c.reqHistoricalData(number, contract("AAPL"), "", "120 S", "10 secs", "TRADES", 1, 2, True, [])
    c.wait("historicalDataEnd", since=mark, reqId=number)
    time.sleep(3)
    c.cancelHistoricalData(number)
    c.error_of(162, number, since=mark)
    final = {}
    updates = c.all("historicalDataUpdate", since=mark, reqId=number)
    for update in updates:
        b = update.bar
        final[moment(b)] = (b.open, b.high, b.low, b.close, float(b.volume))
    want = {w[0]: w[1:6] for w in trade_bars(market.trades["AAPL"], 10, TODAY)}
    whole = sorted(final)[:-1]
    k.true("several bars", len(whole) >= 4 and len(updates) > 20, f"{len(whole)} bars, {len(updates)} updates")
    k.equal("what they became", {at: final[at] for at in whole}, {at: want[at] for at in whole})
    later = c.mark()
    time.sleep(0.4)
    k.equal("nothing after the cancel", c.all("historicalDataUpdate", since=later), [])


def schedule(c, k, _):
    number, mark = c.request_id(), c.mark()
    if c.serverVersion() < 165:
        return
    c.reqHistoricalData(number, contract("AAPL"), "20240305-22:00:00", "8 D", "1 day", "SCHEDULE", 1, 1, False, [])
    got = c.wait("historicalSchedule", since=mark, reqId=number)
    k.equal("the zone", got.timeZone, "US/Eastern")
    days = business_days(TODAY, 8)
    k.equal("eight sessions until now", [(s.refDate, s.startDateTime, s.endDateTime) for s in got.sessions],
            [(f"{d:%Y%m%d}", f"{d:%Y%m%d}-09:30:00", f"{d:%Y%m%d}-16:00:00") for d in days])


def past_ticks(c, k, market):
    quotes, trades = of_day(market.quotes["AAPL"], YESTERDAY), of_day(market.trades["AAPL"], YESTERDAY)
    start = "20240229 10:00:00 US/Eastern"
    n = 1800  # seconds after the opening
    epoch = lambda row: int(row[0].timestamp())
    one = lambda what, reply, *span: c.ask("reqHistoricalTicks", contract("AAPL"), *span, 50, what, 1, True, [], reply=reply)[0]
    got = one("TRADES", "historicalTicksLast", start, "")
    k.equal("trades from a time on", [(t.time, t.price, float(t.size)) for t in got.ticks], [(epoch(r), r[1], float(r[2])) for r in trades[n:n + 50]])
    k.true("that is all", got.done)
    got = one("TRADES", "historicalTicksLast", "", start)
    k.equal("trades until a time", [(t.time, t.price, float(t.size)) for t in got.ticks], [(epoch(r), r[1], float(r[2])) for r in trades[n - 50:n]])
    got = one("BID_ASK", "historicalTicksBidAsk", start, "")
    k.equal("quotes from a time on", [(t.time, t.priceBid, t.priceAsk, float(t.sizeBid), float(t.sizeAsk)) for t in got.ticks],
            [(epoch(r), r[1], r[2], float(r[3]), float(r[4])) for r in quotes[n:n + 50]])
    got = one("MIDPOINT", "historicalTicks", start, "")
    k.equal("midpoints from a time on", [(t.time, round(t.price, 6)) for t in got.ticks], [(epoch(r), round((r[1] + r[2]) / 2, 6)) for r in quotes[n:n + 50]])
    c.refused(10187, "reqHistoricalTicks", contract("AAPL"), "", "", 50, "TRADES", 1, True, [])
    c.refused(10187, "reqHistoricalTicks", contract("AAPL"), start, "", 5000, "TRADES", 1, True, [])
    if hasattr(c, "cancelHistoricalTicks") and c.serverVersion() >= 215:
        c.cancelHistoricalTicks(got.reqId)
        c.cancelContractData(got.reqId)


def heads(c, k, market):
    head = c.ask("reqHeadTimeStamp", contract("MSFT"), "TRADES", 1, 2, reply="headTimestamp")[0]
    k.true("the earliest data", 0 <= int(head.headTimestamp) - int(opening(business_days(TODAY, 20)[0]).timestamp()) <= 60, head.headTimestamp)
    text = c.ask("reqHeadTimeStamp", contract("MSFT"), "TRADES", 1, 1, reply="headTimestamp")[0].headTimestamp
    k.true("its text", text.startswith("20240202-14:3"), text)
    c.cancelHeadTimeStamp(head.reqId)
    levels = c.ask("reqHistogramData", contract("AAPL"), True, "1 day", reply="histogramData")[0]
    c.cancelHistogramData(levels.reqId)
    sums, total = {}, 0
    want = None
    got = {round(float(p.price), 2): float(p.size if hasattr(p, "size") else p.count) for p in levels.items}
    for _, price, size in of_day(market.trades["AAPL"], TODAY):
        sums[price] = sums.get(price, 0) + size
        total += size
        if total == sum(got.values()):
            want = dict(sums)
    k.equal("sizes traded today by price", got, want)


def bars_to_come(c, k, market):
    numbers, mark = {}, c.mark()
    for what in ("TRADES", "BID", "ASK", "MIDPOINT"):
        numbers[what] = c.request_id()
        c.reqRealTimeBars(numbers[what], contract("AAPL"), 5, what, True, [])
    time.sleep(2.5)
    for number in numbers.values():
        c.cancelRealTimeBars(number)
    quotes = market.quotes["AAPL"]
    want = {"TRADES": [w[:5] for w in trade_bars(market.trades["AAPL"], 5, TODAY)], "BID": level_bars(quotes, 5, TODAY, lambda q: q[1]),
            "ASK": level_bars(quotes, 5, TODAY, lambda q: q[2]), "MIDPOINT": level_bars(quotes, 5, TODAY, lambda q: round((q[1] + q[2]) / 2, 6))}
    for what, number in numbers.items():
        bars = c.all("realtimeBar", since=mark, reqId=number)
        got = [(datetime.datetime.fromtimestamp(b.time, UTC), b.open_, b.high, b.low, b.close) for b in bars]
        k.true(f"five seconds of {what}", len(got) >= 6 and run_of(got, want[what]) is not None, f"{got[:3]}")
    k.equal("no volume in quotes", {float(b.volume) for b in c.all("realtimeBar", since=mark, reqId=numbers["BID"])}, {-1.0})
    number, mark = numbers["TRADES"], c.mark()
    c.cancelRealTimeBars(number)
    c.error_of(300, number, since=mark)


SECTIONS = [sizes, series, imported, stamps, now, refusals, kept_up, schedule, past_ticks, heads, bars_to_come]
