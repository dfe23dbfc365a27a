"""How the official clients' names map to ours.

A row reads: official attribute, our field, kind of value, and optionally the first server version that has it.
The kinds are described in values.py.
"""

CONTRACT = """
conId ConID i
symbol Symbol s
secType SecType sectype
lastTradeDateOrContractMonth LastTradeDateOrContractMonth month
strike Strike op
right Right right
multiplier Multiplier multiplier
exchange Exchange exchange
primaryExchange PrimaryExchange s
currency Currency s
localSymbol LocalSymbol s
tradingClass TradingClass s
includeExpired IncludeExpired b
secIdType SecIDType s
secId SecID s
description Description s
issuerId IssuerID s 176
comboLegsDescrip ComboLegsDescription s
comboLegs ComboLegs legs
deltaNeutralContract DeltaNeutral neutral
"""

LEG = """
conId ConID i
ratio Ratio i
action Action action
exchange Exchange s
openClose OpenClose small
shortSaleSlot ShortSaleSlot small
designatedLocation DesignatedLocation s
exemptCode ExemptCode i
"""

ORDER = """
action Action action
totalQuantity TotalQuantity d
orderType OrderType ordertype
lmtPrice LimitPrice op
auxPrice AuxPrice op
tif TimeInForce s
activeStartTime ActiveStartTime s
activeStopTime ActiveStopTime s
ocaGroup OCA.Group s
ocaType OCA.Type small
orderRef Ref s
transmit Transmit b
parentId ParentID i
blockOrder BlockOrder b
sweepToFill SweepToFill b
displaySize DisplaySize oi
triggerMethod TriggerMethod small
outsideRth OutsideRTH b
hidden Hidden b
goodAfterTime GoodAfterTime s
goodTillDate GoodTillDate s
rule80A Rule80A s
allOrNone AllOrNone b
minQty MinQuantity oi
percentOffset PercentOffset op
overridePercentageConstraints OverridePercentageConstraints b
trailStopPrice TrailStopPrice op
trailingPercent TrailingPercent op
faGroup Advisor.Group s
faMethod Advisor.Method s
faPercentage Advisor.Percentage s
designatedLocation Short.DesignatedLocation s
openClose OpenClose s
origin Origin small
shortSaleSlot Short.Slot small
exemptCode Short.ExemptCode i
discretionaryAmt DiscretionaryAmt op
optOutSmartRouting OptOutSmartRouting b
auctionStrategy AuctionStrategy small
startingPrice Box.StartingPrice op
stockRefPrice Box.StockRefPrice op
delta Box.Delta op
stockRangeLower Box.StockRangeLower op
stockRangeUpper Box.StockRangeUpper op
randomizePrice RandomizePrice b
randomizeSize RandomizeSize b
volatility Volatility.Volatility op
volatilityType Volatility.Type oi
deltaNeutralOrderType Volatility.HedgeOrderType s
deltaNeutralAuxPrice Volatility.HedgeAuxPrice op
deltaNeutralConId Volatility.HedgeConID i
deltaNeutralSettlingFirm Volatility.HedgeSettlingFirm s
deltaNeutralClearingAccount Volatility.HedgeClearingAccount s
deltaNeutralClearingIntent Volatility.HedgeClearingIntent s
deltaNeutralOpenClose Volatility.HedgeOpenClose s
deltaNeutralShortSale Volatility.HedgeShortSale b
deltaNeutralShortSaleSlot Volatility.HedgeShortSaleSlot small
deltaNeutralDesignatedLocation Volatility.HedgeDesignatedLocation s
continuousUpdate Volatility.ContinuousUpdate b
referencePriceType Volatility.ReferencePriceType oi
scaleInitLevelSize Scale.InitLevelSize oi
scaleSubsLevelSize Scale.SubsLevelSize oi
scalePriceIncrement Scale.PriceIncrement op
scalePriceAdjustValue Scale.PriceAdjustValue op
scalePriceAdjustInterval Scale.PriceAdjustInterval oi
scaleProfitOffset Scale.ProfitOffset op
scaleAutoReset Scale.AutoReset b
scaleInitPosition Scale.InitPosition oi
scaleInitFillQty Scale.InitFillQty oi
scaleRandomPercent Scale.RandomPercent b
scaleTable Scale.Table s
hedgeType Hedge.Type s
hedgeParam Hedge.Param s
hedgeMaxSize Hedge.MaxSize oi 223
account Account s
settlingFirm Clearing.SettlingFirm s
clearingAccount Clearing.Account s
clearingIntent Clearing.Intent s
algoStrategy Algo.Strategy s
algoParams Algo.Params tags
algoId Algo.ID s
smartComboRoutingParams SmartCombo tags
whatIf WhatIf b
notHeld NotHeld b
solicited Solicited b
modelCode ModelCode s 103
orderMiscOptions MiscOptions options
referenceContractId Benchmark.ReferenceConID i
peggedChangeAmount Benchmark.PeggedChangeAmount p
isPeggedChangeAmountDecrease Benchmark.Decrease b
referenceChangeAmount Benchmark.ReferenceChangeAmount p
referenceExchangeId Benchmark.ReferenceExchange s
adjustedOrderType Adjust.OrderType s 102
triggerPrice Adjust.TriggerPrice op 102
adjustedStopPrice Adjust.StopPrice op 102
adjustedStopLimitPrice Adjust.StopLimitPrice op 102
adjustedTrailingAmount Adjust.TrailingAmount op 102
adjustableTrailingUnit Adjust.TrailingUnit small 102
lmtPriceOffset Adjust.LimitOffset op 102
conditions Wait.Conditions conditions 102
conditionsCancelOrder Wait.CancelOrder b 102
conditionsIgnoreRth Wait.IgnoreRTH b 102
extOperator ExtOperator s 105
softDollarTier SoftDollar tier 106
cashQty CashQuantity op 111
mifid2DecisionMaker MiFID.DecisionMaker s 138
mifid2DecisionAlgo MiFID.DecisionAlgo s 138
mifid2ExecutionTrader MiFID.ExecutionTrader s 139
mifid2ExecutionAlgo MiFID.ExecutionAlgo s 139
dontUseAutoPriceForHedge DontUseAutoPriceForHedge b 141
isOmsContainer IsOMSContainer b 145
discretionaryUpToLimitPrice DiscretionaryUpToLimitPrice b 148
usePriceMgmtAlgo UsePriceMgmtAlgo ob 151
duration Duration oi 158
postToAts PostToATS oi 160
autoCancelParent AutoCancelParent b 162
advancedErrorOverride AdvancedErrorOverride s 166
manualOrderTime ManualOrderTime s 169
minTradeQty Peg.MinTradeQuantity oi 170
minCompeteSize Peg.MinCompeteSize oi 170
competeAgainstBestOffset Peg.CompeteOffset op 170
midOffsetAtWhole Peg.OffsetAtWhole op 170
midOffsetAtHalf Peg.OffsetAtHalf op 170
customerAccount CustomerAccount s 183
professionalCustomer ProfessionalCustomer b 184
includeOvernight IncludeOvernight b 189
manualOrderIndicator ManualOrderIndicator oi 192
imbalanceOnly ImbalanceOnly b 199
clientId ClientID i 203
permId PermID i 203
deactivate Deactivate b 216
postOnly PostOnly b 216
allowPreOpen AllowPreOpen b 216
ignoreOpenAuction IgnoreOpenAuction b 216
routeMarketableToBbo RouteMarketableToBBO ob 217
seekPriceImprovement SeekPriceImprovement ob 217
whatIfType WhatIfType oi 217
"""

ATTACHED = """
slOrderId StopLossID oi 218
slOrderType StopLossOrderType s 218
ptOrderId ProfitID oi 218
ptOrderType ProfitTakerOrderType s 218
"""

CANCEL = """
manualOrderCancelTime ManualTime s 169
extOperator ExtOperator s 192
manualOrderIndicator ManualOrderIndicator oi 192
"""

FILTER = """
clientId ClientID i
acctCode Account s
time Time s
symbol Symbol s
secType SecType s
exchange Exchange s
side Side action
lastNDays LastDays oi 200
specificDates Dates dates 200
"""

SCANNER = """
numberOfRows Rows oi
instrument Instrument s
locationCode Location s
scanCode ScanCode scan
abovePrice AbovePrice of
belowPrice BelowPrice of
aboveVolume AboveVolume oi
marketCapAbove MarketCapAbove of
marketCapBelow MarketCapBelow of
moodyRatingAbove MoodyAbove s
moodyRatingBelow MoodyBelow s
spRatingAbove SPAbove s
spRatingBelow SPBelow s
maturityDateAbove MaturityAbove s
maturityDateBelow MaturityBelow s
couponRateAbove CouponAbove of
couponRateBelow CouponBelow of
excludeConvertible ExcludeConvertible b
averageOptionVolumeAbove AverageOptVolumeAbove oi
scannerSettingPairs SettingPairs s
stockTypeFilter StockTypeFilter s
"""

WSH = """
conId ConID oi
filter Filter s 171
fillWatchlist FillWatchlist b 171
fillPortfolio FillPortfolio b 171
fillCompetitors FillCompetitors b 171
startDate Start s 173
endDate End s 173
totalLimit Limit oi 173
"""

# One line per call of the official client: its name, our message, and its parameters. A parameter reads
# name:ourField:kind[:version]; a field named "." spreads over the message itself.
REQUESTS = """
startApi StartAPI
verifyRequest VerifyRequest apiName:APIName:s apiVersion:APIVersion:s
verifyMessage VerifyMessage apiData:Data:s
verifyAndAuthRequest VerifyAndAuthRequest apiName:APIName:s apiVersion:APIVersion:s opaqueIsvKey:OpaqueISVKey:s
verifyAndAuthMessage VerifyAndAuthMessage apiData:Data:s xyzResponse:Response:s
reqMktData RequestMarketData reqId:RequestID:id contract:Contract:contract genericTickList:GenericTicks:s snapshot:Snapshot:b regulatorySnapshot:RegulatorySnapshot:b:114 mktDataOptions:Options:options
cancelMktData CancelMarketData reqId:RequestID:id
cancelOrder CancelOrder orderId:OrderID:id orderCancel:Cancel:cancel manualCancelOrderTime:Cancel.ManualTime:s:169 manualOrderCancelTime:Cancel.ManualTime:s:169
reqGlobalCancel GlobalCancel orderCancel:Cancel:cancel
reqOpenOrders RequestOpenOrders
reqAutoOpenOrders RequestAutoOpenOrders bAutoBind:AutoBind:b
reqAllOpenOrders RequestAllOpenOrders
reqCompletedOrders RequestCompletedOrders apiOnly:APIOnly:b
reqExecutions RequestExecutions reqId:RequestID:id execFilter:.:filter
exerciseOptions ExerciseOptions reqId:OrderID:id contract:Contract:contract exerciseAction:Action:small exerciseQuantity:Quantity:i account:Account:s override:Override:int01 manualOrderTime:ManualOrderTime:s:180 customerAccount:CustomerAccount:s:183 professionalCustomer:ProfessionalCustomer:b:184
reqIds RequestIDs numIds:Count:i
reqAccountUpdates RequestAccountUpdates subscribe:Subscribe:b acctCode:Account:s
reqAccountSummary RequestAccountSummary reqId:RequestID:id groupName:Group:s tags:Tags:s
cancelAccountSummary CancelAccountSummary reqId:RequestID:id
reqPositions RequestPositions
cancelPositions CancelPositions
reqPositionsMulti RequestPositionsMulti reqId:RequestID:id account:Account:s modelCode:ModelCode:s
cancelPositionsMulti CancelPositionsMulti reqId:RequestID:id
reqAccountUpdatesMulti RequestAccountUpdatesMulti reqId:RequestID:id account:Account:s modelCode:ModelCode:s ledgerAndNLV:LedgerAndNLV:b
cancelAccountUpdatesMulti CancelAccountUpdatesMulti reqId:RequestID:id
reqPnL RequestPNL reqId:RequestID:id account:Account:s modelCode:ModelCode:s
cancelPnL CancelPNL reqId:RequestID:id
reqPnLSingle RequestPNLSingle reqId:RequestID:id account:Account:s modelCode:ModelCode:s conid:ConID:i
cancelPnLSingle CancelPNLSingle reqId:RequestID:id
reqManagedAccts RequestManagedAccounts
requestFA RequestFA faData:Type:small
replaceFA ReplaceFA reqId:RequestID:id faData:Type:small cxml:XML:s
reqContractDetails RequestContractDetails reqId:RequestID:id contract:Contract:contract
cancelContractData CancelContractDetails reqId:RequestID:id
reqMatchingSymbols RequestMatchingSymbols reqId:RequestID:id pattern:Pattern:s
reqSecDefOptParams RequestSecDefOptParams reqId:RequestID:id underlyingSymbol:Symbol:s futFopExchange:Exchange:s underlyingSecType:SecType:s underlyingConId:ConID:i
reqMarketRule RequestMarketRule marketRuleId:ID:i
reqSmartComponents RequestSmartComponents reqId:RequestID:id bboExchange:BBOExchange:s
reqSoftDollarTiers RequestSoftDollarTiers reqId:RequestID:id
reqFamilyCodes RequestFamilyCodes
reqUserInfo RequestUserInfo reqId:RequestID:id
reqMktDepthExchanges RequestMarketDepthExchanges
reqMktDepth RequestMarketDepth reqId:RequestID:id contract:Contract:contract numRows:Rows:i isSmartDepth:SmartDepth:b:146 mktDepthOptions:Options:options
cancelMktDepth CancelMarketDepth reqId:RequestID:id isSmartDepth:SmartDepth:b:146
reqMarketDataType RequestMarketDataType marketDataType:Type:small
reqTickByTickData RequestTickByTick reqId:RequestID:id contract:Contract:contract tickType:Type:ticks numberOfTicks:Count:i:140 ignoreSize:IgnoreSize:b:140
cancelTickByTickData CancelTickByTick reqId:RequestID:id
reqHistoricalData RequestHistoricalData reqId:RequestID:id contract:Contract:contract endDateTime:End:s durationStr:Duration:s barSizeSetting:BarSize:s whatToShow:WhatToShow:s useRTH:UseRTH:int01 formatDate:FormatDate:small keepUpToDate:KeepUpToDate:b:124 chartOptions:Options:options
cancelHistoricalData CancelHistoricalData reqId:RequestID:id
reqHeadTimeStamp RequestHeadTimestamp reqId:RequestID:id contract:Contract:contract whatToShow:WhatToShow:s useRTH:UseRTH:int01 formatDate:FormatDate:small
cancelHeadTimeStamp CancelHeadTimestamp reqId:RequestID:id
reqHistogramData RequestHistogramData tickerId:RequestID:id contract:Contract:contract useRTH:UseRTH:b timePeriod:TimePeriod:s
cancelHistogramData CancelHistogramData tickerId:RequestID:id
reqHistoricalTicks RequestHistoricalTicks reqId:RequestID:id contract:Contract:contract startDateTime:Start:s endDateTime:End:s numberOfTicks:Count:i whatToShow:WhatToShow:s useRth:UseRTH:int01 ignoreSize:IgnoreSize:b miscOptions:Options:options
cancelHistoricalTicks CancelHistoricalTicks reqId:RequestID:id
reqRealTimeBars RequestRealTimeBars reqId:RequestID:id contract:Contract:contract barSize:BarSize:i whatToShow:WhatToShow:s useRTH:UseRTH:b realTimeBarsOptions:Options:options
cancelRealTimeBars CancelRealTimeBars reqId:RequestID:id
reqScannerParameters RequestScannerParameters
reqScannerSubscription RequestScanner reqId:RequestID:id subscription:.:scanner scannerSubscriptionOptions:Options:options scannerSubscriptionFilterOptions:Filters:options:143
cancelScannerSubscription CancelScanner reqId:RequestID:id
reqFundamentalData RequestFundamentalData reqId:RequestID:id contract:Contract:contract reportType:ReportType:s fundamentalDataOptions:Options:none
cancelFundamentalData CancelFundamentalData reqId:RequestID:id
calculateImpliedVolatility CalculateImpliedVolatility reqId:RequestID:id contract:Contract:contract optionPrice:OptionPrice:f underPrice:UnderlyingPrice:f implVolOptions:Options:none
calculateOptionPrice CalculateOptionPrice reqId:RequestID:id contract:Contract:contract volatility:Volatility:f underPrice:UnderlyingPrice:f optPrcOptions:Options:none
cancelCalculateImpliedVolatility CancelCalculateImpliedVolatility reqId:RequestID:id
cancelCalculateOptionPrice CancelCalculateOptionPrice reqId:RequestID:id
reqNewsProviders RequestNewsProviders
reqNewsArticle RequestNewsArticle reqId:RequestID:id providerCode:ProviderCode:s articleId:ArticleID:s newsArticleOptions:Options:options:128
reqHistoricalNews RequestHistoricalNews reqId:RequestID:id conId:ConID:i providerCodes:ProviderCodes:s startDateTime:Start:s endDateTime:End:s totalResults:Limit:i historicalNewsOptions:Options:options:128
reqNewsBulletins RequestNewsBulletins allMsgs:All:b
cancelNewsBulletins CancelNewsBulletins
reqWshMetaData RequestWSHMetaData reqId:RequestID:id
cancelWshMetaData CancelWSHMetaData reqId:RequestID:id
reqWshEventData RequestWSHEventData reqId:RequestID:id wshEventData:.:wsh data:.:wsh
cancelWshEventData CancelWSHEventData reqId:RequestID:id
queryDisplayGroups QueryDisplayGroups reqId:RequestID:id
subscribeToGroupEvents SubscribeToGroupEvents reqId:RequestID:id groupId:GroupID:i
updateDisplayGroup UpdateDisplayGroup reqId:RequestID:id contractInfo:ContractInfo:s
unsubscribeFromGroupEvents UnsubscribeFromGroupEvents reqId:RequestID:id
setServerLogLevel SetServerLogLevel logLevel:Level:small
reqCurrentTime RequestCurrentTime
reqCurrentTimeInMillis RequestCurrentTimeInMillis
"""


def rows(table):
    """The rows of a table: official name, our path, kind, first version."""
    for line in filter(None, table.splitlines()):
        theirs, ours, kind, *since = line.split()
        yield theirs, ours, kind, int(since[0]) if since else 0


def calls():
    """The calls: official method, our message, parameters as rows."""
    for line in REQUESTS.strip().splitlines():
        method, message, *parameters = line.split()
        parts = [p.split(":") for p in parameters]
        yield method, message, [(p[0], p[1], p[2], int(p[3]) if len(p) > 3 else 0) for p in parts]


def put(target, path, value):
    """Sets a nested field of a message, such as OCA.Group."""
    *outer, last = path.split(".")
    for name in outer:
        target = target.setdefault(name, {})
    target[last] = value
