package client

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

func TestCodeTableIsSorted(t *testing.T) {
	last := -1
	for _, r := range codeTable {
		if r.first <= last || r.last < r.first || r.class == Unclassified || r.meaning == "" {
			t.Errorf("entry %d to %d after %d", r.first, r.last, last)
		}
		last = r.last
	}
}

// TestClassify: the effects of codes as IB documents them and as live gateways showed them.
func TestClassify(t *testing.T) {
	for _, c := range []struct {
		code  int
		text  string
		class Class
	}{
		{0, "approaching max rate of 50 messages per second", Info},
		{100, "Max rate of messages per second has been exceeded", Connectivity},
		{103, "Duplicate order id", Failure},
		{104, "Can't modify a filled order", Warning},
		{110, "The price does not conform to the minimum price variation", Failure},
		{161, "Cancel attempted when order is not in a cancellable state", Warning},
		{162, "Historical Market Data Service error message:HMDS query returned no data", Failure},
		{162, "Historical Market Data Service error message:API historical data query cancelled: 5", Info},
		{162, "Historical Market Data Service error message:API scanner subscription cancelled: 5", Info},
		{165, "Historical Market Data Service query message:no items retrieved", Warning},
		{200, "No security definition has been found for the request", Failure},
		{201, "Order rejected - reason:", Failure},
		{202, "Order Canceled - reason:", Failure},
		{316, "Market depth data has been HALTED", Reset},
		{317, "Market depth data has been RESET", Reset},
		{354, "Requested market data is not subscribed", Failure},
		{399, "Order Message:\nWarning: your order will not be placed at the exchange until", Warning},
		{399, "Order Message:\nrejected", Failure},
		{404, "Shares for this order are not immediately available", Warning},
		{1100, "Connectivity between IB and TWS has been lost", Connectivity},
		{1300, "Socket port has been reset", Connectivity},
		{2104, "Market data farm connection is OK:usfarm", Info},
		{2109, "Order Event Warning: Attribute 'Outside Regular Trading Hours' is ignored", Warning},
		{2199, "unknown to the table, but a warning by its range", Warning},
		{10089, "Requested market data requires additional subscription for API", Warning},
		{10147, "OrderId 5 that needs to be cancelled is not found", Warning},
		{10148, "OrderId 5 that needs to be cancelled can not be cancelled, state: Filled", Warning},
		{10167, "Displaying delayed market data", Warning},
		{10197, "No market data during competing live session", Reset},
		{10225, "Bust event occurred, current subscription is deactivated", Reset},
		{10349, "Order TIF was set to DAY based on order preset", Warning},
		{10350, "unknown to the table", Unclassified},
		{-7, "unknown to the table", Unclassified},
	} {
		if got := Classify(&wire.Error{Code: c.code, Message: c.text}); got.Class != c.class || got.Number != c.code {
			t.Errorf("%d %q: %v, want %v", c.code, c.text, got.Class, c.class)
		}
	}
}

func TestCodeTraits(t *testing.T) {
	for _, c := range []struct {
		code                int
		text                string
		retriable, keepsOld bool
	}{
		{110, "", false, true}, {105, "", false, true}, {321, "", false, true}, {103, "", false, false},
		{101, "", true, false}, {420, "", true, false}, {10006, "", true, false}, {200, "", false, false},
		{162, "pacing violation", true, false}, {162, "no data", false, false},
	} {
		got := Classify(&wire.Error{Code: c.code, Message: c.text})
		if got.Retriable != c.retriable || got.KeepsOld != c.keepsOld {
			t.Errorf("%d %q: %+v", c.code, c.text, got)
		}
	}
}
