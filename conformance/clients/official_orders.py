"""Orders with the official client: every type that fills, families, changes, cancels, refusals."""

import time

from market import TODAY, of_day
from official import contract, order
from settings import ACCOUNT

AAPL = 265598


def stock(symbol="AAPL"):
    return contract(symbol)


def place(c, what, order_, number=None):
    number = number or c.order_id()
    c.placeOrder(number, what, order_)
    return number


def status(c, number, wanted, since=0, patience=20):
    return c.wait("orderStatus", since=since, orderId=number, status=wanted, patience=patience)


def refused(c, code, what, order_):
    number, mark = c.order_id(), c.mark()
    c.placeOrder(number, what, order_)
    text = c.error_of(code, number, since=mark).text
    return text


def cancel(c, number):
    """Cancels in whichever way the release knows."""
    if hasattr(c, "conn") and "orderCancel" in c.cancelOrder.__code__.co_varnames:
        from ibapi.order_cancel import OrderCancel
        c.cancelOrder(number, OrderCancel())
    elif "manualCancelOrderTime" in c.cancelOrder.__code__.co_varnames:
        c.cancelOrder(number, "")
    else:
        c.cancelOrder(number)


def global_cancel(c):
    if "orderCancel" in c.reqGlobalCancel.__code__.co_varnames:
        from ibapi.order_cancel import OrderCancel
        c.reqGlobalCancel(OrderCancel())
    else:
        c.reqGlobalCancel()


def execution(c, k, number, since=0, patience=20):
    """The execution of an order, and the report of its commission, which must come after it."""
    done = c.wait("execDetails", since=since, where=lambda x: x.execution.orderId == number, patience=patience)
    names = ("commissionReport", "commissionAndFeesReport")
    report = c.wait(*names, since=since, where=lambda x: fees(x).execId == done.execution.execId, patience=patience)
    k.true("the commission comes after its execution", report.index > done.index)
    return done.execution, fees(report)


def fees(call):
    return getattr(call, "commissionReport", None) or getattr(call, "commissionAndFeesReport")


def cost(report):
    return getattr(report, "commission", None) if hasattr(report, "commission") else report.commissionAndFees


def stood(market, when, side):
    """The prices that a side of AAPL's quote had around a time of an execution."""
    seconds = {}
    for row in of_day(market.quotes["AAPL"], TODAY):
        seconds.setdefault(f"{row[0].astimezone(tz()):%H:%M:%S}", set()).add(row[side])
    return seconds.get(when, set())


def tz():
    from market import NEW_YORK
    return NEW_YORK


def near_prices(market, execution, side):
    """What a side was worth in the second of an execution and in the one before, which stands until the first quote."""
    clock = execution.time.split()[1]
    h, m, s = (int(part) for part in clock.split(":"))
    before = h * 3600 + m * 60 + s - 1
    return stood(market, clock, side) | stood(market, f"{before // 3600:02d}:{before // 60 % 60:02d}:{before % 60:02d}", side)


# IBKR's fixed schedule for US shares: $0.005 a share, at least $1, at most 1 % of the value; regulatory fees on top of sales.
def commission(shares, price):
    return min(max(0.005 * shares, 1.0), 0.01 * shares * price)


def at_market(c, k, market):
    mark = c.mark()
    number = place(c, stock(), order("BUY", 300, orderRef="first"))
    done, report = execution(c, k, number, since=mark)
    k.true("bought at the ask that stood", done.price in near_prices(market, done, 2), f"{done.price} at {done.time}")
    k.equal("the execution", (float(done.shares), done.side, done.orderId, done.acctNumber, float(done.cumQty), done.orderRef, done.clientId),
            (300.0, "BOT", number, ACCOUNT, 300.0, "first", 5))
    k.near("its commission", cost(report), commission(300, done.price))
    k.equal("the commission's currency", report.currency, "USD")
    # A profit that is missing from a protobuf message becomes 0 in this client; in text it is the largest number.
    k.true("no profit in opening", report.realizedPNL > 1e300 or report.realizedPNL == 0 and c.serverVersion() >= 211, f"{report.realizedPNL}")
    filled = status(c, number, "Filled", since=mark)
    k.equal("the status", (float(filled.filled), float(filled.remaining), filled.avgFillPrice, filled.lastFillPrice, filled.parentId), (300.0, 0.0, done.price, done.price, 0))
    opened = c.wait("openOrder", since=mark, orderId=number)
    k.equal("the order reported", (opened.order.action, float(opened.order.totalQuantity), opened.order.orderType, opened.order.tif,
                                   opened.order.account, opened.contract.conId, opened.order.orderRef), ("BUY", 300.0, "MKT", "DAY", ACCOUNT, AAPL, "first"))
    k.true("a permId", opened.order.permId > 0 and filled.permId == opened.order.permId == done.permId)
    k.true("the report comes before the status", opened.index < c.wait("orderStatus", since=mark, orderId=number).index)
    sold, mark = place(c, stock(), order("SELL", 100)), mark
    out, report = execution(c, k, sold, since=mark)
    k.true("sold at the bid that stood", out.price in near_prices(market, out, 1), f"{out.price} at {out.time}")
    k.equal("the side", out.side, "SLD")
    # The average cost carries the commission; a sale pays regulatory fees of less than ten cents on top.
    profit = 100 * (out.price - done.price) - cost(report) - commission(300, done.price) / 3
    k.near("the profit of the sale", report.realizedPNL, profit, 0.005 / max(abs(profit), 1))
    k.true("the commission of the sale", commission(100, out.price) <= cost(report) < commission(100, out.price) + 0.7, f"{cost(report)}")


def limits(c, k, market):
    mark = c.mark()
    number = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=180.05))  # the ask is there once in eighty seconds
    done, _ = execution(c, k, number, since=mark)
    k.true("a limit is kept", done.price <= 180.05, f"{done.price}")
    rests = place(c, stock(), order("SELL", 100, "LMT", lmtPrice=190.0))
    k.equal("a limit that rests", float(status(c, rests, "Submitted", since=mark).remaining), 100.0)
    k.equal("its permId is told", c.wait("openOrder", since=mark, orderId=rests).orderState.status in ("PreSubmitted", "Submitted"), True)
    change(c, k, market, rests)
    for tif in ("IOC", "FOK"):
        mark = c.mark()
        number = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0, tif=tif))
        status(c, number, "Cancelled", since=mark)
        c.error_of(202, number, since=mark)


def change(c, k, market, number):
    """A resting order gets another price, another quantity, and is filled."""
    mark = c.mark()
    place(c, stock(), order("SELL", 100, "LMT", lmtPrice=191.0), number)
    k.equal("the new price", c.wait("openOrder", since=mark, orderId=number).order.lmtPrice, 191.0)
    mark = c.mark()
    place(c, stock(), order("BUY", 100, "LMT", lmtPrice=191.0), number)
    c.error_of(105, number, since=mark)
    place(c, stock(), order("SELL", 100, "LMT", lmtPrice=191.005), number)
    c.error_of(110, number, since=mark)
    place(c, stock(), order("SELL", 200, "LMT", lmtPrice=180.0), number)
    done, _ = execution(c, k, number, since=mark)
    k.true("filled at the bid, which is better", done.price >= 180.0 and done.price in near_prices(market, done, 1), f"{done.price}")
    k.equal("the new quantity", float(done.shares), 200.0)
    mark = c.mark()
    place(c, stock(), order("SELL", 200, "LMT", lmtPrice=181.0), number)
    c.error_of(104, number, since=mark)
    cancel(c, number)
    old = c.serverVersion() < 145
    k.has("too late to cancel", c.error_of(161 if old else 10148, number, since=mark).text, "cancel")


def stops(c, k, market):
    mark = c.mark()
    stop = place(c, stock(), order("BUY", 100, "STP", auxPrice=182.0))
    k.equal("a stop waits", status(c, stop, "PreSubmitted", since=mark).whyHeld, "trigger")
    stop_limit = place(c, stock(), order("SELL", 100, "STP LMT", auxPrice=180.0, lmtPrice=179.95))
    done, _ = execution(c, k, stop, since=mark)
    k.true("elected at its price", done.price >= 182.0, f"{done.price}")
    done, _ = execution(c, k, stop_limit, since=mark)
    k.true("elected, and the limit kept", 179.95 <= done.price <= 180.05, f"{done.price}")


def brackets(c, k, market):
    """A parent with a profit taker and a stop: transmitted with the last child, and the children are one-cancels-all."""
    mark = c.mark()
    parent = c.order_id()
    profit, loss = c.order_id(), c.order_id()
    place(c, stock(), order("BUY", 100, "LMT", lmtPrice=185.0, transmit=False), parent)
    place(c, stock(), order("SELL", 100, "LMT", lmtPrice=181.8, parentId=parent, transmit=False), profit)
    time.sleep(0.2)
    k.equal("nothing happens before the last child", c.all("execDetails", since=mark), [])
    place(c, stock(), order("SELL", 100, "STP", auxPrice=150.0, parentId=parent), loss)
    execution(c, k, parent, since=mark)
    k.equal("the child's parent", status(c, profit, "Submitted", since=mark).parentId, parent)
    done, _ = execution(c, k, profit, since=mark)
    k.true("the profit is taken", done.price >= 181.8, f"{done.price}")
    status(c, loss, "Cancelled", since=mark)
    c.error_of(202, loss, since=mark)


def family_cancelled(c, k, market):
    mark = c.mark()
    parent = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0, transmit=False))
    child = place(c, stock(), order("SELL", 100, "LMT", lmtPrice=250.0, parentId=parent))
    k.equal("a child waits for its parent", status(c, child, "PreSubmitted", since=mark).whyHeld, "child")
    cancel(c, parent)
    for number in (parent, child):
        status(c, number, "Cancelled", since=mark)
        k.has("why", c.error_of(202, number, since=mark).text, "Order Canceled")
    k.has("no such parent", refused(c, 10006, stock(), order("SELL", 100, "LMT", lmtPrice=250.0, parentId=9999)), "parent")


def groups(c, k, market):
    mark = c.mark()
    far = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0, ocaGroup="pair", ocaType=1))
    status(c, far, "Submitted", since=mark)
    near = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=181.0, ocaGroup="pair", ocaType=1))
    execution(c, k, near, since=mark)
    status(c, far, "Cancelled", since=mark)
    c.error_of(202, far, since=mark)
    k.equal("the group is reported", c.wait("openOrder", since=mark, orderId=near).order.ocaGroup, "pair")


def cancels(c, k, market):
    mark = c.mark()
    number = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0))
    status(c, number, "Submitted", since=mark)
    cancel(c, number)
    k.equal("cancelled", float(status(c, number, "Cancelled", since=mark).remaining), 100.0)
    k.has("why", c.error_of(202, number, since=mark).text, "Order Canceled - reason:")
    cancel(c, 9998)
    c.error_of(135 if c.serverVersion() < 145 else 10147, 9998, since=mark)
    held = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0, transmit=False))
    cancel(c, held)
    c.error_of(202, held, since=mark)
    several = [place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0 + n)) for n in range(3)]
    for number in several:
        status(c, number, "Submitted", since=mark)
    global_cancel(c)
    for number in several:
        status(c, number, "Cancelled", since=mark)
        c.error_of(202, number, since=mark)


def previews(c, k, market):
    """What an order would cost: shares need half their price as initial margin."""
    mark = c.mark()
    number = place(c, stock("MSFT"), order("BUY", 100, "LMT", lmtPrice=400.0, whatIf=True))
    got = c.wait("openOrder", since=mark, orderId=number)
    fee = got.orderState.commission if hasattr(got.orderState, "commission") else got.orderState.commissionAndFees
    k.near("the commission", fee, commission(100, 400.0))
    k.true("the margin grows", float(got.orderState.initMarginChange) > 5000, got.orderState.initMarginChange)
    k.near("before and after", float(got.orderState.initMarginAfter) - float(got.orderState.initMarginBefore), float(got.orderState.initMarginChange), 0.011)
    time.sleep(0.2)
    k.equal("there is no order", c.all("orderStatus", since=mark, orderId=number), [])
    mark = c.mark()
    number = place(c, stock("MSFT"), order("BUY", 100, "LMT", lmtPrice=400.0, whatIf=True, transmit=False))
    c.error_of(413, number, since=mark)
    mark = c.mark()
    number = place(c, stock("MSFT"), order("BUY", 1_000_000, "LMT", lmtPrice=400.0, whatIf=True))
    c.error_of(201, number, since=mark)


def refusals(c, k, market):
    buy = lambda **more: order("BUY", 100, "LMT", lmtPrice=180.0, **more)
    k.has("off the grid", refused(c, 110, stock(), order("BUY", 100, "LMT", lmtPrice=180.005)), "minimum price variation")
    k.has("unknown contract", refused(c, 200, stock("NOSUCH"), buy()), "No security definition")
    k.has("ambiguous contract", refused(c, 200, contract("AMD", currency=""), buy()), "ambiguous")
    k.has("too expensive", refused(c, 201, stock(), order("BUY", 1_000_000, "LMT", lmtPrice=180.0)), "reason:")
    refused(c, 203, contract("SPX", "IND", "CBOE"), order("BUY", 1, "LMT", lmtPrice=5000.0))
    refused(c, 387, stock(), order("BUY", 100, "PEG BEST", lmtPrice=180.0))
    refused(c, 10052, stock(), buy(tif="XXX"))
    refused(c, 321, stock(), buy(account="DU999"))
    refused(c, 434, stock(), order("BUY", 0, "LMT", lmtPrice=180.0))
    refused(c, 334, stock(), buy(tif="GTD", goodTillDate="20240101 10:00:00 US/Eastern"))
    refused(c, 442, stock(), buy(algoStrategy="Adaptive", algoParams=[]))
    refused(c, 152, stock(), buy(hidden=True, displaySize=10))
    mark = c.mark()
    used = c.all("orderStatus", status="Cancelled")[0].orderId
    c.placeOrder(used, stock(), buy())
    k.has("an id that was used", c.error_of(103, used, since=mark).text, "Duplicate order id")
    c.reqIds(-1)
    k.true("the next id", c.wait("nextValidId", since=mark).orderId <= c.next_order)


def times_in_force(c, k, market):
    mark = c.mark()
    for tif, more in (("GTC", {}), ("GTD", {"goodTillDate": "20240301 15:30:00 US/Eastern"}), ("DAY", {"outsideRth": True})):
        number = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0, tif=tif, **more))
        status(c, number, "Submitted", since=mark)
        opened = c.wait("openOrder", since=mark, orderId=number).order
        k.equal(f"{tif} is reported", (opened.tif, opened.outsideRth), (tif, more.get("outsideRth", False)))
        cancel(c, number)
        c.error_of(202, number, since=mark)
    number = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=150.0, tif="GTD", goodTillDate=soon(c)))
    status(c, number, "Submitted", since=mark)
    status(c, number, "Cancelled", since=mark)
    c.error_of(202, number, since=mark)


def soon(c):
    """A minute from now, by the market's clock."""
    import datetime
    mark = c.mark()
    c.reqCurrentTime()
    at = datetime.datetime.fromtimestamp(c.wait("currentTime", since=mark).time + 60, tz())
    return f"{at:%Y%m%d %H:%M:%S} US/Eastern"


def other_kinds(c, k, market):
    """A currency, an option and a future are traded."""
    for what, quantity, multiplier in ((contract("EUR", "CASH", "IDEALPRO"), 25_000, 1),
                                       (contract("AAPL", "OPT", lastTradeDateOrContractMonth="20240315", strike=180.0, right="C"), 2, 100),
                                       (contract("ES", "FUT", "CME", lastTradeDateOrContractMonth="202403"), 1, 50)):
        mark = c.mark()
        number = place(c, what, order("BUY", quantity))
        done, report = execution(c, k, number, since=mark)
        k.true(f"{what.symbol} {what.secType} is bought", done.price > 0 and float(done.shares) == quantity, f"{done.price} {done.shares}")
        k.true(f"the commission of {what.secType}", 0 < cost(report) < 10, f"{cost(report)}")
        status(c, number, "Filled", since=mark)


def combo(symbol, *legs, exchange="SMART"):
    """A combination of legs: contract id, ratio, action."""
    from ibapi.contract import ComboLeg
    it = contract(symbol, "BAG", exchange)
    it.comboLegs = []
    for con_id, ratio, action in legs:
        leg = ComboLeg()
        leg.conId, leg.ratio, leg.action, leg.exchange = con_id, ratio, action, exchange
        it.comboLegs.append(leg)
    return it


def con_id(c, what):
    return c.ask("reqContractDetails", what, reply="contractDetails", end="contractDetailsEnd")[0].contractDetails.contract.conId


def combos(c, k, market):
    """A covered call is filled by its legs, told for the whole and for each; what IB does not take is refused."""
    call = con_id(c, contract("AAPL", "OPT", lastTradeDateOrContractMonth="20240315", strike=180.0, right="C"))
    covered = combo("AAPL", (AAPL, 100, "BUY"), (call, 1, "SELL"))
    mark = c.mark()
    number = place(c, covered, order("BUY", 2, orderRef="covered"))
    mine = lambda x: x.execution.orderId == number
    whole = c.wait("execDetails", since=mark, where=lambda x: mine(x) and x.contract.secType == "BAG").execution
    legs = c.wait("execDetails", since=mark, where=lambda x: mine(x) and x.contract.secType != "BAG", count=2)
    k.equal("the legs", [(x.contract.conId, x.execution.side, float(x.execution.shares)) for x in legs], [(AAPL, "BOT", 200.0), (call, "SLD", 2.0)])
    net = legs[0].execution.price - legs[1].execution.price
    k.near("the net of the legs", whole.price, net, 1e-9)
    ids = [whole.execId] + [x.execution.execId for x in legs]
    k.equal("ids that begin alike", {i.rsplit(".", 2)[0] for i in ids}, {whole.execId.rsplit(".", 2)[0]})
    reports = c.wait("commissionReport", "commissionAndFeesReport", since=mark, where=lambda x: fees(x).execId in ids, count=2)
    k.equal("commissions of the legs alone", [fees(x).execId for x in reports], ids[1:])
    k.near("of the shares", cost(fees(reports[0])), 1.0)
    filled = status(c, number, "Filled", since=mark)
    k.near("the price of the order", filled.avgFillPrice, net, 1e-9)
    k.equal("its size", float(filled.filled), 2.0)
    told = c.wait("openOrder", since=mark, orderId=number).contract
    k.equal("the legs come back", [(x.conId, x.ratio, x.action) for x in told.comboLegs], [(AAPL, 100, "BUY"), (call, 1, "SELL")])
    k.equal("and their description", told.comboLegsDescrip, f"{AAPL}|100,{call}|-1")
    below_zero(c, k, call)
    refused_combos(c, k, covered, call)


def below_zero(c, k, call):
    mark = c.mark()
    lower = con_id(c, contract("AAPL", "OPT", lastTradeDateOrContractMonth="20240315", strike=175.0, right="C"))
    credit = combo("AAPL", (lower, 1, "SELL"), (call, 1, "BUY"))
    number = place(c, credit, order("BUY", 1, "LMT", lmtPrice=-4.9))
    status(c, number, "Submitted", since=mark)
    k.equal("a limit below zero", c.wait("openOrder", since=mark, orderId=number).order.lmtPrice, -4.9)
    mark = c.mark()
    place(c, credit, order("BUY", 1, "LMT", lmtPrice=-1.0), number)
    filled = status(c, number, "Filled", since=mark)
    k.true("a credit", -4.9 < filled.avgFillPrice <= -1.0, f"{filled.avgFillPrice}")
    number, mark = c.request_id(), c.mark()
    c.reqMktData(number, credit, "", False, False, [])
    bid = c.wait("tickPrice", since=mark, reqId=number, tickType=1).price
    ask = c.wait("tickPrice", since=mark, reqId=number, tickType=2).price
    k.true("the quote of a combination", -5 < bid < ask < 0, f"{bid} {ask}")
    c.cancelMktData(number)


def refused_combos(c, k, covered, call):
    from ibapi.tag_value import TagValue
    buy = lambda **more: order("BUY", 1, "LMT", lmtPrice=1.0, **more)
    k.has("no legs", refused(c, 321, combo("AAPL"), buy()), "requires combo leg details")
    refused(c, 312, combo("AAPL", (AAPL, 1, "BUY")), buy())
    refused(c, 313, combo("AAPL", (AAPL, 0, "BUY"), (call, 1, "SELL")), buy())
    refused(c, 200, combo("AAPL", (AAPL, 100, "BUY"), (4711, 1, "SELL")), buy())
    refused(c, 356, covered, buy(ocaGroup="pair", ocaType=3))
    refused(c, 360, covered, buy(whatIf=True))
    refused(c, 387, covered, order("BUY", 1, "STP", auxPrice=1.0))
    k.has("no details", c.refused(321, "reqContractDetails", covered), "isn't supported for contract data request")
    pair = combo("AAPL,MSFT", (AAPL, 2, "BUY"), (con_id(c, stock("MSFT")), 1, "SELL"))
    k.has("shares against shares", refused(c, 10043, pair, buy()), "NonGuaranteed")
    mark = c.mark()
    number = place(c, pair, order("BUY", 1, "LMT", lmtPrice=-300.0, smartComboRoutingParams=[TagValue("NonGuaranteed", "1")]))
    status(c, number, "Submitted", since=mark)
    cancel(c, number)
    c.error_of(202, number, since=mark)
    near, far = (con_id(c, contract("ES", "FUT", "CME", lastTradeDateOrContractMonth=m)) for m in ("202403", "202406"))
    number, mark = c.order_id(), c.mark()
    place(c, combo("ES", (near, 1, "BUY"), (far, 1, "SELL"), exchange="CME"), order("BUY", 1, whatIf=True), number)
    state = c.wait("openOrder", since=mark, orderId=number).orderState
    k.near("two futures would cost", state.commission if hasattr(state, "commission") else state.commissionAndFees, 4.5)


def lists(c, k, market):
    mark = c.mark()
    number = place(c, stock(), order("BUY", 100, "LMT", lmtPrice=151.0))
    status(c, number, "Submitted", since=mark)
    for method, end in (("reqOpenOrders", "openOrderEnd"), ("reqAllOpenOrders", "openOrderEnd")):
        mark = c.mark()
        getattr(c, method)()
        c.wait(end, since=mark)
        k.equal(method, [o.orderId for o in c.all("openOrder", since=mark)], [number])
        k.equal(f"statuses of {method}", {o.orderId for o in c.all("orderStatus", since=mark)}, {number})
    mark = c.mark()
    c.reqAutoOpenOrders(True)
    k.true("only client 0 binds", any(c.error_of(327, n, since=mark) for n in (-1,)))
    cancel(c, number)
    c.error_of(202, number, since=mark)
    if c.serverVersion() >= 150:
        completed(c, k)
    executions(c, k)


def completed(c, k):
    for api_only in (True, False):
        mark = c.mark()
        c.reqCompletedOrders(api_only)
        c.wait("completedOrdersEnd", since=mark)
        got = c.all("completedOrder", since=mark)
        k.true("orders of the day", len(got) > 15, f"{len(got)}")
        first = [o for o in got if o.order.orderRef == "first"]
        k.equal("the first one", [(o.orderState.status, float(o.order.filledQuantity), o.contract.conId) for o in first], [("Filled", 300.0, AAPL)])
        k.has("how it ended", first[0].orderState.completedStatus, "Filled Size: 300")
        k.has("when it ended", first[0].orderState.completedTime, "20240301")


def executions(c, k):
    from ibapi.execution import ExecutionFilter
    told = sorted(x.execution.execId for x in c.all("execDetails", reqId=-1))
    got = c.ask("reqExecutions", ExecutionFilter(), reply="execDetails", end="execDetailsEnd")
    k.equal("all executions again", sorted(x.execution.execId for x in got), told)
    only = ExecutionFilter()
    only.symbol, only.side, only.secType = "AAPL", "SELL", "STK"
    sold = c.ask("reqExecutions", only, reply="execDetails", end="execDetailsEnd")
    k.true("sales of AAPL alone", sold and {(x.execution.side, x.contract.symbol) for x in sold} == {("SLD", "AAPL")})
    only = ExecutionFilter()
    only.time = "20240301-23:00:00" if c.serverVersion() >= 174 else "20240301 18:00:00"
    k.equal("none after a time", c.ask("reqExecutions", only, reply="execDetails", end="execDetailsEnd"), [])


SECTIONS = [at_market, limits, stops, brackets, family_cancelled, groups, cancels, previews, refusals, times_in_force, other_kinds, combos,
            lists]
