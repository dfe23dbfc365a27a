package fault

// texts are IB's words for codes that a script gives without words.
var texts = map[int]string{
	100:   "Max rate of messages per second has been exceeded:max=50 rec=51 (1)",
	103:   "Duplicate order id",
	104:   "Cannot modify a filled order.",
	105:   "Order being modified does not match original order.",
	110:   "The price does not conform to the minimum price variation for this contract.",
	161:   "Cancel attempted when order is not in a cancellable state.",
	162:   "Historical Market Data Service error message:Historical data request pacing violation",
	200:   "No security definition has been found for the request",
	201:   "Order rejected - reason:",
	202:   "Order Canceled - reason:",
	203:   "The security is not available or allowed for this account",
	321:   "Error validating request.-'bQ' : cause - The API interface is currently in Read-Only mode.",
	326:   "Unable to connect as the client id is already in use. Retry with a unique client id.",
	329:   "Order modify failed. Cannot change to the new order type.",
	354:   "Requested market data is not subscribed.",
	366:   "No historical data query found for ticker id",
	399:   "Order Message:\nWarning: Your order will not be placed at the exchange until the market opens.",
	404:   "Shares for this order are not immediately available for short sale. The order will be held while we attempt to locate the shares.",
	460:   "No trading permissions.",
	1100:  "Connectivity between IBKR and Trader Workstation has been lost.",
	1101:  "Connectivity between IBKR and Trader Workstation has been restored - data lost.",
	1102:  "Connectivity between IBKR and Trader Workstation has been restored - data maintained.",
	2109:  "Order Event Warning:Attribute 'Outside Regular Trading Hours' is ignored based on the order type and destination. PlaceOrder is now being processed.",
	2110:  "Connectivity between Trader Workstation and server is broken. It will be restored automatically.",
	2174:  "Warning: You submitted request with date-time attributes without explicit time zone. Please switch to use yyyymmdd-hh:mm:ss in UTC or use instrument timezone, like US/Eastern. Implied time zone functionality will be removed in the next API release",
	10089: "Requested market data requires additional subscription for API. See link in 'Market Data Connections' dialog for more details. Delayed market data is available.",
	10090: "Part of requested market data is not subscribed. Subscription-independent ticks are still active.",
	10147: "OrderId that needs to be cancelled is not found.",
	10148: "OrderId that needs to be cancelled can not be cancelled, state: Filled.",
	10167: "Requested market data is not subscribed. Displaying delayed market data.",
	10197: "No market data during competing live session",
	10225: "Bust event occurred, current subscription is deactivated. Please resubscribe real-time bars immediately.",
	10314: "End Date/Time: The date, time, or time-zone entered is invalid.",
	10349: "Order TIF was set to DAY based on order preset.",
}

// Words is what an error says: text, or IB's words for the code when it is empty.
func Words(code int, text string) string {
	if text == "" {
		return texts[code]
	}
	return text
}
