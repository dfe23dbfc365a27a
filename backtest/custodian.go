package backtest

import (
	"fmt"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/report"
	"github.com/tidemark/tidemark/setup"
)

// custodian is the broker's side of the account; nil for a simple one.
func (s *session) custodian(log zerolog.Logger) (*custody.Account, error) {
	c := &s.run.Account
	if c.Type == "simple" || c.Type == "" {
		return nil, nil
	}
	rules, err := rules(c)
	if err != nil {
		return nil, err
	}
	var day *custody.DayTrading
	if c.DayTrading == "pattern" {
		day = &custody.DayTrading{Minimum: c.DayTradingMinimum, Calendar: s.calendar}
	}
	return custody.New(custody.Options{
		DayTrading: day, Cash: c.Type == "cash", Rules: rules, Keep: c.Liquidation == "none", Fees: func() fee.Schedule { return setup.Fees(&s.run.Sim.Fees) },
		Calendars: func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
		Find: func(symbol string) *market.Instrument {
			in, err := s.universe.Find(symbol)
			if err != nil {
				return nil
			}
			return in
		},
		Tell: func(e custody.Event) {
			s.recorder.events = append(s.recorder.events, report.AccountEvent{
				Time: e.Time, Kind: e.Kind.String(), Equity: e.Equity, Maintenance: e.Maintenance,
				Strategy: e.Strategy, Symbol: e.Symbol, Quantity: e.Quantity,
			})
			level := zerolog.WarnLevel
			if e.Kind == custody.Restored {
				level = zerolog.InfoLevel
			}
			log.WithLevel(level).Time("at", e.Time.UTC()).Stringer("event", e.Kind).Msg(e.String())
		},
	})
}

var hundred = decimal.NewFromInt(100)

// rules are the numbers of the account's type, and over them those of the configuration.
func rules(c *config.Account) (*margin.Rules, error) {
	r := margin.RegT()
	switch c.Type {
	case "portfolio":
		r = margin.Portfolio()
		r.LeastToAdd = c.PortfolioMinimum
	case "cash":
		r = margin.Paid()
	}
	r.Symbols, r.Contracts, r.Spreads = map[string]margin.Class{}, map[string]margin.Rates{}, map[string]margin.Rates{}
	for i := range c.Margin {
		m := &c.Margin[i]
		rates := margin.Rates{Initial: m.Initial, Maintenance: m.Maintenance}
		switch m.Per {
		case "contract":
			r.Contracts[m.Symbol] = rates
			continue
		case "spread":
			r.Spreads[m.Symbol] = rates
			continue
		}
		part := func(other *decimal.Decimal, percent decimal.Decimal) decimal.Decimal {
			if other != nil {
				percent = *other
			}
			return percent.Div(hundred)
		}
		class := margin.Class{
			Long:  margin.Rates{Initial: part(nil, m.Initial), Maintenance: part(nil, m.Maintenance)},
			Short: margin.Rates{Initial: part(m.ShortInitial, m.Initial), Maintenance: part(m.ShortMaintenance, m.Maintenance)},
		}
		if m.Symbol != "" {
			r.Symbols[m.Symbol] = class
			continue
		}
		var kind market.Kind
		if err := kind.UnmarshalText([]byte(m.Kind)); err != nil {
			return nil, fmt.Errorf("account.margin: %w", err)
		}
		r.Kinds[kind] = class
		if kind == market.Forex {
			r.Minor = class
		}
	}
	return r, nil
}

// marginOf is the account as its broker sees it.
func marginOf(a *custody.Account) *report.Margin {
	f := a.Figures()
	return &report.Margin{
		Initial: f.Initial(), Maintenance: f.Maintenance(), Available: f.Available(), Excess: f.Excess(), BuyingPower: a.BuyingPower(&f),
	}
}

// accountFindings are what became of the account, in a sentence.
func (s *session) accountFindings() []report.Finding {
	calls, closed := 0, 0
	var first market.Time
	for i := range s.recorder.events {
		switch e := &s.recorder.events[i]; e.Kind {
		case custody.Call.String():
			if calls++; calls == 1 {
				first = e.Time
			}
		case custody.Liquidation.String():
			closed++
		}
	}
	if calls == 0 {
		return nil
	}
	text := fmt.Sprintf("Margin was missing %d times, first at %s; the broker closed positions with %d orders.", calls, first, closed)
	return []report.Finding{{Severity: report.Warning, Text: text}}
}
