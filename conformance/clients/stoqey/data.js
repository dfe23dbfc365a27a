// Data with @stoqey/ib: contracts, ticks, bars, news, services.
"use strict";
const { BarSizeSetting, ScanCode, LocationCode, Instrument, DurationUnit, WhatToShow } = require(process.env.STOQEY);
const { same, holds, near } = require("./checks");
const { pause } = require("./session");
const { quotes, trades, msft, today, yesterday, bars, runOf } = require("./market");

const share = (symbol = "AAPL", exchange = "SMART") => ({ symbol, secType: "STK", exchange, currency: "USD" });
const call = { symbol: "AAPL", secType: "OPT", exchange: "SMART", currency: "USD", lastTradeDateOrContractMonth: "20240315", strike: 180, right: "C" };

async function contracts(c) {
  const details = (k) => c.ask("reqContractDetails", [k], "contractDetails", "contractDetailsEnd");
  const [[, aapl]] = await details(share());
  same("AAPL", [aapl.contract.conId, aapl.longName, aapl.minTick, aapl.timeZoneId], [265598, "APPLE INC", 0.01, "US/Eastern"]);
  same("its ISIN", aapl.secIdList.map((t) => t.value ?? t), ["US0378331005"]);
  same("futures", (await details({ symbol: "ES", secType: "FUT", exchange: "CME", currency: "USD" })).length, 4);
  same("a currency", (await details({ symbol: "EUR", secType: "CASH", exchange: "IDEALPRO", currency: "USD" }))[0][1].contract.localSymbol, "EUR.USD");
  same("an index", (await details({ symbol: "SPX", secType: "IND", exchange: "CBOE", currency: "USD" }))[0][1].contract.conId, 416904);
  same("crypto", (await details({ symbol: "BTC", secType: "CRYPTO", exchange: "PAXOS", currency: "USD" }))[0][1].contract.secType, "CRYPTO");
  same("calls", (await details({ ...call, strike: 0 })).length, 21);
  const bonds = await c.ask("reqContractDetails", [{ symbol: "91282CJZ5", secType: "BOND", exchange: "SMART", currency: "USD" }], "bondContractDetails", "contractDetailsEnd");
  same("a bond", [bonds.length, bonds[0][1].coupon, bonds[0][1].maturity], [1, 4, "20340215"]);
  await c.refused(200, "reqContractDetails", [share("NOSUCH")]);
  const [[, samples]] = await c.ask("reqMatchingSymbols", ["AAPL"], "symbolSamples");
  same("found", samples[0].contract.conId, 265598);
  const chains = await c.ask("reqSecDefOptParams", ["AAPL", "", "STK", 265598], "securityDefinitionOptionParameter", "securityDefinitionOptionParameterEnd");
  const smart = chains.find((v) => v[1] === "SMART");
  same("a chain", [Number(smart[4]), smart[6].length], [100, 21]);
  c.ib.reqMarketRule(26);
  const [, increments] = (await c.wait("marketRule")).values;
  same("a rule", increments.map((i) => i.increment), [0.01]);
  c.ib.reqMktDepthExchanges();
  holds("books", (await c.wait("mktDepthExchanges")).values[0].some((b) => b.exchange === "NASDAQ"));
}

async function ticks(c) {
  const id = c.requestId();
  c.ib.reqMarketDataType(1);
  c.ib.reqMktData(id, share(), "100,101,104,106,165,221,225,233,236,293,318,375,411,456", false, false);
  const of = (name, kind) => c.all(name, (i, k) => i === id && k === kind).map((e) => e.values[2]);
  await pause(2000);
  c.ib.cancelMktData(id);
  const bids = of("tickPrice", 1);
  holds("bids of the market", bids.length > 20 && runOf(bids, today(quotes).map((q) => q[1])) >= 0, bids.slice(0, 5));
  holds("asks of the market", runOf(of("tickPrice", 2), today(quotes).map((q) => q[2])) >= 0);
  same("the open and the close", [of("tickPrice", 14)[0], of("tickPrice", 9)[0]], [today(trades)[0][1], yesterday(trades).at(-1)[1]]);
  holds("real-time volume", of("tickString", 48).every((text) => /^\d+\.?\d*;\d+;\d{13};\d+;\d+\.\d+;false$/.test(text)), of("tickString", 48).slice(0, 2));
  const [, , bbo] = c.all("tickReqParams", (i) => i === id)[0].values;
  const [[, components]] = await c.ask("reqSmartComponents", [bbo], "smartComponents");
  holds("who quotes", [...components.values()].flat().includes("NASDAQ"), components);
  const snapshot = await c.ask("reqMktData", [share("MSFT"), "", true, false], "tickPrice", "tickSnapshotEnd");
  holds("a snapshot", snapshot.some((v) => v[1] === 1 && v[2] > 300));
  await c.refused(354, "reqMktData", [share("NFLX"), "", false, false]);
  c.ib.reqMarketDataType(3);
  const late = c.requestId();
  c.ib.reqMktData(late, share("IBM"), "", false, false);
  await c.error(10167, late);
  await c.wait("tickPrice", (i, k) => i === late && k === 68);
  c.ib.cancelMktData(late);
  c.ib.reqMarketDataType(1);
}

async function everyTick(c) {
  const want = { AllLast: today(trades).map((t) => [Math.floor(t[0] / 1000), t[1], t[2]]), BidAsk: today(quotes).map((q) => [Math.floor(q[0] / 1000), q[1], q[2], q[3], q[4]]) };
  const calls = { AllLast: "tickByTickAllLast", Last: "tickByTickAllLast", BidAsk: "tickByTickBidAsk", MidPoint: "tickByTickMidPoint" };
  for (const kind of ["AllLast", "BidAsk", "MidPoint", "Last"]) {
    const id = c.requestId();
    c.ib.reqTickByTickData(id, share(), kind, 0, false);
    const got = await c.wait(calls[kind], (i) => i === id, 0, 20);
    c.ib.cancelTickByTickData(id);
    if (kind === "BidAsk") holds("every quote", runOf(got.map((e) => e.values.slice(1, 6).map(Number)), want.BidAsk) >= 0, got[0].values);
    if (kind === "AllLast") holds("every trade", runOf(got.map((e) => e.values.slice(2, 5).map(Number)), want.AllLast) >= 0, got[0].values);
  }
}

async function depth(c) {
  for (const [exchange, smart, name] of [["SMART", true, "updateMktDepthL2"], ["NASDAQ", false, "updateMktDepthL2"], ["ARCA", false, "updateMktDepth"]]) {
    const id = c.requestId();
    c.ib.reqMktDepth(id, share("AAPL", exchange), 5, smart);
    const rows = (await c.wait(name, (i) => i === id, 0, 10)).map((e) => e.values);
    c.ib.cancelMktDepth(id, smart);
    const side = name === "updateMktDepth" ? 3 : 4;
    const best = [1, 0].map((s) => rows.find((v) => v[side] === s && v[1] === 0)[side + 1]);
    holds(`the best row at ${exchange}`, quotes.some((q) => q[1] === best[0] && q[2] === best[1]), best);
  }
}

async function history(c) {
  const ask = async (k, what, size, length = "1 D") => {
    const id = c.requestId();
    c.ib.reqHistoricalData(id, k, "20240229 16:00:00 US/Eastern", length, size, what, 1, 2, false);
    await c.wait("historicalData", (i, date) => i === id && String(date).startsWith("finished"));
    return c.all("historicalData", (i, date) => i === id && !String(date).startsWith("finished")).map((e) => e.values);
  };
  for (const [size, seconds] of [[BarSizeSetting.MINUTES_ONE, 60], [BarSizeSetting.MINUTES_FIVE, 300], [BarSizeSetting.HOURS_ONE, 3600]]) {
    const got = (await ask(share(), WhatToShow.TRADES, size)).map((v) => v.slice(1, 7).map(Number));
    same(`bars of ${size}`, got, bars(yesterday(trades), seconds));
  }
  const imported = (await ask(share("MSFT"), WhatToShow.TRADES, BarSizeSetting.MINUTES_ONE)).map((v) => v.slice(1, 7).map(Number));
  same("an import", imported, yesterday(msft).map(([end, ...b]) => [end / 1000 - 60, ...b]));
  await c.refused(162, "reqHistoricalData", [share(), "20200102-21:00:00", "1 D", BarSizeSetting.MINUTES_ONE, WhatToShow.TRADES, 1, 2, false]);
  const schedule = c.requestId();
  c.ib.reqHistoricalData(schedule, share(), "20240301-23:00:00", "3 D", BarSizeSetting.DAYS_ONE, WhatToShow.SCHEDULE, 1, 2, false);
  const [, , , zone, sessions] = (await c.wait("historicalSchedule", (i) => i === schedule)).values;
  same("sessions", [zone, sessions.map((s) => s.refDate)], ["US/Eastern", ["20240228", "20240229", "20240301"]]);
  const [[, head]] = await c.ask("reqHeadTimestamp", [share("MSFT"), WhatToShow.TRADES, true, 2], "headTimestamp");
  near("the earliest", Number(head), (msft[0][0] - 60000) / 1000, 1e-6);
  c.ib.cancelHeadTimestamp(c.nextId);
  const [[, levels]] = await c.ask("reqHistogramData", [share(), true, 1, DurationUnit.DAY], "histogramData");
  holds("a histogram", levels.length > 40 && levels.every((l) => l.size > 0), levels[0]);
  c.ib.cancelHistogramData(c.nextId);
  for (const [what, name, list] of [["TRADES", "historicalTicksLast", trades], ["BID_ASK", "historicalTicksBidAsk", quotes], ["MIDPOINT", "historicalTicks", quotes]]) {
    const [[, past, done]] = await c.ask("reqHistoricalTicks", [share(), "20240229 10:00:00 US/Eastern", "", 20, what, 1, true], name);
    same(`ticks of ${what}`, [done, past.map((t) => t.time)], [true, yesterday(list).slice(1800, 1820).map((r) => Math.floor(r[0] / 1000))]);
  }
}

async function liveBars(c) {
  const id = c.requestId();
  c.ib.reqHistoricalData(id, share(), "", "120 S", BarSizeSetting.SECONDS_TEN, WhatToShow.TRADES, 1, 2, true);
  await c.wait("historicalDataUpdate", (i) => i === id, 0, 20);
  c.ib.cancelHistoricalData(id);
  await c.error(162, id);
  const final = new Map(c.all("historicalDataUpdate", (i) => i === id).map((e) => [Number(e.values[1]), e.values.slice(2, 7).map(Number)]));
  const want = new Map(bars(today(trades), 10).map(([start, ...b]) => [start, b]));
  const starts = [...final.keys()].slice(0, -1);
  same("bars that were kept up to date", starts.map((s) => final.get(s)), starts.map((s) => want.get(s)));
  const real = c.requestId();
  c.ib.reqRealTimeBars(real, share(), 5, WhatToShow.TRADES, true);
  const got = await c.wait("realtimeBar", (i) => i === real, 0, 5);
  c.ib.cancelRealTimeBars(real);
  holds("five seconds", runOf(got.map((e) => e.values.slice(1, 7).map(Number)), bars(today(trades), 5)) >= 0, got[0].values);
}

async function options(c) {
  const id = c.requestId();
  c.ib.reqMktData(id, call, "", false, false);
  const greeks = (await c.wait("tickOptionComputation", (i, k) => i === id && k === 13)).values;
  c.ib.cancelMktData(id);
  holds("greeks", greeks[4] > 0.3 && greeks[4] < 0.9 && greeks[7] > 0, greeks);
  const [price] = await c.ask("calculateOptionPrice", [call, 0.3, 181], "tickOptionComputation");
  c.ib.cancelCalculateOptionPrice(c.nextId);
  const [back] = await c.ask("calculateImpliedVolatility", [call, price[5], 181], "tickOptionComputation");
  c.ib.cancelCalculateImpliedVolatility(c.nextId);
  near("and back", back[3], 0.3, 1e-4);
}

async function news(c) {
  c.ib.reqNewsProviders();
  holds("providers", (await c.wait("newsProviders")).values[0].some((p) => p.providerCode === "BRFG"), c.all("newsProviders")[0].values[0]);
  const heads = await c.ask("reqHistoricalNews", [265598, "BRFG+DJNL", "", "20240301-14:30:00", 2], "historicalNews", "historicalNewsEnd");
  same("headlines", heads.map((v) => v[3]), ["BRFG$2", "DJNL$1"]);
  const [[, , text]] = await c.ask("reqNewsArticle", ["BRFG", "BRFG$1"], "newsArticle");
  same("an article", text, "<p>It has a door.</p>");
  const id = c.requestId();
  c.ib.reqMktData(id, share(), "mdoff,292:BRFG", false, false);
  holds("a headline", (await c.wait("tickNews", (i) => i === id)).values[4].startsWith("Story "));
  c.ib.cancelMktData(id);
  c.ib.reqNewsBulletins(true);
  same("a bulletin", (await c.wait("updateNewsBulletin")).values.slice(1), [1, "Please eat your vegetables.", "NYSE"]);
  c.ib.cancelNewsBulletins();
}

async function services(c) {
  c.ib.reqScannerParameters();
  holds("what can be scanned", (await c.wait("scannerParameters")).values[0].includes("TOP_PERC_GAIN"));
  const scan = { instrument: Instrument.STK, locationCode: LocationCode.STK_US_MAJOR, scanCode: ScanCode.TOP_PERC_GAIN, numberOfRows: 10 };
  const rows = await c.ask("reqScannerSubscription", [scan], "scannerData", "scannerDataEnd");
  same("the best gainer", rows[0][2].contract.symbol, "AAPL");
  c.ib.cancelScannerSubscription(c.nextId);
  await c.error(162, c.nextId);
  c.ib.reqCurrentTime();
  const now = (await c.wait("currentTime")).values[0];
  holds("the market's time", now > 1709303700 && now < 1709303700 + 3600, now);
  c.ib.setServerLogLevel(2);
  await c.ask("reqSoftDollarTiers", [], "softDollarTiers");
  c.ib.reqUserInfo(c.requestId());
  await c.wait("userInfo");
  await c.ask("queryDisplayGroups", [], "displayGroupList");
  const id = c.requestId();
  c.ib.subscribeToGroupEvents(id, 3);
  c.ib.updateDisplayGroup(id, "265598@SMART");
  await c.wait("displayGroupUpdated", (i, text) => i === id && text === "265598@SMART");
  c.ib.unsubscribeFromGroupEvents(id);
  await c.refused(430, "reqFundamentalData", [share(), "ReportSnapshot"]);
  c.ib.cancelFundamentalData(c.nextId);
  await c.refused(10276, "reqWshMetaData", []);
  c.ib.reqCancelWshMetaData(c.nextId);
  await c.refused(10276, "reqWshEventData", [265598]);
  c.ib.reqCancelWshEventData(c.nextId);
}

module.exports = { contracts, ticks, everyTick, depth, history, liveBars, options, news, services };
module.exports.share = share;
module.exports.call = call;
