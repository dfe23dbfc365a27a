"""Orders and accounts with ib_async."""

from async_data import qualified, share
from ib_async import Bag, ComboLeg, ExecutionFilter, LimitOrder, MarketOrder, Option, StopLimitOrder, StopOrder
from settings import ACCOUNT


def fills(s, ib, k):
    aapl = qualified(ib, share())
    asks, bids = {q[2] for q in s.market.quotes["AAPL"]}, {q[1] for q in s.market.quotes["AAPL"]}
    trade = ib.placeOrder(aapl, MarketOrder("BUY", 200))
    s.until(lambda: trade.isDone() and trade.fills and trade.fills[0].commissionReport.execId, "a fill")
    k.equal("filled", (trade.orderStatus.status, trade.filled(), trade.remaining()), ("Filled", 200, 0))
    k.true("at an ask", trade.fills[0].execution.price in asks, f"{trade.fills[0].execution.price}")
    k.near("the commission", trade.fills[0].commissionReport.commission, 1.0)
    for order in (LimitOrder("SELL", 100, 181.0), StopOrder("SELL", 100, 180.5), StopLimitOrder("BUY", 100, 181.6, 181.5)):
        trade = ib.placeOrder(aapl, order)
        s.until(trade.isDone, order.orderType)
        price = trade.orderStatus.avgFillPrice
        k.true(f"{order.orderType} fills", price in (asks if order.action == "BUY" else bids) or price in (181.0, 181.6), f"{price}")
    k.true("the log of an order", {"Submitted", "Filled"} <= {entry.status for entry in trade.log}, f"{trade.log}")


def changes(s, ib, k):
    aapl = qualified(ib, share())
    order = LimitOrder("BUY", 100, 150.0)
    trade = ib.placeOrder(aapl, order)
    s.until(lambda: trade.orderStatus.status == "Submitted", "an order that rests")
    order.lmtPrice = 151.0
    modified = []
    trade.modifyEvent += modified.append
    ib.placeOrder(aapl, order)
    s.until(lambda: modified, "a change")
    k.equal("changed", ib.openTrades()[-1].order.lmtPrice, 151.0)
    ib.cancelOrder(order)
    s.until(trade.isDone, "a cancel")
    k.equal("cancelled", trade.orderStatus.status, "Cancelled")
    s.error(202)
    trade = ib.placeOrder(aapl, LimitOrder("BUY", 100, 150.005))
    s.error(110)
    k.true("refused", trade.isDone(), trade.orderStatus.status)
    several = [ib.placeOrder(aapl, o) for o in ib.oneCancelsAll([LimitOrder("BUY", 10, 150), LimitOrder("BUY", 10, 152)], "group", 1)]
    s.until(lambda: all(t.orderStatus.status == "Submitted" for t in several), "a group")
    ib.reqGlobalCancel()
    s.until(lambda: all(t.isDone() for t in several), "a global cancel")
    s.error(202), s.error(202)


def brackets(s, ib, k):
    aapl = qualified(ib, share())
    bracket = ib.bracketOrder("BUY", 100, 185.0, 181.7, 150.0)
    trades = [ib.placeOrder(aapl, order) for order in bracket]
    s.until(lambda: all(t.isDone() for t in trades), "a bracket")
    k.equal("a bracket's end", [t.orderStatus.status for t in trades], ["Filled", "Filled", "Cancelled"])
    s.error(202)


def previews(s, ib, k):
    state = ib.whatIfOrder(share("MSFT"), LimitOrder("BUY", 100, 400.0))
    k.near("the commission", state.commission, 1.0)
    k.true("the margin", float(state.initMarginChange) > 5000, state.initMarginChange)


def lists(s, ib, k):
    aapl = qualified(ib, share())
    trade = ib.placeOrder(aapl, LimitOrder("BUY", 100, 150.0, tif="GTC"))
    s.until(lambda: trade.orderStatus.status == "Submitted", "an order that rests")
    k.equal("open orders", [t.order.lmtPrice for t in ib.reqOpenOrders()], [150.0])
    k.equal("all open orders", [t.order.lmtPrice for t in ib.reqAllOpenOrders()], [150.0])
    done = ib.reqCompletedOrders(False)
    k.true("completed orders", len(done) >= 8, f"{len(done)}")
    told = {fill.execution.execId for fill in ib.fills()}
    k.equal("executions", {f.execution.execId for f in ib.reqExecutions()}, told)
    k.true("sales", all(f.execution.side == "SLD" for f in ib.reqExecutions(ExecutionFilter(side="SELL"))))
    ib.reqAutoOpenOrders(True)
    s.error(327)
    ib.cancelOrder(trade.order)
    s.until(trade.isDone, "a cancel")
    s.error(202)


def accounts(s, ib, k):
    k.equal("the account", ib.managedAccounts(), [ACCOUNT])
    values = {(v.tag, v.currency): v.value for v in ib.accountValues()}
    k.true("its value", 990_000 < float(values["NetLiquidation", "USD"]) < 1_010_000, values["NetLiquidation", "USD"])
    k.has("a summary", {v.tag for v in ib.accountSummary()}, "NetLiquidation", "BuyingPower", "Cushion")
    held = sum(f.execution.shares * (1 if f.execution.side == "BOT" else -1) for f in ib.fills() if f.contract.symbol == "AAPL")
    k.equal("positions", {p.contract.symbol: p.position for p in ib.reqPositions() if p.position}, {"AAPL": held} if held else {})
    k.equal("the portfolio", {p.contract.symbol: p.position for p in ib.portfolio() if p.position}, {"AAPL": held} if held else {})
    pnl = ib.reqPnL(ACCOUNT)
    s.until(lambda: pnl.dailyPnL == pnl.dailyPnL, "a profit")
    realised = sum(f.commissionReport.realizedPNL for f in ib.fills() if f.commissionReport.realizedPNL)
    k.true("realised", abs(pnl.realizedPnL - realised) < 0.02, f"{pnl.realizedPnL} {realised}")
    ib.cancelPnL(ACCOUNT)
    single = ib.reqPnLSingle(ACCOUNT, "", 265598)
    s.until(lambda: single.position == held, "one position's profit")
    ib.cancelPnLSingle(ACCOUNT, "", 265598)
    ib.reqAccountUpdatesMulti(ACCOUNT)
    number = ib.client.getReqId()
    ib.client.reqPositionsMulti(number, ACCOUNT, "")
    ib.client.cancelPositionsMulti(number)
    ib.client.cancelAccountUpdatesMulti(number)
    ib.client.cancelPositions()
    ib.client.cancelAccountSummary(number)
    ib.client.requestFA(1)  # the library's own call waits for what a refusal, which has no id, does not bring
    s.error(321)
    ib.client.replaceFA(number, 1, "<ListOfGroups/>")
    s.error(321)
    ib.reqCurrentTime()


def exercise(s, ib, k):
    call = qualified(ib, Option("AAPL", "20240315", 180, "C", "SMART"))
    trade = ib.placeOrder(call, MarketOrder("BUY", 1))
    s.until(trade.isDone, "an option")
    ib.exerciseOptions(call, 1, 1, ACCOUNT, 1)
    s.until(lambda: any(f.execution.price == 180.0 and f.contract.secType == "STK" for f in ib.fills()), "the shares")
    k.true("shares at the strike", True)


def combos(s, ib, k):
    """A covered call: the library counts the whole, and has a fill of each leg beside it."""
    aapl, call = qualified(ib, share()), qualified(ib, Option("AAPL", "20240315", 180, "C", "SMART"))
    covered = Bag(symbol="AAPL", exchange="SMART", currency="USD", comboLegs=[
        ComboLeg(conId=aapl.conId, ratio=100, action="BUY", exchange="SMART"), ComboLeg(conId=call.conId, ratio=1, action="SELL", exchange="SMART")])
    before = {p.contract.conId: p.position for p in ib.reqPositions()}
    trade = ib.placeOrder(covered, MarketOrder("BUY", 2))
    s.until(lambda: trade.isDone() and sum(bool(f.commissionReport.execId) for f in trade.fills) == 2, "a combination")
    k.equal("what was told", [(f.contract.secType, f.execution.side, f.execution.shares) for f in trade.fills],
            [("BAG", "BOT", 2.0), ("STK", "BOT", 200.0), ("OPT", "SLD", 2.0)])
    whole, shares, calls = (f.execution.price for f in trade.fills)
    k.near("the net of the legs", whole, shares - calls, 1e-9)
    k.equal("counted once", (trade.filled(), trade.remaining()), (2, 0))
    k.near("the price of the order", trade.orderStatus.avgFillPrice, whole, 1e-9)
    after = {p.contract.conId: p.position for p in ib.reqPositions()}
    k.equal("positions of the legs", {i: after.get(i, 0) - before.get(i, 0) for i in (aapl.conId, call.conId)}, {aapl.conId: 200, call.conId: -2})
    trade = ib.placeOrder(covered, LimitOrder("BUY", 1, -5.0))
    s.until(lambda: trade.orderStatus.status == "Submitted", "a limit below zero")
    told = next(t for t in ib.reqOpenOrders() if t.order.orderId == trade.order.orderId)
    k.equal("its legs come back", [(leg.conId, leg.ratio, leg.action) for leg in told.contract.comboLegs], [(aapl.conId, 100, "BUY"), (call.conId, 1, "SELL")])
    ib.cancelOrder(trade.order)
    s.until(trade.isDone, "a cancel")
    s.error(202)
    ticker = ib.reqMktData(covered)
    s.until(lambda: ticker.bid == ticker.bid and ticker.ask == ticker.ask, "the quote of a combination")
    k.true("its quote", 150 < ticker.bid < ticker.ask < 182, f"{ticker.bid} {ticker.ask}")
    ib.cancelMktData(covered)


def reconnect(s, ib, k):
    """Executions and orders are there after a reconnect."""
    aapl = qualified(ib, share())
    trade = ib.placeOrder(aapl, LimitOrder("BUY", 100, 150.0, tif="GTC"))
    s.until(lambda: trade.orderStatus.status == "Submitted", "an order that rests")
    told = {f.execution.execId for f in ib.fills()}
    ib.disconnect()
    s.connect()
    k.equal("executions", {f.execution.execId for f in ib.fills()}, told)
    k.equal("the open order", [t.order.lmtPrice for t in ib.openTrades()], [150.0])
    ib.cancelOrder(ib.openTrades()[0].order)
    s.until(lambda: not ib.openTrades(), "a cancel")
    s.error(202)


SECTIONS = [fills, changes, brackets, previews, lists, accounts, exercise, combos, reconnect]
