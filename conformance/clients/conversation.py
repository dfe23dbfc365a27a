"""What was said on a gateway's connections, read from its operator's view of the wire: each answer belongs to a request."""

import re

LINE = re.compile(r"^\d\d:\d\d:\d\d\.\d{6} (-?\d+) (->|<-) (\w+)(?: (.*))?$")
NUMBER = re.compile(r"\b(?:RequestID|OrderID|ID)=(-?\d+)")
CODE = re.compile(r"\bCode=(\d+)")

TICKS = "TickPrice TickSize TickString TickGeneric TickOptionComputation TickSnapshotEnd MarketDataFreshness TickRequestParams TickNews"
ORDERS = "OpenOrder OrderStatus Executed CommissionReport"

# The answers of each request that has any.
ANSWERS = {name: set(kinds.split()) for name, kinds in {
    "StartAPI": "ManagedAccounts NextValidID",
    "RequestMarketData": TICKS, "RequestMarketDepth": "MarketDepth MarketDepthL2",
    "RequestTickByTick": "TickByTick HistoricalTicksLast", "RequestHistoricalTicks": "HistoricalTicks HistoricalTicksBidAsk HistoricalTicksLast",
    "RequestHistoricalData": "HistoricalData HistoricalDataEnd HistoricalDataUpdate HistoricalSchedule", "RequestRealTimeBars": "RealTimeBar",
    "RequestHeadTimestamp": "HeadTimestamp", "RequestHistogramData": "HistogramData",
    "CalculateImpliedVolatility": "TickOptionComputation", "CalculateOptionPrice": "TickOptionComputation",
    "RequestContractDetails": "ContractDetails BondDetails ContractDetailsEnd", "RequestMatchingSymbols": "SymbolSamples",
    "RequestSecDefOptParams": "SecDefOptParams SecDefOptParamsEnd", "RequestMarketRule": "MarketRule", "RequestSmartComponents": "SmartComponents",
    "RequestMarketDepthExchanges": "MarketDepthExchanges",
    "PlaceOrder": ORDERS, "CancelOrder": "OrderStatus", "ExerciseOptions": ORDERS, "GlobalCancel": "OrderStatus",
    "RequestOpenOrders": "OpenOrder OrderStatus OpenOrdersEnd", "RequestAllOpenOrders": "OpenOrder OrderStatus OpenOrdersEnd",
    "RequestCompletedOrders": "CompletedOrder CompletedOrdersEnd", "RequestExecutions": "Executed CommissionReport ExecutionsEnd",
    "RequestIDs": "NextValidID", "RequestManagedAccounts": "ManagedAccounts", "RequestFamilyCodes": "FamilyCodes",
    "RequestAccountUpdates": "AccountValue PortfolioValue AccountUpdateTime AccountDownloadEnd",
    "RequestAccountSummary": "AccountSummary AccountSummaryEnd", "RequestAccountUpdatesMulti": "AccountUpdateMulti AccountUpdateMultiEnd",
    "RequestPositions": "Position PositionEnd", "RequestPositionsMulti": "PositionMulti PositionMultiEnd",
    "RequestPNL": "PNL", "RequestPNLSingle": "PNLSingle", "RequestFA": "ReceiveFA", "ReplaceFA": "ReplaceFAEnd",
    "RequestScanner": "ScannerData", "RequestScannerParameters": "ScannerParameters",
    "RequestNewsProviders": "NewsProviders", "RequestNewsArticle": "NewsArticle", "RequestHistoricalNews": "HistoricalNews HistoricalNewsEnd",
    "RequestNewsBulletins": "NewsBulletin", "RequestCurrentTime": "CurrentTime", "RequestCurrentTimeInMillis": "CurrentTimeInMillis",
    "QueryDisplayGroups": "DisplayGroupList", "SubscribeToGroupEvents": "DisplayGroupUpdated",
    "RequestSoftDollarTiers": "SoftDollarTiers", "RequestUserInfo": "UserInfo", "RequestConfig": "Config", "UpdateConfig": "UpdateConfigResult",
    "RequestFundamentalData": "FundamentalData", "RequestWSHMetaData": "WSHMetaData", "RequestWSHEventData": "WSHEventData",
    "VerifyRequest": "VerifyMessageAPI", "VerifyMessage": "VerifyCompleted", "VerifyAndAuthRequest": "VerifyAndAuthMessageAPI",
    "VerifyAndAuthMessage": "VerifyAndAuthCompleted",
}.items()}

# Requests that the protocol leaves without an answer when all is well.
SILENT = {
    "SetServerLogLevel", "RequestMarketDataType", "RequestAutoOpenOrders", "UpdateDisplayGroup", "UnsubscribeFromGroupEvents",
    "ReplaceFA",  # up to server version 156
}

# Codes that tell of no refusal: states of farms, warnings, the end of an order.
TELLING = {202, 399, 10167, *range(2100, 2200)}
CANCELLED = 162  # in answer to a cancel


def silent(kind):
    return kind in SILENT or kind.startswith("Cancel")


class Conversations:
    """The requests of a gateway's clients with what they led to."""

    def __init__(self):
        self.requests = []
        self.of = {}  # the requests of each client
        self.odd = []

    def take(self, line):
        m = LINE.match(line)
        if not m:
            self.odd.append(line)
            return
        client, arrow, kind, rest = m.groups()
        number = NUMBER.search(rest or "")
        number = int(number[1]) if number else None
        mine = self.of.setdefault(client, [])
        if arrow == "->":
            request = {"kind": kind, "number": number, "answers": set(), "codes": set()}
            self.requests.append(request)
            mine.append(request)
        elif kind == "Error":
            self.failed(mine, number, int(CODE.search(rest)[1]))
        else:
            self.answered(mine, kind, number)

    def answered(self, mine, kind, number):
        """An answer belongs to the latest request that has such answers, of the same id where both have one."""
        for request in reversed(mine):
            if kind in ANSWERS.get(request["kind"], ()) and (same(request, number) or not named(request["kind"])):
                request["answers"].add(kind)
                return

    def failed(self, mine, number, code):
        """An error belongs to the latest request with its id; without one, to the latest of all."""
        if code in TELLING:
            return
        if code == 326:
            self.requests.append({"kind": "StartAPI", "number": None, "answers": set(), "codes": {code}})
            return
        for request in reversed(mine):
            if number == -1 or same(request, number):
                if not (code == CANCELLED and request["kind"].startswith("Cancel")):
                    request["codes"].add(code)
                return

    def outcomes(self, counts):
        """By kind of request: how often it was asked, seen, and met with silence, which answers came, and the codes of refusals."""
        outcomes = {}
        for kind, asked in counts.items():
            seen = [r for r in self.requests if r["kind"] == kind]
            outcomes[kind] = {
                "asked": asked, "seen": len(seen), "answers": sorted(set().union(*(r["answers"] for r in seen))),
                "codes": sorted(set().union(*(r["codes"] for r in seen))),
                "quiet": sum(1 for r in seen if not r["codes"] and not r["answers"]),
            }
        return outcomes


# Requests whose answers do not bear their id.
NAMELESS = {
    "StartAPI", "PlaceOrder", "CancelOrder", "ExerciseOptions", "GlobalCancel", "RequestIDs", "RequestMarketRule", "RequestOpenOrders",
    "RequestAllOpenOrders", "RequestCompletedOrders", "RequestNewsBulletins", "RequestPositions", "RequestAccountUpdates", "RequestFA",
    "RequestExecutions",
}


def named(kind):
    return kind not in NAMELESS


def same(request, number):
    return request["number"] == number


def merge(list_):
    """The outcomes of several gateways as those of one."""
    whole = {}
    for outcomes in list_:
        for kind, o in outcomes.items():
            w = whole.setdefault(kind, {"asked": 0, "seen": 0, "quiet": 0, "answers": [], "codes": []})
            for count in ("asked", "seen", "quiet"):
                w[count] += o[count]
            w["answers"], w["codes"] = sorted({*w["answers"], *o["answers"]}), sorted({*w["codes"], *o["codes"]})
    return whole
