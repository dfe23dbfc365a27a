"""The answers of a gateway: what our server side writes, and where the official client delivers it.

The tables read as in tables.py. A line of ANSWERS names our message, the official callback and its parameters, as
name:ourField:kind[:version]. The kind one/TABLE is an object, list/TABLE a list of objects. With each=Field the
callback comes once per element of that list, and /Field means a field of the element. A parameter _ is not delivered.
"""

import tables

CONTRACT = """
conId ConID i
symbol Symbol s
secType SecType sectype
lastTradeDateOrContractMonth LastTradeDateOrContractMonth day
strike Strike op
right Right right
multiplier Multiplier multiplier
exchange Exchange exchange
currency Currency s
localSymbol LocalSymbol s
tradingClass TradingClass s
"""
NEUTRAL = """
conId ConID i
delta Delta f
price Price p
"""
LEG = tables.LEG
BOND = """
contract Contract one/BONDED
cusip Details.Bond.CUSIP s
coupon Details.Bond.Coupon f
maturity Contract.LastTradeDateOrContractMonth day
issueDate Details.Bond.IssueDate s
ratings Details.Bond.Ratings s
bondType Details.Bond.Type s
couponType Details.Bond.CouponType s
convertible Details.Bond.Convertible b
callable Details.Bond.Callable b
putable Details.Bond.Putable b
descAppend Details.Bond.DescAppend s
nextOptionDate Details.Bond.NextOptionDate s
nextOptionType Details.Bond.NextOptionType s
nextOptionPartial Details.Bond.NextOptionPartial b
notes Details.Bond.Notes s
marketName Details.MarketName s
minTick Details.MinTick op
orderTypes Details.OrderTypes s
validExchanges Details.ValidExchanges s
longName Details.LongName s
evRule Details.EVRule s
evMultiplier Details.EVMultiplier small
aggGroup Details.AggGroup oi 121
marketRuleIds Details.MarketRuleIDs s 126
minSize Details.MinSize od 164
sizeIncrement Details.SizeIncrement od 164
suggestedSizeIncrement Details.SuggestedSizeIncrement od 164
"""
BONDED = """
conId ConID i
symbol Symbol s
secType SecType sectype
currency Currency s
exchange Exchange exchange
tradingClass TradingClass s
"""
ORDERED = CONTRACT + """
comboLegsDescrip ComboLegsDescription s
comboLegs ComboLegs list/LEG
deltaNeutralContract DeltaNeutral one/NEUTRAL
"""


def reported(lowest, silent):
    """The rows of an order that a report carries: those that its text is silent about only as protobuf."""
    gates = {"extOperator": 193, "manualOrderIndicator": 193, "clientId": 0, "permId": 0}
    for theirs, ours, kind, since in tables.rows(tables.ORDER):
        since = gates.get(theirs, since)
        if theirs not in UNREAD:
            yield f"{theirs} {ours} {kind} {max(since, lowest) if silent(theirs) else since}"


# What the official client never reads from a report, though its protobuf has it.
UNREAD = """scaleTable overridePercentageConstraints algoId orderMiscOptions mifid2DecisionMaker mifid2DecisionAlgo
mifid2ExecutionTrader mifid2ExecutionAlgo advancedErrorOverride manualOrderTime auctionStrategy
transmit""".split()
# What the text of an open order does not carry, or not for the types of order made here.
UNSAID = """activeStartTime activeStopTime routeMarketableToBbo seekPriceImprovement whatIfType deactivate postOnly
allowPreOpen ignoreOpenAuction hedgeMaxSize referenceContractId peggedChangeAmount isPeggedChangeAmountDecrease
referenceChangeAmount referenceExchangeId""".split()
# What the text of a completed order carries; the rest is compared as protobuf.
SAID = """action totalQuantity orderType lmtPrice auxPrice tif ocaGroup account openClose origin orderRef permId
outsideRth hidden discretionaryAmt goodAfterTime faGroup faMethod faPercentage modelCode goodTillDate rule80A
percentOffset settlingFirm shortSaleSlot designatedLocation exemptCode startingPrice stockRefPrice delta
stockRangeLower stockRangeUpper displaySize sweepToFill allOrNone minQty ocaType triggerMethod volatility
clearingAccount clearingIntent notHeld solicited conditions conditionsIgnoreRth conditionsCancelOrder""".split()
ORDER = "\n".join(reported(203, lambda name: name in UNSAID))
COMPLETED = "\n".join(reported(204, lambda name: name not in SAID))
ENDED = """
status Status s
completedTime CompletedTime s
completedStatus CompletedStatus s
"""
STATE = """
status Status s
initMarginBefore Before.Initial op 142
maintMarginBefore Before.Maintenance op 142
equityWithLoanBefore Before.EquityWithLoan op 142
initMarginChange Change.Initial op 142
maintMarginChange Change.Maintenance op 142
equityWithLoanChange Change.EquityWithLoan op 142
initMarginAfter After.Initial op
maintMarginAfter After.Maintenance op
equityWithLoanAfter After.EquityWithLoan op
warningText WarningText s
marginCurrency MarginCurrency s 195
initMarginBeforeOutsideRTH BeforeOutside.Initial op 195
maintMarginBeforeOutsideRTH BeforeOutside.Maintenance op 195
equityWithLoanBeforeOutsideRTH BeforeOutside.EquityWithLoan op 195
initMarginChangeOutsideRTH ChangeOutside.Initial op 195
maintMarginChangeOutsideRTH ChangeOutside.Maintenance op 195
equityWithLoanChangeOutsideRTH ChangeOutside.EquityWithLoan op 195
initMarginAfterOutsideRTH AfterOutside.Initial op 195
maintMarginAfterOutsideRTH AfterOutside.Maintenance op 195
equityWithLoanAfterOutsideRTH AfterOutside.EquityWithLoan op 195
suggestedSize SuggestedSize od 195
rejectReason RejectReason s 195
orderAllocations Allocations list/ALLOCATION 195
"""
ALLOCATION = """
account Account s
position Position od
positionDesired PositionDesired od
positionAfter PositionAfter od
desiredAllocQty DesiredQuantity od
allowedAllocQty AllowedQuantity od
isMonetary Monetary b
"""
EXECUTION = """
orderId OrderID i
execId ExecID s
time Time s
acctNumber Account s
exchange Exchange s
side Side side
shares Shares d
price Price p
permId PermID i
clientId ClientID i
liquidation Liquidation b
cumQty CumQuantity d
avgPrice AvgPrice p
orderRef OrderRef s
evRule EVRule s
evMultiplier EVMultiplier of
modelCode ModelCode s 103
lastLiquidity LastLiquidity small 136
pendingPriceRevision PendingPriceRevision b 178
submitter Submitter s 198
"""
COMMISSION = """
execId ExecID s
commission Commission op
commissionAndFees Commission op
currency Currency s
realizedPNL RealizedPNL op
yield_ Yield op
"""
DETAILS = """
contract Contract one/DETAILED
marketName Details.MarketName s
minTick Details.MinTick op
orderTypes Details.OrderTypes s
validExchanges Details.ValidExchanges s
priceMagnifier Details.PriceMagnifier i
underConId Details.UnderConID i
longName Details.LongName s
contractMonth Details.ContractMonth s
industry Details.Industry s
category Details.Category s
subcategory Details.Subcategory s
timeZoneId Details.TimeZoneID s
tradingHours Details.TradingHours s
liquidHours Details.LiquidHours s
evRule Details.EVRule s
evMultiplier Details.EVMultiplier small
aggGroup Details.AggGroup oi 121
underSymbol Details.UnderSymbol s 122
underSecType Details.UnderSecType s 122
marketRuleIds Details.MarketRuleIDs s 126
realExpirationDate Details.RealExpirationDate s 134
stockType Details.StockType s 152
minSize Details.MinSize od 164
sizeIncrement Details.SizeIncrement od 164
suggestedSizeIncrement Details.SuggestedSizeIncrement od 164
secIdList Details.SecIDs tags
ineligibilityReasonList Details.Ineligibility list/REASON 186
"""
REASON = """
id_ ID s
description Description s
"""
FUND = """
contract Contract one/FUNDED
marketName Details.MarketName s
fundName Details.Fund.Name s 179
fundFamily Details.Fund.Family s 179
fundType Details.Fund.Type s 179
fundFrontLoad Details.Fund.FrontLoad s 179
fundBackLoad Details.Fund.BackLoad s 179
fundBackLoadTimeInterval Details.Fund.BackLoadTimeInterval s 179
fundManagementFee Details.Fund.ManagementFee s 179
fundClosed Details.Fund.Closed b 179
fundClosedForNewInvestors Details.Fund.ClosedForNewInvestors b 179
fundClosedForNewMoney Details.Fund.ClosedForNewMoney b 179
fundNotifyAmount Details.Fund.NotifyAmount s 179
fundMinimumInitialPurchase Details.Fund.MinimumInitialPurchase s 179
fundSubsequentMinimumPurchase Details.Fund.MinimumSubsequentPurchase s 179
fundBlueSkyStates Details.Fund.BlueSkyStates s 179
fundBlueSkyTerritories Details.Fund.BlueSkyTerritories s 179
"""
FUNDED = """
symbol Symbol s
secType SecType fund
"""
DETAILED = CONTRACT + "primaryExchange PrimaryExchange s\n"

BAR = """
date Date s
open Open f
high High f
low Low f
close Close f
volume Volume q
average WAP of
wap WAP of
barCount Count i
"""
POINT = """
price Price f
size Size q
count Size q
"""
TICK = """
time Time i
price Price f
size Size q
"""
TRADE = TICK + """
exchange Exchange s
specialConditions SpecialConditions s
"""
QUOTE = """
time Time i
priceBid Bid f
priceAsk Ask f
sizeBid BidSize q
sizeAsk AskSize q
"""
SESSION = """
startDateTime Start s
endDateTime End s
refDate Date s
"""
FAMILY = """
accountID Account s
familyCodeStr Code s
"""
PROVIDER = """
code Code s
name Name s
"""
INCREMENT = """
lowEdge LowEdge p
increment Increment p
"""
TIER = """
name Name s
val Value s
displayName DisplayName s
"""
SAMPLE = """
contract Contract one/SAMPLED
derivativeSecTypes DerivativeSecTypes texts
"""
SAMPLED = """
conId ConID i
symbol Symbol s
secType SecType sectype
primaryExchange PrimaryExchange s
currency Currency s
description Description s 176
issuerId IssuerID s 176
"""
DEPTH = """
exchange Exchange s
secType SecType s
listingExch ListingExchange s 120
serviceDataType ServiceDataType s 120
aggGroup AggGroup oi 120
"""
SCANNED = """
contract Contract one/FOUND
marketName MarketName s
"""
ANSWERS = """
TickPrice tickPrice reqId:RequestID:id tickType:Type:ticktype price:Price:f attrib:Attributes:attributes
TickSize tickSize reqId:RequestID:id tickType:Type:ticktype size:Size:q
TickGeneric tickGeneric reqId:RequestID:id tickType:Type:ticktype value:Value:f
TickString tickString reqId:RequestID:id tickType:Type:ticktype value:Value:bytes
TickEFP tickEFP reqId:RequestID:id tickType:Type:ticktype basisPoints:BasisPoints:f formattedBasisPoints:FormattedBasisPoints:s totalDividends:TotalDividends:f holdDays:HoldDays:i futureLastTradeDate:FutureLastTradeDate:s dividendImpact:DividendImpact:f dividendsToLastTradeDate:DividendsToLastTradeDate:f
TickOptionComputation tickOptionComputation reqId:RequestID:id tickType:Type:ticktype impliedVol:ImpliedVolatility:of delta:Delta:of optPrice:OptionPrice:of pvDividend:PVDividend:of gamma:Gamma:of vega:Vega:of theta:Theta:of undPrice:UnderlyingPrice:of
TickSnapshotEnd tickSnapshotEnd reqId:RequestID:id
TickByTick tickByTickAllLast reqId:RequestID:id tickType:Type:trades time:Time:i price:Price:f size:Size:q exchange:Exchange:s specialConditions:SpecialConditions:s
TickByTick tickByTickBidAsk reqId:RequestID:id _:Type:fixed/3 time:Time:i bidPrice:Bid:f askPrice:Ask:f bidSize:BidSize:q askSize:AskSize:q
TickByTick tickByTickMidPoint reqId:RequestID:id _:Type:fixed/4 time:Time:i midPoint:Price:f
MarketDataFreshness marketDataType reqId:RequestID:id marketDataType:Type:small
TickRequestParams tickReqParams tickerId:RequestID:id minTick:MinTick:op bboExchange:BBOExchange:s snapshotPermissions:SnapshotPermissions:i
TickNews tickNews tickerId:RequestID:id timeStamp:Time:i providerCode:ProviderCode:s articleId:ArticleID:s headline:Headline:s extraData:ExtraData:s
OrderStatus orderStatus orderId:OrderID:id status:Status:s filled:Filled:d remaining:Remaining:d avgFillPrice:AvgFillPrice:p permId:PermID:i parentId:ParentID:i lastFillPrice:LastFillPrice:p clientId:ClientID:i whyHeld:WhyHeld:s mktCapPrice:CapPrice:op:131
Error error reqId:RequestID:id errorCode:Code:i errorString:Message:s
OpenOrder openOrder orderId:OrderID:id contract:Contract:one/ORDERED order:Order:one/ORDER orderState:State:one/STATE
CompletedOrder completedOrder contract:Contract:one/ORDERED order:Order:one/COMPLETED orderState:State:one/ENDED
OpenOrdersEnd openOrderEnd
CompletedOrdersEnd completedOrdersEnd
AccountValue updateAccountValue key:Key:s val:Value:s currency:Currency:s accountName:Account:s
PortfolioValue updatePortfolio contract:Contract:one/HELD position:Position:d marketPrice:MarketPrice:p marketValue:MarketValue:p averageCost:AverageCost:p unrealizedPNL:UnrealizedPNL:op realizedPNL:RealizedPNL:op accountName:Account:s
AccountUpdateTime updateAccountTime timeStamp:Time:s
AccountDownloadEnd accountDownloadEnd accountName:Account:s
ManagedAccounts managedAccounts accountsList:Accounts:s
AccountSummary accountSummary reqId:RequestID:id account:Account:s tag:Tag:s value:Value:s currency:Currency:s
AccountSummaryEnd accountSummaryEnd reqId:RequestID:id
AccountUpdateMulti accountUpdateMulti reqId:RequestID:id account:Account:s modelCode:ModelCode:s key:Key:s value:Value:s currency:Currency:s
AccountUpdateMultiEnd accountUpdateMultiEnd reqId:RequestID:id
Position position account:Account:s contract:Contract:one/CONTRACT position:Position:d avgCost:AverageCost:p
PositionEnd positionEnd
PositionMulti positionMulti reqId:RequestID:id account:Account:s modelCode:ModelCode:s contract:Contract:one/CONTRACT pos:Position:d avgCost:AverageCost:p
PositionMultiEnd positionMultiEnd reqId:RequestID:id
PNL pnl reqId:RequestID:id dailyPnL:Daily:op unrealizedPnL:Unrealized:op:135 realizedPnL:Realized:op:135
PNLSingle pnlSingle reqId:RequestID:id pos:Position:d dailyPnL:Daily:op unrealizedPnL:Unrealized:op:135 realizedPnL:Realized:op:135 value:Value:op
NextValidID nextValidId orderId:OrderID:id
CurrentTime currentTime time:Time:i
CurrentTimeInMillis currentTimeInMillis timeInMillis:Time:i
ContractDetails contractDetails reqId:RequestID:id contractDetails:.:one/DETAILS
ContractDetails contractDetails reqId:RequestID:id contractDetails:.:one/FUND
BondDetails bondContractDetails reqId:RequestID:id contractDetails:.:one/BOND
ContractDetailsEnd contractDetailsEnd reqId:RequestID:id
Executed execDetails reqId:RequestID:id contract:Contract:one/CONTRACT execution:Execution:one/EXECUTION
ExecutionsEnd execDetailsEnd reqId:RequestID:id
CommissionReport commissionReport commissionReport:.:one/COMMISSION
CommissionReport commissionAndFeesReport commissionAndFeesReport:.:one/COMMISSION
MarketDepth updateMktDepth reqId:RequestID:id position:Position:i operation:Operation:small side:Side:small price:Price:f size:Size:q
MarketDepthL2 updateMktDepthL2 reqId:RequestID:id position:Position:i marketMaker:MarketMaker:s operation:Operation:small side:Side:small price:Price:f size:Size:q isSmartDepth:SmartDepth:b:146
MarketDepthExchanges mktDepthExchanges depthMktDataDescriptions:Exchanges:list/DEPTH
NewsBulletin updateNewsBulletin msgId:ID:i msgType:Type:i newsMessage:Text:s originExch:Exchange:s
NewsArticle newsArticle requestId:RequestID:id articleType:Type:small articleText:Text:s
NewsProviders newsProviders newsProviders:Providers:list/PROVIDER
HistoricalNews historicalNews requestId:RequestID:id time:Time:s providerCode:ProviderCode:s articleId:ArticleID:s headline:Headline:s
HistoricalNewsEnd historicalNewsEnd requestId:RequestID:id hasMore:HasMore:b
ReceiveFA receiveFA faData:Type:small cxml:XML:s
ReplaceFAEnd replaceFAEnd reqId:RequestID:id text:Text:s
HistoricalData historicalData each=Bars reqId:RequestID:id bar:/.:one/BAR
HistoricalDataEnd historicalDataEnd reqId:RequestID:id start:Start:s end:End:s
HistoricalDataUpdate historicalDataUpdate reqId:RequestID:id bar:Bar:one/BAR
RealTimeBar realtimeBar reqId:RequestID:id time:Time:i open_:Open:f high:High:f low:Low:f close:Close:f volume:Volume:q wap:WAP:of count:Count:i
HeadTimestamp headTimestamp reqId:RequestID:id headTimestamp:Time:s
HistogramData histogramData reqId:RequestID:id items:Points:list/POINT
HistoricalSchedule historicalSchedule reqId:RequestID:id startDateTime:Start:s endDateTime:End:s timeZone:TimeZone:s sessions:Sessions:list/SESSION
HistoricalTicks historicalTicks reqId:RequestID:id ticks:Ticks:list/TICK done:Done:b
HistoricalTicksLast historicalTicksLast reqId:RequestID:id ticks:Ticks:list/TRADE done:Done:b
HistoricalTicksBidAsk historicalTicksBidAsk reqId:RequestID:id ticks:Ticks:list/QUOTE done:Done:b
FundamentalData fundamentalData reqId:RequestID:id data:XML:s
ScannerParameters scannerParameters xml:XML:s
ScannerData scannerData each=Rows reqId:RequestID:id rank:/Rank:i contractDetails:/.:one/SCANNED distance:/Distance:s benchmark:/Benchmark:s projection:/Projection:s legsStr:/ComboKey:s
SecDefOptParams securityDefinitionOptionParameter reqId:RequestID:id exchange:Exchange:s underlyingConId:ConID:i tradingClass:TradingClass:s multiplier:Multiplier:s expirations:Expirations:days strikes:Strikes:strikes
SecDefOptParamsEnd securityDefinitionOptionParameterEnd reqId:RequestID:id
SymbolSamples symbolSamples reqId:RequestID:id contractDescriptions:Samples:list/SAMPLE
SoftDollarTiers softDollarTiers reqId:RequestID:id tiers:Tiers:list/TIER
FamilyCodes familyCodes familyCodes:Codes:list/FAMILY
MarketRule marketRule marketRuleId:ID:i priceIncrements:Increments:list/INCREMENT
RerouteMarketData rerouteMktDataReq reqId:RequestID:id conId:ConID:i exchange:Exchange:s
RerouteMarketDepth rerouteMktDepthReq reqId:RequestID:id conId:ConID:i exchange:Exchange:s
WSHMetaData wshMetaData reqId:RequestID:id dataJson:JSON:s
WSHEventData wshEventData reqId:RequestID:id dataJson:JSON:s
UserInfo userInfo reqId:RequestID:id whiteBrandingId:WhiteBrandingID:s
DisplayGroupList displayGroupList reqId:RequestID:id groups:Groups:s
DisplayGroupUpdated displayGroupUpdated reqId:RequestID:id contractInfo:ContractInfo:s
OrderBound orderBound reqId:PermID:i apiClientId:ClientID:i apiOrderId:OrderID:i
OrderBound orderBound permId:PermID:i clientId:ClientID:i orderId:OrderID:i
DeltaNeutralValidation deltaNeutralValidation reqId:RequestID:id deltaNeutralContract:.:one/NEUTRAL
SmartComponents smartComponents reqId:RequestID:id smartComponentMap:Components:components
VerifyCompleted verifyCompleted isSuccessful:Successful:word errorText:Text:s
VerifyAndAuthMessageAPI verifyAndAuthMessageAPI apiData:Data:s xyzChallange:Challenge:s
VerifyAndAuthCompleted verifyAndAuthCompleted isSuccessful:Successful:word errorText:Text:s
VerifyMessageAPI verifyMessageAPI apiData:Data:s
"""
HELD = "\n".join(line for line in CONTRACT.splitlines() if not line.startswith("exchange"))
FOUND = "\n".join(line for line in CONTRACT.splitlines() if not line.startswith("multiplier"))
