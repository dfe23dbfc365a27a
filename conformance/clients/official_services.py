"""What else there is, with the official client: scanner, news, display groups, settings, clocks."""

import time
import xml.etree.ElementTree as xml

from market import START
from official import contract
from settings import SPEED


def scan(code="TOP_PERC_GAIN", **more):
    from ibapi.scanner import ScannerSubscription
    it = ScannerSubscription()
    it.instrument, it.locationCode, it.scanCode = "STK", "STK.US.MAJOR", code
    for name, value in more.items():
        setattr(it, name, value)
    return it


def scanner(c, k, _):
    mark = c.mark()
    c.reqScannerParameters()
    tree = xml.fromstring(c.wait("scannerParameters", since=mark).xml)
    k.has("scan codes", [e.text for e in tree.iter("scanCode")], "TOP_PERC_GAIN", "MOST_ACTIVE")
    k.true("locations", [e.text for e in tree.iter("locationCode")])

    def stop(number):
        c.cancelScannerSubscription(number)
        k.has("the end of a scan", c.error_of(162, number).text, "cancelled")

    def symbols(**more):
        got = c.ask("reqScannerSubscription", scan(**more), [], [], reply="scannerData", end="scannerDataEnd")
        k.equal("ranks", [r.rank for r in got], list(range(len(got))))
        stop(got[0].reqId)
        return [r.contractDetails.contract.symbol for r in got]

    # AAPL opened more than a percent above its close, the others where they were.
    gainers = symbols()
    k.equal("the best gainer", gainers[0], "AAPL")
    k.equal("all shares that the market has", sorted(gainers), ["AAPL", "IBM", "KO", "MSFT", "SPY"])
    k.equal("the worst loser is the best gainer", symbols(code="TOP_PERC_LOSE")[-1], "AAPL")
    k.equal("dear ones", sorted(symbols(abovePrice=300)), ["MSFT", "SPY"])
    k.equal("two rows", len(symbols(numberOfRows=2)), 2)
    number, mark = c.request_id(), c.mark()
    c.reqScannerSubscription(number, scan(), [], [])
    c.wait("scannerDataEnd", since=mark, reqId=number, count=2)
    stop(number)
    c.refused(162, "reqScannerSubscription", scan("NO_SUCH_SCAN"), [], [])


def news(c, k, _):
    number, mark = c.request_id(), c.mark()
    c.reqHistoricalNews(number, 265598, "BRFG+DJNL", "", "20240301-14:30:00", 2, [])
    end = c.wait("historicalNewsEnd", since=mark)
    heads = c.all("historicalNews", since=mark)
    k.equal("headlines, the latest first", [(n.time[:19], n.providerCode, n.articleId, n.headline) for n in heads],
            [("2024-03-01 14:20:00", "BRFG", "BRFG$2", "Apple closes a shop"), ("2024-03-01 14:00:00", "DJNL", "DJNL$1", "Apple sells apples")])
    k.true("there are more", end.hasMore)
    number, mark = c.request_id(), c.mark()
    c.reqNewsArticle(number, "BRFG", "BRFG$1", [])
    k.equal("an article", c.wait("newsArticle", since=mark).articleText, "<p>It has a door.</p>")
    c.refused(10172, "reqNewsArticle", "BRFG", "BRFG$99", [])
    number, mark = c.request_id(), c.mark()
    c.reqMktData(number, contract("AAPL"), "mdoff,292:BRFG", False, False, [])
    story = c.wait("tickNews", since=mark, tickerId=number)
    c.cancelMktData(number)
    k.true("a headline as it comes out", story.headline.startswith("Story ") and story.providerCode == "BRFG", story.headline)


def providers(c, k, _):
    mark = c.mark()
    c.reqNewsProviders()
    found = c.wait("newsProviders", since=mark).newsProviders
    k.has("providers", [p.code if hasattr(p, "code") else p.providerCode for p in found], "BRFG", "BRFUPDN", "DJNL")


def bulletins(c, k, _):
    mark = c.mark()
    c.reqNewsBulletins(True)
    first = c.wait("updateNewsBulletin", since=mark, count=2)
    text = lambda b: b.newsMessage
    k.equal("the day's bulletins", [(b.msgType, text(b), b.originExch) for b in first], [(1, "Please eat your vegetables.", "NYSE"), (2, "ARCA is asleep.", "ARCA")])
    c.wait("updateNewsBulletin", since=mark, where=lambda b: b.index > first[-1].index and text(b).startswith("Minute"), count=2)
    c.cancelNewsBulletins()


def groups(c, k, _):
    number, mark = c.request_id(), c.mark()
    c.queryDisplayGroups(number)
    k.equal("display groups", sorted(c.wait("displayGroupList", since=mark, reqId=number).groups.split("|")), [*"1234567"])
    c.subscribeToGroupEvents(number, 1)
    k.equal("nothing shown", c.wait("displayGroupUpdated", since=mark, reqId=number).contractInfo, "none")
    c.updateDisplayGroup(number, "265598@SMART")
    c.wait("displayGroupUpdated", since=mark, reqId=number, contractInfo="265598@SMART")
    c.unsubscribeFromGroupEvents(number)
    c.refused(321, "subscribeToGroupEvents", 99)


def denied(c, k, _):
    """What the login has no right to."""
    k.has("no fundamentals", c.refused(430, "reqFundamentalData", contract("AAPL"), "ReportSnapshot", []), "fundamentals")
    c.cancelFundamentalData(1)
    if c.serverVersion() >= 161:
        k.has("no calendar of events", c.refused(10276, "reqWshMetaData"), "News feed is not allowed")
        from ibapi.common import WshEventData
        c.refused(10276, "reqWshEventData", WshEventData())
        c.cancelWshMetaData(1)
        c.cancelWshEventData(1)
    c.extraAuth = True  # the client asks only when it was told so at connect
    for call in (lambda: c.verifyRequest("check", "1"), lambda: c.verifyMessage("check"),
                 lambda: c.verifyAndAuthRequest("check", "1", "key"), lambda: c.verifyAndAuthMessage("check", "xyz")):
        mark = c.mark()
        call()
        c.error_of(321, -1, since=mark)


def small(c, k, _):
    c.setServerLogLevel(5)
    mark = c.mark()
    c.reqCurrentTime()
    told, passed = c.wait("currentTime", since=mark).time, c.server.status()["uptime"] / 1e9 * SPEED
    k.true("the market's time", abs(told - START.timestamp() - passed) < 2 * SPEED, f"{told - START.timestamp()} after {passed}")
    if c.serverVersion() >= 197:
        c.reqCurrentTimeInMillis()
        millis = c.wait("currentTimeInMillis", since=mark).timeInMillis
        k.true("the same in milliseconds", 0 <= millis / 1000 - told < 2 * SPEED, f"{millis}")
    tiers = c.ask("reqSoftDollarTiers", reply="softDollarTiers")
    k.equal("no soft dollars", list(tiers[0].tiers), [])
    if c.serverVersion() >= 167:
        k.equal("no white branding", c.ask("reqUserInfo", reply="userInfo")[0].whiteBrandingId, "")


def configuration(c, k, _):
    """Settings: the client has their messages, and no call for them."""
    if c.serverVersion() < 221:
        return
    from ibapi.protobuf.ConfigRequest_pb2 import ConfigRequest
    from ibapi.protobuf.ConfigResponse_pb2 import ConfigResponse
    from ibapi.protobuf.UpdateConfigRequest_pb2 import UpdateConfigRequest
    from ibapi.protobuf.UpdateConfigResponse_pb2 import UpdateConfigResponse
    answers, process = [], c.decoder.processProtoBuf

    def listen(body, kind):
        if kind not in (110, 111):
            return process(body, kind)
        message = ConfigResponse() if kind == 110 else UpdateConfigResponse()
        message.ParseFromString(body)
        answers.append(message)

    def ask(kind, message):
        count = len(answers)
        c.sendMsgProtoBuf(kind + 200, message.SerializeToString())
        until = time.monotonic() + 10
        while len(answers) == count and time.monotonic() < until:
            time.sleep(0.01)
        return answers[-1]

    c.decoder.processProtoBuf = listen
    try:
        got = ask(108, ConfigRequest(reqId=7))
        k.equal("whose settings", got.reqId, 7)
        k.equal("a setting", got.api.settings.readOnlyApi, False)
        change = UpdateConfigRequest(reqId=8)
        change.api.settings.bulkDataTimeout = 45
        result = ask(109, change)
        k.equal("a change", (result.reqId, result.status, len(result.changedFields)), (8, "ok", 1))
        k.equal("the setting now", ask(108, ConfigRequest(reqId=9)).api.settings.bulkDataTimeout, 45)
    finally:
        c.decoder.processProtoBuf = process


SECTIONS = [scanner, providers, news, bulletins, groups, denied, small, configuration]
