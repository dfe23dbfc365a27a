"""Accounts with the official client: every sum is worked out from the executions that the client was told of."""

import time

from official import contract, order
from official_orders import cost, execution, fees, place
from settings import ACCOUNT, CASH

MULTIPLIERS = {"OPT": 100, "FUT": 50}
SECURITIES = ("STK", "OPT")


class Books:
    """Cash, positions and profit by hand, from executions and commissions in the order of their arrival."""

    def __init__(self, c):
        self.cash, self.euros, self.fees, self.realised, self.positions, self.costs = CASH, 0.0, 0.0, 0.0, {}, {}
        reports = {fees(r).execId: fees(r) for r in c.all("commissionReport", "commissionAndFeesReport")}
        seen = set()
        for call in c.all("execDetails"):
            e, what = call.execution, call.contract
            if e.execId in seen or e.acctNumber != ACCOUNT or what.secType == "BAG":  # its legs are in the books
                continue
            seen.add(e.execId)
            report = reports[e.execId]
            sign = 1 if e.side == "BOT" else -1
            size, many = sign * float(e.shares), MULTIPLIERS.get(what.secType, 1)
            if what.secType != "FUT":
                self.cash -= size * e.price * many
            self.cash -= cost(report)
            self.euros += size if what.secType == "CASH" else 0
            self.fees += cost(report)
            self.realised += report.realizedPNL if abs(report.realizedPNL) < 1e300 else 0
            self.book(what.conId, size, size * e.price * many + cost(report))

    def book(self, what, size, paid):
        held, cost = self.positions.get(what, 0.0), self.costs.get(what, 0.0)
        if held and (held > 0) != (size > 0):  # closes at the average cost
            cost += cost / held * size if abs(size) <= abs(held) else 0
        else:
            cost += paid
        self.positions[what], self.costs[what] = held + size, cost


def managed(c, k, _):
    k.equal("the account at the beginning", [a.accountsList for a in c.all("managedAccounts")][:1], [ACCOUNT])
    mark = c.mark()
    c.reqManagedAccts()
    k.equal("the account on request", c.wait("managedAccounts", since=mark).accountsList, ACCOUNT)
    mark = c.mark()
    c.reqFamilyCodes()
    k.equal("no families", [(f.accountID, f.familyStrCode if hasattr(f, "familyStrCode") else f.familyCodeStr) for f in c.wait("familyCodes", since=mark).familyCodes], [(ACCOUNT, "")])


def updates(c, k, _):
    books, mark = Books(c), c.mark()
    c.reqAccountUpdates(True, ACCOUNT)
    c.wait("accountDownloadEnd", since=mark, accountName=ACCOUNT)
    values = {(v.key, v.currency): v.val for v in c.all("updateAccountValue", since=mark)}
    k.near("dollars", float(values["CashBalance", "USD"]), books.cash, 0.02 / books.cash)
    k.near("euros", float(values["CashBalance", "EUR"]), books.euros)
    k.near("all cash", float(values["TotalCashBalance", "BASE"]), books.cash + books.euros * 1.081, 0.002)
    k.true("the account's value", abs(float(values["NetLiquidation", "USD"]) - CASH) < 20_000, values["NetLiquidation", "USD"])
    k.near("realised profit", float(values["RealizedPnL", "BASE"]), books.realised, 0.02 / max(abs(books.realised), 1))
    k.equal("the account's own words", (values["AccountCode", ""], values["Currency", "USD"] if ("Currency", "USD") in values else values["Currency", ""]), (ACCOUNT, "USD"))
    rows = {r.contract.conId: r for r in c.all("updatePortfolio", since=mark)}
    held = {what: size for what, size in books.positions.items() if size}
    k.equal("the portfolio", {what: float(r.position) for what, r in rows.items() if float(r.position)}, held)
    for what, row in rows.items():
        if float(row.position):
            many = MULTIPLIERS.get(row.contract.secType, 1)
            if row.contract.secType == "STK":
                k.near("the average cost", row.averageCost, books.costs[what] / held[what], 1e-6)
            k.near("the value", row.marketValue, float(row.position) * row.marketPrice * many, 1e-4)
            k.true("the open profit", abs(row.unrealizedPNL - row.marketValue + row.averageCost * float(row.position)) < 0.02, f"{vars(row)}")
    k.true("the time", ":" in c.wait("updateAccountTime", since=mark).timeStamp)
    mark = c.mark()
    number = place(c, contract("MSFT"), order("BUY", 10))
    execution(c, k, number, since=mark)
    c.wait("updatePortfolio", since=mark, where=lambda r: r.contract.symbol == "MSFT" and float(r.position) >= 10)
    c.reqAccountUpdates(False, ACCOUNT)
    place(c, contract("MSFT"), order("SELL", 10))
    time.sleep(0.4)
    mark = c.mark()
    time.sleep(0.4)
    k.equal("nothing after the end", c.all("updatePortfolio", "updateAccountValue", since=mark), [])
    mark = c.mark()
    c.reqAccountUpdates(True, "DU999")
    c.error_of(321, -1, since=mark)


def summaries(c, k, _):
    books = Books(c)
    rows = c.ask("reqAccountSummary", "All", "NetLiquidation,TotalCashValue,BuyingPower,AvailableFunds", reply="accountSummary", end="accountSummaryEnd")
    values = {r.tag: float(r.value) for r in rows}
    k.near("cash", values["TotalCashValue"], books.cash + books.euros * 1.081, 0.002)
    k.equal("the tags", sorted(values), ["AvailableFunds", "BuyingPower", "NetLiquidation", "TotalCashValue"])
    k.equal("their account and currency", {(r.account, r.currency) for r in rows}, {(ACCOUNT, "USD")})
    k.near("four times what is available", values["BuyingPower"], 4 * values["AvailableFunds"], 1e-6)
    ledger = c.ask("reqAccountSummary", "All", "$LEDGER:ALL", reply="accountSummary", end="accountSummaryEnd")
    cash = {r.currency: float(r.value) for r in ledger if r.tag == "CashBalance"}
    k.equal("currencies", set(cash), {"USD", "EUR", "BASE"})
    k.equal("euros", cash["EUR"], books.euros)
    k.near("dollars", cash["USD"], books.cash, 0.02 / books.cash)
    c.refused(322, "reqAccountSummary", "All", "Cushion")
    for number in {r.reqId for r in rows + ledger}:
        c.cancelAccountSummary(number)
    c.refused(321, "reqAccountSummary", "NoSuchGroup", "Cushion")


def several(c, k, _):
    got = c.ask("reqAccountUpdatesMulti", ACCOUNT, "", False, reply="accountUpdateMulti", end="accountUpdateMultiEnd")
    k.has("figures of one account", {r.key for r in got}, "NetLiquidation", "BuyingPower", "InitMarginReq")
    c.cancelAccountUpdatesMulti(got[0].reqId)
    got = c.ask("reqAccountUpdatesMulti", ACCOUNT, "", True, reply="accountUpdateMulti", end="accountUpdateMultiEnd")
    k.has("the ledger", {r.key for r in got}, "CashBalance", "NetLiquidation")
    c.cancelAccountUpdatesMulti(got[0].reqId)
    c.refused(321, "reqAccountUpdatesMulti", "DU999", "", False)


def positions(c, k, _):
    books, mark = Books(c), c.mark()
    held = {what: size for what, size in books.positions.items() if size}
    c.reqPositions()
    c.wait("positionEnd", since=mark)
    got = c.all("position", since=mark)
    k.equal("positions", {p.contract.conId: float(p.position) for p in got}, held)
    for p in got:
        k.near(f"the average cost of {p.contract.symbol} {p.contract.secType}", p.avgCost, books.costs[p.contract.conId] / held[p.contract.conId] if p.contract.secType != "CASH" else p.avgCost, 1e-6)
    mark = c.mark()
    number = place(c, contract("SPY"), order("BUY", 5))
    execution(c, k, number, since=mark)
    change = c.wait("position", since=mark, where=lambda p: p.contract.symbol == "SPY")
    k.equal("a change", float(change.position), 5.0)
    c.cancelPositions()
    rows = c.ask("reqPositionsMulti", ACCOUNT, "", reply="positionMulti", end="positionMultiEnd")
    k.equal("positions of one account", {p.contract.conId: float(p.pos) for p in rows}, {**held, 756733: 5.0})
    c.cancelPositionsMulti(rows[0].reqId)
    c.refused(321, "reqPositionsMulti", "DU999", "")


def profits(c, k, _):
    books, mark = Books(c), c.mark()
    whole, single, nothing = c.request_id(), c.request_id(), c.request_id()
    c.reqPnL(whole, ACCOUNT, "")
    c.reqPnLSingle(single, ACCOUNT, "", 265598)
    c.reqPnLSingle(nothing, ACCOUNT, "", 1)
    got = c.wait("pnl", since=mark, reqId=whole)
    k.near("realised profit", got.realizedPnL, books.realised, 0.02 / max(abs(books.realised), 1))
    k.near("the day's profit is all profit on the first day", got.dailyPnL, got.realizedPnL + got.unrealizedPnL, 1e-3)
    one = c.wait("pnlSingle", since=mark, reqId=single)
    k.equal("the position", float(one.pos), books.positions[265598])
    k.true("its open profit", abs(one.unrealizedPnL - one.value + books.costs[265598]) < 0.02, f"{vars(one)}")
    price = one.value / float(one.pos) if float(one.pos) else 181
    k.true("its price is the market's", 179.9 < price < 182.1, f"{price}")
    c.wait("pnlSingle", since=mark, reqId=single, count=3)
    k.equal("silence about what is not held", c.all("pnlSingle", since=mark, reqId=nothing), [])
    c.cancelPnL(whole)
    c.cancelPnLSingle(single)
    c.cancelPnLSingle(nothing)
    k.has("an unknown account", c.refused(321, "reqPnL", "DU999", ""), "Invalid account")
    mark = c.mark()
    c.cancelPnL(whole)
    c.error_of(10185, whole, since=mark)


def exercise(c, k, _):
    """The calls that were bought are exercised: shares come at the strike; then there are none left."""
    call = contract("AAPL", "OPT", lastTradeDateOrContractMonth="20240315", strike=180.0, right="C")
    mark, number = c.mark(), c.order_id()
    arguments = [number, call, 1, 1, ACCOUNT, 1]
    extra = len(c.exerciseOptions.__code__.co_varnames[:c.exerciseOptions.__code__.co_argcount]) - 7
    c.exerciseOptions(*arguments, *["", "", False][:extra])
    done = c.wait("execDetails", since=mark, where=lambda x: x.execution.orderId == number and x.contract.secType == "STK")
    k.equal("shares at the strike", (float(done.execution.shares), done.execution.price, done.execution.side), (100.0, 180.0, "BOT"))
    c.wait("commissionReport", "commissionAndFeesReport", since=mark, where=lambda x: fees(x).execId == done.execution.execId)
    mark, number = c.mark(), c.order_id()
    c.exerciseOptions(number, call, 1, 50, ACCOUNT, 1, *["", "", False][:extra])
    c.error_of(322, number, since=mark)


SECTIONS = [managed, updates, summaries, several, positions, profits, exercise]
