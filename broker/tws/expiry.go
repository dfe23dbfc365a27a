package tws

import (
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// expiry is the last day on which a contract trades, on the calendar of its exchange.
func expiry(d *wire.ContractDetails) (market.Date, error) {
	k := &d.Contract
	text := k.LastTradeDate
	if text == "" {
		text = k.LastTradeDateOrContractMonth
	}
	const date = len("20060102")
	if len(text) > date && text[date] == '-' { // a time in UTC may be on another day than at the exchange
		zone, err := ibtime.Location(d.Details.TimeZoneID)
		if err != nil {
			return 0, reject(k, "expiry %q: %v", text, err)
		}
		t, err := ibtime.Parse(text, nil)
		if err != nil {
			return 0, reject(k, "expiry: %v", err)
		}
		return market.DateOf(t.In(zone)), nil
	}
	day, err := ibtime.ParseDate(text[:min(date, len(text))])
	if err != nil || len(text) > date && text[date] != ' ' {
		return 0, reject(k, "expiry %q: want a day, YYYYMMDD", text)
	}
	return day, nil
}
