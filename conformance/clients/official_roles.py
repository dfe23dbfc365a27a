"""Several clients of one login, with the official client: who hears of what, reconnecting, and other kinds of login."""

import tempfile
import threading
import time
import xml.etree.ElementTree as xml

from official import Client, contract, order
from official_orders import cancel, execution, global_cancel, place, status
from settings import START

MASTER = 9  # as settings.FLAGS say


def join(c, number, server=None):
    other = Client()
    c.others.append(other)
    return other.start((server or c.server).port, number)


def taken(c, k, _):
    """The id of a client that is there already."""
    second = Client()
    c.others.append(second)
    second.connect("127.0.0.1", c.server.port, 5)
    second.thread = threading.Thread(target=second.run, daemon=True)
    second.thread.start()
    k.has("refused", second.error_of(326, -1).text, "already in use")
    second.thread.join(10)
    k.true("and disconnected", not second.thread.is_alive())


def visibility(c, k, _):
    other, master, zero = join(c, 7), join(c, MASTER), join(c, 0)
    mark, masters = c.mark(), master.mark()
    number = place(other, contract("AAPL"), order("BUY", 100, "LMT", lmtPrice=150.0, orderRef="others"))
    status(other, number, "Submitted")
    told = status(master, number, "Submitted", since=masters)
    k.equal("the master client hears of it", told.clientId, 7)
    c.reqAllOpenOrders()
    c.wait("openOrderEnd", since=mark)
    k.equal("everybody can ask for it", [(o.orderId, o.order.clientId, o.order.orderRef) for o in c.all("openOrder", since=mark)], [(number, 7, "others")])
    mark = c.mark()
    c.reqOpenOrders()
    c.wait("openOrderEnd", since=mark)
    k.equal("nobody else has it", c.all("openOrder", since=mark), [])
    mark = c.mark()
    cancel(c, number + 5000)
    c.error_of(135 if c.serverVersion() < 145 else 10147, number + 5000, since=mark)
    zero.reqAutoOpenOrders(True)
    mark = zero.mark()
    zero.reqOpenOrders()
    zero.wait("openOrderEnd", since=mark)
    k.equal("client 0 has its own and those of TWS", zero.all("openOrder", since=mark), [])
    mark = c.mark()
    global_cancel(c)
    status(other, number, "Cancelled")
    other.error_of(202, number)
    k.equal("and is not told", c.all("orderStatus", since=mark), [])
    for client in (other, master, zero):
        client.stop()


MANUAL = """
title: somebody enters orders in TWS, one at the beginning and one whenever a client asks for the time
steps:
  - at: 0s
    do: [manual: {symbol: AAPL, side: BUY, quantity: 100, limit: 10}]
  - on: {in: RequestCurrentTime}
    do: [manual: {symbol: MSFT, side: BUY, quantity: 100, limit: 10}]
"""


def binding(c, k, _):
    """Client 0 gets hold of orders that were entered in TWS: of those that are there when it asks, and of those to come."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as script:
        script.write(MANUAL)
        script.flush()
        with c.server.beside("--start", START, "--faults", script.name) as server:
            other, zero = join(c, 3, server), join(c, 0, server)
            other.reqAllOpenOrders()
            other.wait("openOrderEnd")
            k.equal("an order without an id", [(o.orderId, o.contract.symbol) for o in other.all("openOrder")], [(0, "AAPL")])
            zero.reqOpenOrders()
            zero.wait("openOrderEnd")
            bound = zero.all("openOrder")
            k.true("it is bound when client 0 asks", len(bound) == 1 and bound[0].orderId != 0, f"{bound}")
            zero.reqAutoOpenOrders(True)
            mark = zero.mark()
            zero.reqCurrentTime()
            told = zero.wait("orderBound", since=mark)
            fresh = zero.wait("openOrder", since=mark, where=lambda o: o.contract.symbol == "MSFT")
            k.equal("the next one is bound at once", getattr(told, "orderId", None) or told.apiOrderId, fresh.orderId)
            for number in (bound[0].orderId, fresh.orderId):
                cancel(zero, number)
                status(zero, number, "Cancelled")
                zero.error_of(202, number)
            other.stop()
            zero.stop()


def reconnecting(c, k, _):
    """What happens while a client is away is told when it asks."""
    first = join(c, 11)
    number = place(first, contract("AAPL"), order("BUY", 100, "LMT", lmtPrice=180.05, orderRef="away"))
    rests = place(first, contract("AAPL"), order("BUY", 100, "LMT", lmtPrice=150.0, tif="GTC"))
    status(first, rests, "Submitted")
    first.stop()
    time.sleep(4.3)  # the market comes by 180.05 every four seconds
    again = join(c, 11)
    k.true("ids go on", again.next_order > rests, f"{again.next_order}")
    from ibapi.execution import ExecutionFilter
    mine = ExecutionFilter()
    mine.clientId = 11
    got = again.ask("reqExecutions", mine, reply="execDetails", end="execDetailsEnd")
    k.equal("the execution in the meantime", [(x.execution.orderId, x.execution.orderRef, float(x.execution.shares)) for x in got], [(number, "away", 100.0)])
    k.true("and its commission", again.wait("commissionReport", "commissionAndFeesReport"))
    mark = again.mark()
    again.reqOpenOrders()
    again.wait("openOrderEnd", since=mark)
    k.equal("the order that works", [o.orderId for o in again.all("openOrder", since=mark)], [rests])
    place(again, contract("AAPL"), order("BUY", 100, "LMT", lmtPrice=151.0, tif="GTC"), rests)
    again.wait("openOrder", since=mark, where=lambda o: o.orderId == rests and o.order.lmtPrice == 151.0)
    cancel(again, rests)
    status(again, rests, "Cancelled")
    again.error_of(202, rests)
    again.stop()


def read_only(c, k, _):
    with c.server.beside("--start", START, "--read-only") as server:
        client = join(c, 1, server)
        for what in (order("BUY", 1), order("BUY", 1, whatIf=True)):
            mark, number = client.mark(), client.order_id()
            client.placeOrder(number, contract("AAPL"), what)
            k.has("read-only", client.error_of(321, number, since=mark).text, "Read-Only")
        cancel(client, 1)
        client.error_of(321, 1)
        client.stop()


def advisor(c, k, _):
    """A login with three accounts and a group of two."""
    with c.server.beside("--start", START, "--speed", "20", "--account", "DU1:100000,DU2:200000,DU3:300000", "--group", "Easy=NetLiq:DU1+DU2") as server:
        client = join(c, 1, server)
        k.equal("the accounts", client.all("managedAccounts")[0].accountsList.strip(",").split(","), ["DU1", "DU2", "DU3"])
        client.requestFA(1)
        tree = xml.fromstring(client.wait("receiveFA", faData=1).cxml)
        k.equal("the group", [(g.find("name").text, [a.text for a in g.iter("acct")]) for g in tree.iter("Group")], [("Easy", ["DU1", "DU2"])])
        client.requestFA(3)
        tree = xml.fromstring(client.wait("receiveFA", faData=3).cxml)
        k.equal("aliases", [a.text for a in tree.iter("account")], ["DU1", "DU2", "DU3"])
        replace(client, k)
        rows = client.ask("reqAccountSummary", "Easy", "NetLiquidation", reply="accountSummary", end="accountSummaryEnd")
        k.equal("the group's accounts", {r.account: float(r.value) for r in rows}, {"DU1": 100_000.0, "DU2": 200_000.0})
        mark, number = client.mark(), client.order_id()
        client.placeOrder(number, contract("AAPL"), order("BUY", 10))
        client.error_of(435, number, since=mark)
        number = place(client, contract("AAPL"), order("BUY", 10, account="DU2"))
        done, _ = execution(client, k, number)
        k.equal("an account buys", done.acctNumber, "DU2")
        mark = client.mark()
        client.reqPositions()
        client.wait("positionEnd", since=mark)
        k.equal("positions tell their account", [(p.account, float(p.position)) for p in client.all("position", since=mark)], [("DU2", 10.0)])
        got = client.ask("reqPositionsMulti", "DU2", "", reply="positionMulti", end="positionMultiEnd")
        k.equal("one account's", [float(p.pos) for p in got], [10.0])
        mark = client.mark()
        client.reqFamilyCodes()
        k.equal("family codes", [f.accountID for f in client.wait("familyCodes", since=mark).familyCodes], ["DU1", "DU2", "DU3"])
        client.stop()


def replace(client, k):
    text = '<?xml version="1.0" encoding="UTF-8"?><ListOfGroups><Group><name>New</name><ListOfAccts varName="list"><Account><acct>DU3</acct></Account></ListOfAccts><defaultMethod>Equal</defaultMethod></Group></ListOfGroups>'
    number = client.request_id()
    client.replaceFA(number, 1, text)
    if client.serverVersion() >= 157:
        k.equal("replaced", client.wait("replaceFAEnd", reqId=number).text, "success")
    mark = client.mark()
    client.requestFA(1)
    k.has("the new group", client.wait("receiveFA", since=mark, faData=1).cxml, "<name>New</name>")


def not_advised(c, k, _):
    mark = c.mark()
    c.requestFA(1)
    k.has("no advisor", c.error_of(321, -1, since=mark).text, "FA data operations ignored")


SECTIONS = [taken, visibility, binding, reconnecting, read_only, advisor, not_advised]
