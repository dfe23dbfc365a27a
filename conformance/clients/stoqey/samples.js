// The topics of the README of @stoqey/ib: printing positions, sending a first order, and IBApiNext with its promises and
// observables.
"use strict";
const { IBApi, IBApiNext, EventName, SecType, OrderType, OrderAction, BarSizeSetting, WhatToShow, MarketDataType } = require(process.env.STOQEY);
const { firstValueFrom, filter, timeout } = require(require.resolve("rxjs", { paths: [process.env.STOQEY] }));
const { same, holds } = require("./checks");

const PORT = Number(process.env.PORT);

// Example: count all positions.
function positions() {
  return new Promise((resolve, reject) => {
    const ib = new IBApi({ port: PORT, clientId: 41 });
    let count = 0;
    ib.on(EventName.error, (error, code) => reject(new Error(`${code} ${error.message}`)))
      .on(EventName.position, () => count++)
      .once(EventName.positionEnd, () => {
        ib.disconnect();
        resolve(count);
      });
    ib.connect();
    ib.reqPositions();
  });
}

// Example: send an order once the first id is there, and cancel it.
function firstOrder() {
  return new Promise((resolve, reject) => {
    const ib = new IBApi({ port: PORT, clientId: 42 });
    ib.on(EventName.error, (error, code, id) => {
      if (code === 202) {
        ib.disconnect();
        resolve(id);
      } else reject(new Error(`${code} ${error.message}`));
    });
    ib.once(EventName.nextValidId, (orderId) => {
      const contract = { symbol: "AMZN", exchange: "SMART", currency: "USD", secType: SecType.STK };
      ib.placeOrder(orderId, contract, { orderType: OrderType.LMT, action: OrderAction.BUY, lmtPrice: 1, orderId, totalQuantity: 1, account: "DU111" });
      ib.cancelOrder(orderId); // without "transmit: true" TWS holds the order, and says nothing of it
    });
    ib.connect();
    ib.reqIds();
  });
}

async function readme() {
  holds("positions are counted", (await positions()) >= 0);
  holds("the first order", (await firstOrder()) >= 1);
}

async function next() {
  const errors = [];
  const api = new IBApiNext({ port: PORT });
  api.errorSubject.subscribe((error) => errors.push(`${error.code} ${error.error.message}`));
  api.connect(43);
  const one = (observable, right = () => true) => firstValueFrom(observable.pipe(filter(right), timeout(15000)));
  const aapl = { symbol: "AAPL", secType: SecType.STK, exchange: "SMART", currency: "USD" };

  await one(api.connectionState, (state) => state === 2);
  holds("the time", (await api.getCurrentTime()) > 1709303700);
  same("accounts", await api.getManagedAccounts(), ["DU111"]);
  const [details] = await api.getContractDetails(aapl);
  same("a contract", details.contract.conId, 265598);
  same("symbols", (await api.getMatchingSymbols("AAPL"))[0].contract.conId, 265598);
  const summary = await one(api.getAccountSummary("All", "NetLiquidation,BuyingPower"), (u) => u.all.get("DU111")?.size === 2);
  holds("a summary", Number(summary.all.get("DU111").get("NetLiquidation").get("USD").value) > 900000);
  holds("account updates", (await one(api.getAccountUpdates("DU111"), (u) => u.all.value?.get("DU111")?.has("BuyingPower"))).all);
  holds("positions", (await one(api.getPositions())).all);
  holds("profit", (await one(api.getPnL("DU111"))).dailyPnL !== undefined);
  holds("open orders", Array.isArray(await api.getAllOpenOrders()));
  api.setMarketDataType(MarketDataType.REALTIME);
  const quote = await one(api.getMarketData(aapl, "", false, false), (u) => u.all.has(1) && u.all.has(2));
  holds("market data", quote.all.get(1).value < quote.all.get(2).value);
  const bars = await api.getHistoricalData(aapl, "20240229 16:00:00 US/Eastern", "1 D", BarSizeSetting.MINUTES_FIVE, WhatToShow.TRADES, 1, 2);
  same("bars", bars.length, 78);
  const book = await one(api.getMarketDepth({ ...aapl, exchange: "ARCA" }, 5, false), (u) => u.all.bids.size === 5 && u.all.asks.size === 5);
  holds("a book", book.all.bids.get(0).price < book.all.asks.get(0).price);
  holds("updates of bars", (await one(api.getHistoricalDataUpdates(aapl, BarSizeSetting.SECONDS_TEN, WhatToShow.TRADES, 2))).close > 179);
  const chains = await api.getSecDefOptParams("AAPL", "", SecType.STK, 265598);
  holds("chains", chains.length > 10);
  const id = await api.getNextValidOrderId();
  api.placeOrder(id, aapl, { orderType: OrderType.MKT, action: OrderAction.BUY, totalQuantity: 10, transmit: true });
  let trades = [];
  while (trades.length === 0) trades = await api.getExecutionDetails({ clientId: "43" });
  same("its execution", new Set(trades.map((t) => t.execution.orderId)), new Set([id])); // the library may tell it twice
  api.disconnect();
  same("no errors", errors.filter((text) => !/^(2104|2106|2158|162) /.test(text)), []);
}

module.exports = { readme: async (_) => readme(), next: async (_) => next() };
