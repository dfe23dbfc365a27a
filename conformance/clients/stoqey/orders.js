// Orders and accounts with @stoqey/ib.
"use strict";
const { OrderAction, OrderType, TimeInForce } = require(process.env.STOQEY);
const { same, holds, near } = require("./checks");
const { share, call } = require("./data");
const { Session, pause } = require("./session");
const { quotes } = require("./market");

const ACCOUNT = "DU111";
const order = (action, totalQuantity, orderType = OrderType.MKT, more = {}) => ({ action, totalQuantity, orderType, transmit: true, ...more });
const limit = (action, quantity, lmtPrice, more) => order(action, quantity, OrderType.LMT, { lmtPrice, ...more });

function place(c, k, o, id = c.orderId()) {
  c.ib.placeOrder(id, k, o);
  return id;
}

const status = (c, id, wanted, since) => c.wait("orderStatus", (i, s) => i === id && s === wanted, since);

async function execution(c, id, since) {
  const [, , done] = (await c.wait("execDetails", (r, k, e) => e.orderId === id, since)).values;
  const [report] = (await c.wait("commissionReport", (r) => r.execId === done.execId, since)).values;
  return [done, report];
}

async function fills(c) {
  const bought = place(c, share(), order(OrderAction.BUY, 200, OrderType.MKT, { orderRef: "first" }));
  const [done, report] = await execution(c, bought);
  holds("at an ask", quotes.some((q) => q[2] === done.price), done.price);
  near("the commission", report.commission, 1);
  same("the execution", [done.shares, done.side, done.acctNumber, done.orderRef], [200, "BOT", ACCOUNT, "first"]);
  const last = (await status(c, bought, "Filled")).values;
  same("the status", last.slice(2, 5), [200, 0, done.price]);
  for (const o of [limit(OrderAction.SELL, 100, 181), order(OrderAction.SELL, 100, OrderType.STP, { auxPrice: 180.5 }),
                   order(OrderAction.BUY, 100, OrderType.STP_LMT, { auxPrice: 181.5, lmtPrice: 181.6 })]) {
    const [filled] = await execution(c, place(c, share(), o));
    holds(`${o.orderType} fills`, filled.price > 179.9 && filled.price < 182.1, filled.price);
  }
}

async function changes(c) {
  const id = place(c, share(), limit(OrderAction.BUY, 100, 150));
  await status(c, id, "Submitted");
  const mark = c.mark();
  place(c, share(), limit(OrderAction.BUY, 100, 151), id);
  await c.wait("openOrder", (i, k, o) => i === id && o.lmtPrice === 151, mark);
  c.ib.cancelOrder(id);
  await status(c, id, "Cancelled");
  await c.error(202, id);
  c.ib.cancelOrder(9999);
  await c.error(10147, 9999);
  const bad = place(c, share(), limit(OrderAction.BUY, 100, 150.005));
  holds("off the grid", (await c.error(110, bad)).includes("minimum price variation"));
  await c.error(200, place(c, share("NOSUCH"), limit(OrderAction.BUY, 100, 150)));
  await c.error(201, place(c, share(), limit(OrderAction.BUY, 1e6, 180)));
  const group = [150, 152].map((price) => place(c, share(), limit(OrderAction.BUY, 10, price, { ocaGroup: "pair", ocaType: 1 })));
  for (const one of group) await status(c, one, "Submitted");
  c.ib.reqGlobalCancel();
  for (const one of group) {
    await status(c, one, "Cancelled");
    await c.error(202, one);
  }
}

async function brackets(c) {
  const [parent, profit, loss] = [c.orderId(), c.orderId(), c.orderId()];
  place(c, share(), limit(OrderAction.BUY, 100, 185, { transmit: false }), parent);
  place(c, share(), limit(OrderAction.SELL, 100, 181.7, { parentId: parent, transmit: false }), profit);
  place(c, share(), order(OrderAction.SELL, 100, OrderType.STP, { auxPrice: 150, parentId: parent }), loss);
  await execution(c, parent);
  const [done] = await execution(c, profit);
  holds("the profit is taken", done.price >= 181.7, done.price);
  await status(c, loss, "Cancelled");
  await c.error(202, loss);
}

async function previews(c) {
  const id = place(c, share("MSFT"), limit(OrderAction.BUY, 100, 400, { whatIf: true }));
  const [, , , state] = (await c.wait("openOrder", (i) => i === id)).values;
  near("the commission", state.commission, 1);
  holds("the margin", state.initMarginChange > 5000, state);
}

async function lists(c) {
  const id = place(c, share(), limit(OrderAction.BUY, 100, 150, { tif: TimeInForce.GTC }));
  await status(c, id, "Submitted");
  for (const method of ["reqOpenOrders", "reqAllOpenOrders"]) {
    const mark = c.mark();
    c.ib[method]();
    await c.wait("openOrderEnd", undefined, mark);
    same(method, c.all("openOrder", undefined, mark).map((e) => e.values[0]), [id]);
  }
  c.ib.reqAutoOpenOrders(true);
  await c.error(327);
  c.ib.reqCompletedOrders(false);
  await c.wait("completedOrdersEnd");
  holds("completed orders", c.all("completedOrder").some((e) => e.values[1].orderRef === "first" && e.values[2].status === "Filled"));
  const told = new Set(c.all("execDetails").map((e) => e.values[2].execId));
  const again = await c.ask("reqExecutions", [{}], "execDetails", "execDetailsEnd");
  same("executions", new Set(again.map((v) => v[2].execId)), told);
  c.ib.cancelOrder(id);
  await c.error(202, id);
  const mark = c.mark();
  c.ib.reqIds();
  holds("the next id", (await c.wait("nextValidId", undefined, mark)).values[0] <= c.nextOrder);
}

// A covered call: told for the whole and for each leg, with commissions of the legs alone.
async function combos(c) {
  const [[, details]] = await c.ask("reqContractDetails", [call], "contractDetails", "contractDetailsEnd");
  const leg = (conId, ratio, action) => ({ conId, ratio, action, exchange: "SMART" });
  const covered = { symbol: "AAPL", secType: "BAG", exchange: "SMART", currency: "USD",
                    comboLegs: [leg(265598, 100, "BUY"), leg(details.contract.conId, 1, "SELL")] };
  const mark = c.mark();
  const id = place(c, covered, order(OrderAction.BUY, 1));
  const told = (await c.wait("execDetails", (r, k, e) => e.orderId === id, mark, 3)).map((e) => e.values);
  same("what was told", told.map(([, k, e]) => [k.secType, e.side, e.shares]), [["BAG", "BOT", 1], ["STK", "BOT", 100], ["OPT", "SLD", 1]]);
  const [whole, shares, calls] = told.map(([, , e]) => e.price);
  near("the net of the legs", whole, shares - calls);
  const ids = told.map(([, , e]) => e.execId);
  const reports = await c.wait("commissionReport", (r) => ids.includes(r.execId), mark, 2);
  same("commissions of the legs", reports.map((e) => e.values[0].execId), ids.slice(1));
  near("the price of the order", (await status(c, id, "Filled", mark)).values[4], whole);
  await c.error(360, place(c, covered, limit(OrderAction.BUY, 1, 1, { whatIf: true })));
  await c.refused(321, "reqContractDetails", [covered]);
}

async function accounts(c) {
  c.ib.reqManagedAccts();
  same("the account", (await c.wait("managedAccounts", undefined, c.mark())).values[0], ACCOUNT);
  const held = c.all("execDetails", (r, k, e) => r === -1 && k.symbol === "AAPL").reduce((n, { values: [, , e] }) => n + (e.side === "BOT" ? e.shares : -e.shares), 0);
  let mark = c.mark();
  c.ib.reqAccountUpdates(true, ACCOUNT);
  await c.wait("accountDownloadEnd", undefined, mark);
  holds("its value", c.all("updateAccountValue", (key) => key === "NetLiquidation", mark).some((e) => Math.abs(e.values[1] - 1e6) < 1e4));
  same("the portfolio", c.all("updatePortfolio", (k, size) => size !== 0, mark).map((e) => e.values[1]), held ? [held] : []);
  c.ib.reqAccountUpdates(false, ACCOUNT);
  const summary = await c.ask("reqAccountSummary", ["All", "NetLiquidation,BuyingPower"], "accountSummary", "accountSummaryEnd");
  same("a summary", summary.map((v) => v[2]).sort(), ["BuyingPower", "NetLiquidation"]);
  c.ib.cancelAccountSummary(c.nextId);
  await c.ask("reqAccountUpdatesMulti", [ACCOUNT, "", false], "accountUpdateMulti", "accountUpdateMultiEnd");
  c.ib.cancelAccountUpdatesMulti(c.nextId);
  mark = c.mark();
  c.ib.reqPositions();
  await c.wait("positionEnd", undefined, mark);
  same("positions", c.all("position", (a, k, size) => size !== 0, mark).map((e) => e.values[2]), held ? [held] : []);
  c.ib.cancelPositions();
  await c.ask("reqPositionsMulti", [ACCOUNT, ""], "positionMulti", "positionMultiEnd");
  c.ib.cancelPositionsMulti(c.nextId);
  const [[, , , realised]] = await c.ask("reqPnL", [ACCOUNT, ""], "pnl");
  const reports = new Map(c.all("commissionReport").map((e) => [e.values[0].execId, e.values[0].realizedPNL ?? 0]));
  near("realised profit", realised, [...reports.values()].reduce((a, b) => a + b, 0), 0.02);
  c.ib.cancelPnL(c.nextId);
  const [[, size]] = await c.ask("reqPnLSingle", [ACCOUNT, "", 265598], "pnlSingle");
  same("one position", size, held);
  c.ib.cancelPnLSingle(c.nextId);
  c.ib.reqFamilyCodes();
  await c.wait("familyCodes");
  c.ib.requestFA(1);
  await c.error(321);
  await c.refused(321, "replaceFA", [1, "<ListOfGroups/>"]);
}

async function exercise(c) {
  await execution(c, place(c, call, order(OrderAction.BUY, 1)));
  const id = c.orderId();
  c.ib.exerciseOptions(id, call, 1, 1, ACCOUNT, 1);
  const [, , done] = (await c.wait("execDetails", (r, k, e) => e.orderId === id && k.secType === "STK")).values;
  same("shares at the strike", [done.shares, done.price], [100, 180]);
}

async function reconnect(c) {
  const port = Number(process.env.PORT);
  const first = await new Session(port, 33).start();
  const bought = place(first, share(), order(OrderAction.BUY, 100));
  await execution(first, bought);
  const rests = place(first, share(), limit(OrderAction.BUY, 100, 150, { tif: TimeInForce.GTC }));
  await status(first, rests, "Submitted");
  await first.stop();
  await pause(300);
  const again = await new Session(port, 33).start();
  holds("ids go on", again.nextOrder > rests, again.nextOrder);
  const got = await again.ask("reqExecutions", [{ clientId: "33" }], "execDetails", "execDetailsEnd");
  same("executions", got.map((v) => v[2].orderId), [bought]);
  again.ib.reqOpenOrders();
  await again.wait("openOrderEnd");
  same("the open order", again.all("openOrder").map((e) => e.values[0]), [rests]);
  again.ib.cancelOrder(rests);
  await again.error(202, rests);
  await again.stop();
  same("nothing unexpected", [...first.surprises(), ...again.surprises()], []);
}

module.exports = { fills, changes, brackets, previews, lists, accounts, exercise, combos, reconnect };
