package floor

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

var secTypes = map[market.Kind]wire.SecType{
	market.Equity: wire.Stock, market.ETF: wire.Stock, market.Future: wire.Future, market.Option: wire.Option,
	market.Forex: wire.Cash, market.Index: wire.Index, market.Crypto: wire.Crypto,
	market.CFD: wire.ContractDifference, market.Bond: wire.Bond,
}

// Where contracts are routed. The lists are IB's as of 2025, without the destinations of single programs.
const (
	usStockExchanges = "SMART,AMEX,NYSE,CBOE,PHLX,ISE,CHX,ARCA,NASDAQ,DRCTEDGE,BEX,BATS,EDGEA,BYX,IEX,EDGX," +
		"FOXRIVER,PEARL,NYSENAT,LTSE,MEMX,IBEOS,OVERNIGHT,PSX"
	usOptionExchanges = "SMART,AMEX,BATS,BOX,CBOE,CBOE2,EDGX,EMERALD,GEMINI,ISE,MEMX,MERCURY,MIAX,NASDAQBX," +
		"NASDAQOM,PEARL,PHLX,PSE"
	indexOptionExchanges = "SMART,CBOE"
)

// complete fills what a spec leaves out with what its kind has.
func (s *Spec) complete() {
	s.Symbol = strings.ToUpper(s.Symbol)
	s.Currency = cmp.Or(s.Currency, market.USD)
	exchange, calendarName, stockType := "SMART", "XNYS", ""
	switch s.Kind {
	case market.Equity:
		stockType = "COMMON"
	case market.ETF:
		stockType = "ETF"
	case market.Future:
		exchange, calendarName = "CME", "CME"
	case market.Forex:
		exchange, calendarName = "IDEALPRO", "FOREX"
	case market.Index:
		exchange = "CBOE"
	case market.Crypto:
		exchange, calendarName = "PAXOS", "24/7"
	}
	s.Exchange = cmp.Or(s.Exchange, exchange)
	s.Calendar = cmp.Or(s.Calendar, calendarName)
	s.StockType = cmp.Or(s.StockType, stockType)
	s.Rule = ruleOf(s)
	if s.Multiplier.IsZero() {
		s.Multiplier = decimal.NewFromInt(1)
	}
}

// destinations are the exchanges a spec's contracts can be routed to.
func (s *Spec) destinations() []string {
	switch {
	case s.Kind == market.Equity || s.Kind == market.ETF:
		if s.Currency == market.USD {
			return strings.Split(usStockExchanges, ",")
		}
		return []string{"SMART", s.Primary}
	case s.Kind == market.Bond, s.Kind == market.CFD:
		return []string{"SMART"}
	}
	return []string{s.Exchange}
}

// names are the local symbol and the trading class of a spec's contract that is not a derivative.
func (s *Spec) names() (local, class string) {
	local, class = s.Symbol, s.Symbol
	switch s.Kind {
	case market.Forex, market.Crypto:
		local = s.Symbol + "." + string(s.Currency)
		if class = local; s.Kind == market.Crypto {
			class = s.Symbol
		}
	case market.Equity, market.ETF:
		if s.Primary == "NASDAQ" {
			class = "NMS"
		}
	case market.CFD:
		class = s.Symbol + "n"
	}
	return cmp.Or(s.LocalSymbol, local), cmp.Or(s.TradingClass, class)
}

// sizes are the size grid of a kind: the least order and its step.
func sizes(k market.Kind) (least, step decimal.Decimal) {
	if k == market.Crypto {
		return decimal.New(1, -8), decimal.New(1, -8)
	}
	return decimal.NewFromInt(1), decimal.NewFromInt(1)
}
