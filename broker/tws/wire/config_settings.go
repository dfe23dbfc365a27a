package wire

// The settings of TWS that programs can read and change. A missing one is unknown, or stays as it is.

// LockAndExitConfig is when TWS logs off.
type LockAndExitConfig struct {
	AutoLogoffTime   Opt[string]
	AutoLogoffPeriod Opt[string]
	AutoLogoffType   Opt[string]
}

func (x *LockAndExitConfig) fields(c *coder) {
	c.optStr(1, "autoLogoffTime", &x.AutoLogoffTime)
	c.optStr(2, "autoLogoffPeriod", &x.AutoLogoffPeriod)
	c.optStr(3, "autoLogoffType", &x.AutoLogoffType)
}

// MessageConfig is how TWS treats one of its warnings.
type MessageConfig struct {
	ID            Opt[int]
	Title         Opt[string]
	Message       Opt[string]
	DefaultAction Opt[string]
	Enabled       Opt[bool]
}

func (x *MessageConfig) fields(c *coder) {
	c.optInt(1, "id", &x.ID)
	c.optStr(2, "title", &x.Title)
	c.optStr(3, "message", &x.Message)
	c.optStr(4, "defaultAction", &x.DefaultAction)
	c.optBool(5, "enabled", &x.Enabled)
}

// APIConfig is the settings of the API.
type APIConfig struct {
	Precautions *APIPrecautionsConfig
	Settings    *APISettingsConfig
}

func (x *APIConfig) fields(c *coder) {
	optSub(c, 1, "precautions", &x.Precautions, (*APIPrecautionsConfig).fields)
	optSub(c, 2, "settings", &x.Settings, (*APISettingsConfig).fields)
}

// OrdersConfig is the settings of orders.
type OrdersConfig struct {
	SmartRouting *OrdersSmartRoutingConfig
}

func (x *OrdersConfig) fields(c *coder) {
	optSub(c, 1, "smartRouting", &x.SmartRouting, (*OrdersSmartRoutingConfig).fields)
}

// OrdersSmartRoutingConfig is the settings of smart routing.
type OrdersSmartRoutingConfig struct {
	SeekPriceImprovement  Opt[bool]
	PreOpenReroute        Opt[bool]
	DoNotRouteToDarkPools Opt[bool]
	DefaultAlgorithm      Opt[string]
}

func (x *OrdersSmartRoutingConfig) fields(c *coder) {
	c.optBool(1, "seekPriceImprovement", &x.SeekPriceImprovement)
	c.optBool(2, "preOpenReroute", &x.PreOpenReroute)
	c.optBool(3, "doNotRouteToDarkPools", &x.DoNotRouteToDarkPools)
	c.optStr(4, "defaultAlgorithm", &x.DefaultAlgorithm)
}

// ConfigWarning is a warning to accept before a change is made.
type ConfigWarning struct {
	MessageID Opt[int]
	Title     Opt[string]
	Message   Opt[string]
}

func (x *ConfigWarning) fields(c *coder) {
	c.optInt(1, "messageId", &x.MessageID)
	c.optStr(2, "title", &x.Title)
	c.optStr(3, "message", &x.Message)
}

// APIPrecautionsConfig says which warnings orders of programs skip.
type APIPrecautionsConfig struct {
	BypassOrderPrecautions            Opt[bool]
	BypassBondWarning                 Opt[bool]
	BypassNegativeYieldConfirmation   Opt[bool]
	BypassCalledBondWarning           Opt[bool]
	BypassSameActionPairTradeWarning  Opt[bool]
	BypassFlaggedAccountsWarning      Opt[bool]
	BypassPriceBasedVolatilityWarning Opt[bool]
	BypassRedirectOrderWarning        Opt[bool]
	BypassNoOverfillProtection        Opt[bool]
	BypassRouteMarketableToBBO        Opt[bool]
}

func (x *APIPrecautionsConfig) fields(c *coder) {
	c.optBool(1, "bypassOrderPrecautions", &x.BypassOrderPrecautions)
	c.optBool(2, "bypassBondWarning", &x.BypassBondWarning)
	c.optBool(3, "bypassNegativeYieldConfirmation", &x.BypassNegativeYieldConfirmation)
	c.optBool(4, "bypassCalledBondWarning", &x.BypassCalledBondWarning)
	c.optBool(5, "bypassSameActionPairTradeWarning", &x.BypassSameActionPairTradeWarning)
	c.optBool(6, "bypassFlaggedAccountsWarning", &x.BypassFlaggedAccountsWarning)
	c.optBool(7, "bypassPriceBasedVolatilityWarning", &x.BypassPriceBasedVolatilityWarning)
	c.optBool(8, "bypassRedirectOrderWarning", &x.BypassRedirectOrderWarning)
	c.optBool(9, "bypassNoOverfillProtection", &x.BypassNoOverfillProtection)
	c.optBool(10, "bypassRouteMarketableToBBO", &x.BypassRouteMarketableToBBO)
}

// APISettingsConfig is how the API behaves.
type APISettingsConfig struct {
	ReadOnlyAPI                             Opt[bool]
	TotalQuantityForMutualFunds             Opt[bool]
	DownloadOpenOrdersOnConnection          Opt[bool]
	IncludeVirtualFxPositions               Opt[bool]
	PrepareDailyPnL                         Opt[bool]
	SendStatusUpdatesForVolatilityOrders    Opt[bool]
	EncodeAPIMessages                       Opt[string]
	SocketPort                              Opt[int]
	UseNegativeAutoRange                    Opt[bool]
	CreateAPIMessageLogFile                 Opt[bool]
	IncludeMarketDataInLogFile              Opt[bool]
	ExposeTradingScheduleToAPI              Opt[bool]
	SplitInsuredDepositFromCashBalance      Opt[bool]
	SendZeroPositionsForTodayOnly           Opt[bool]
	LetAPIAccountRequestsSwitchSubscription Opt[bool]
	UseAccountGroupsWithAllocationMethods   Opt[bool]
	LoggingLevel                            Opt[string]
	MasterClientID                          Opt[int]
	BulkDataTimeout                         Opt[int]
	ComponentExchSeparator                  Opt[string]
	ShowForexDataInOneTenthPips             Opt[bool]
	AllowForexTradingInOneTenthPips         Opt[bool]
	RoundAccountValuesToNearestWholeNumber  Opt[bool]
	SendMarketDataInLotsForUsStocks         Opt[bool]
	ShowAdvancedOrderRejectInUi             Opt[bool]
	RejectMessagesAboveMaxRate              Opt[bool]
	MaintainConnectionOnIncorrectFields     Opt[bool]
	CompatibilityModeNasdaqStocks           Opt[bool]
	SendInstrumentTimezone                  Opt[string]
	SendForexDataInCompatibilityMode        Opt[bool]
	MaintainAndResubmitOrdersOnReconnect    Opt[bool]
	HistoricalDataMaxSize                   Opt[int]
	AutoReportNettingEventContractTrades    Opt[bool]
	OptionExerciseRequestType               Opt[string]
	AllowLocalhostOnly                      Opt[bool]
	TrustedIPs                              []string
}

func (x *APISettingsConfig) fields(c *coder) {
	c.optBool(1, "readOnlyApi", &x.ReadOnlyAPI)
	c.optBool(2, "totalQuantityForMutualFunds", &x.TotalQuantityForMutualFunds)
	c.optBool(3, "downloadOpenOrdersOnConnection", &x.DownloadOpenOrdersOnConnection)
	c.optBool(4, "includeVirtualFxPositions", &x.IncludeVirtualFxPositions)
	c.optBool(5, "prepareDailyPnL", &x.PrepareDailyPnL)
	c.optBool(6, "sendStatusUpdatesForVolatilityOrders", &x.SendStatusUpdatesForVolatilityOrders)
	c.optStr(7, "encodeApiMessages", &x.EncodeAPIMessages)
	c.optInt(8, "socketPort", &x.SocketPort)
	c.optBool(9, "useNegativeAutoRange", &x.UseNegativeAutoRange)
	c.optBool(10, "createApiMessageLogFile", &x.CreateAPIMessageLogFile)
	c.optBool(11, "includeMarketDataInLogFile", &x.IncludeMarketDataInLogFile)
	c.optBool(12, "exposeTradingScheduleToApi", &x.ExposeTradingScheduleToAPI)
	c.optBool(13, "splitInsuredDepositFromCashBalance", &x.SplitInsuredDepositFromCashBalance)
	c.optBool(14, "sendZeroPositionsForTodayOnly", &x.SendZeroPositionsForTodayOnly)
	c.optBool(15, "letApiAccountRequestsSwitchSubscription", &x.LetAPIAccountRequestsSwitchSubscription)
	c.optBool(16, "useAccountGroupsWithAllocationMethods", &x.UseAccountGroupsWithAllocationMethods)
	c.optStr(17, "loggingLevel", &x.LoggingLevel)
	c.optInt(18, "masterClientId", &x.MasterClientID)
	c.optInt(19, "bulkDataTimeout", &x.BulkDataTimeout)
	c.optStr(20, "componentExchSeparator", &x.ComponentExchSeparator)
	c.optBool(21, "showForexDataIn1_10Pips", &x.ShowForexDataInOneTenthPips)
	c.optBool(22, "allowForexTradingIn1_10Pips", &x.AllowForexTradingInOneTenthPips)
	c.optBool(23, "roundAccountValuesToNearestWholeNumber", &x.RoundAccountValuesToNearestWholeNumber)
	c.optBool(24, "sendMarketDataInLotsForUsStocks", &x.SendMarketDataInLotsForUsStocks)
	c.optBool(25, "showAdvancedOrderRejectInUi", &x.ShowAdvancedOrderRejectInUi)
	c.optBool(26, "rejectMessagesAboveMaxRate", &x.RejectMessagesAboveMaxRate)
	c.optBool(27, "maintainConnectionOnIncorrectFields", &x.MaintainConnectionOnIncorrectFields)
	c.optBool(28, "compatibilityModeNasdaqStocks", &x.CompatibilityModeNasdaqStocks)
	c.optStr(29, "sendInstrumentTimezone", &x.SendInstrumentTimezone)
	c.optBool(30, "sendForexDataInCompatibilityMode", &x.SendForexDataInCompatibilityMode)
	c.optBool(31, "maintainAndResubmitOrdersOnReconnect", &x.MaintainAndResubmitOrdersOnReconnect)
	c.optInt(32, "historicalDataMaxSize", &x.HistoricalDataMaxSize)
	c.optBool(33, "autoReportNettingEventContractTrades", &x.AutoReportNettingEventContractTrades)
	c.optStr(34, "optionExerciseRequestType", &x.OptionExerciseRequestType)
	c.optBool(35, "allowLocalhostOnly", &x.AllowLocalhostOnly)
	c.strings(36, "trustedIPs", &x.TrustedIPs)
}

// optBool visits a protobuf flag that may be missing.
func (c *coder) optBool(num int, name string, p *Opt[bool]) { c.tri(num, name, p) }

// optStr visits a protobuf text that may be missing, which is not the same as empty.
func (c *coder) optStr(num int, name string, p *Opt[string]) {
	switch {
	case c.mode == protoIn:
		f := c.find(num, name, bytesOf)
		*p = Opt[string]{}
		if f != nil {
			*p = Some(c.names.get(c.frame[f.at:f.end]))
		}
	case c.mode == protoOut && p.Valid:
		list := []string{p.Value}
		c.strings(num, name, &list)
	}
}
