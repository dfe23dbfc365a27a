package tws

import (
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// A CalendarError is a contract on an exchange whose calendar is not known.
type CalendarError struct {
	Symbol, Exchange string
}

func (e *CalendarError) Error() string {
	return fmt.Sprintf("tws: %s: no trading calendar is known for exchange %q: set the instrument's calendar to one of %s",
		e.Symbol, e.Exchange, strings.Join(calendar.Names(), ", "))
}

// exchangeCalendars gives the calendar of each exchange that has one. Futures of the CME group share the bounds of
// the day; the pauses of grains, and holidays on which only some close early, are known from trading hours.
var exchangeCalendars = map[string]string{
	"NYSE": "XNYS", "ARCA": "XNYS", "AMEX": "XNYS", "BATS": "XNYS", "IEX": "XNYS", "PINK": "XNYS", "CBOE": "XNYS",
	"BOX": "XNYS", "ISE": "XNYS", "PHLX": "XNYS", "PSE": "XNYS", "MIAX": "XNYS", "CBOE2": "XNYS", "NASDAQOM": "XNYS",
	"NASDAQ": "XNAS", "ISLAND": "XNAS",
	"CME": "CME", "CBOT": "CME", "NYMEX": "CME", "COMEX": "CME", "GLOBEX": "CME", "ECBOT": "CME",
	"IDEALPRO": "FOREX",
	"PAXOS":    "24/7", "ZEROHASH": "24/7",
}

// calendarOf is the calendar of the exchange; smart routing has that of the primary exchange, or of the first
// exchange it routes to.
func calendarOf(d *wire.ContractDetails, kind market.Kind) (string, error) {
	k := &d.Contract
	exchange := k.Exchange
	if exchange == "SMART" || k.PrimaryExchange != "" && (kind == market.Equity || kind == market.ETF) {
		exchange = k.PrimaryExchange
	}
	if exchange == "" && kind == market.Option {
		for valid := range strings.SplitSeq(d.Details.ValidExchanges, ",") {
			if valid = strings.TrimSpace(valid); exchange == "" && valid != "SMART" {
				exchange = valid
			}
		}
	}
	if kind == market.CFD && d.Details.UnderSecType == wire.Cash {
		exchange = "IDEALPRO"
	}
	if name, ok := exchangeCalendars[exchange]; ok {
		return name, nil
	}
	return "", &CalendarError{nameOf(k), or(exchange, k.Exchange)}
}
