package backtest

import (
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/carry"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/report"
)

// books makes what holding costs and brings in the run; nil when the configuration asks for none of it.
func (s *session) books(venue *sim.Venue) (engine.Bookkeeper, error) {
	c := &s.run.Account
	options := slices.ContainsFunc(s.universe.All(), func(in *market.Instrument) bool { return in.Kind == market.Option })
	if !options && c.Actions != "apply" && c.Expiry != "settle" && c.Variation != "daily" && len(c.Interest) == 0 && len(c.Borrow) == 0 {
		return nil, nil
	}
	o := carry.Options{
		Early: c.Assignment == "early",
		From:  s.dayStart(s.run.Period.From), Calendar: s.calendar,
		Calendars:  func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
		Actions:    map[*market.Instrument][]data.Action{},
		Benchmarks: map[market.Currency]carry.Rates{}, Borrow: map[string]carry.Rates{},
		Ended: venue.End, Instructions: venue,
		Find: func(symbol string) *market.Instrument {
			in, err := s.universe.Find(symbol)
			if err != nil {
				return nil
			}
			return in
		},
		Split: func(in *market.Instrument, r data.Ratio) { venue.Split(in, r.New, r.Old) },
	}
	for _, i := range c.Interest {
		o.Benchmarks[i.Currency] = append(o.Benchmarks[i.Currency], carry.Rate{From: i.From, Percent: i.Percent})
	}
	for _, b := range c.Borrow {
		o.Borrow[b.Symbol] = append(o.Borrow[b.Symbol], carry.Rate{From: b.From, Percent: b.Percent})
	}
	if c.Expiry == "settle" {
		for _, in := range s.universe.All() {
			if (in.Kind == market.Future || in.Kind == market.Option) && in.Expiry != 0 {
				o.Expiring = append(o.Expiring, in)
			}
		}
	}
	if c.Variation == "daily" {
		for _, in := range s.universe.All() {
			if in.Kind == market.Future {
				o.Settled = append(o.Settled, in)
			}
		}
	}
	if c.Actions == "apply" {
		if err := s.collectActions(o.Actions); err != nil {
			return nil, err
		}
		if err := s.splitOptions(o.Actions); err != nil {
			return nil, err
		}
		s.actions = o.Actions
	}
	return carry.New(o)
}

// splitOptions refuses options whose shares split while the run has them: at a split the Options Clearing Corporation gives
// an option other terms and another symbol, and one that kept its strike would be worth a fortune, or nothing.
func (s *session) splitOptions(actions map[*market.Instrument][]data.Action) error {
	period := &s.run.Period
	for _, in := range s.universe.All() {
		if in.Kind != market.Option {
			continue
		}
		under, err := s.universe.Find(in.Underlying)
		if err != nil {
			continue
		}
		for _, a := range actions[under] {
			if a.Kind != data.Split || a.Ex <= period.From || a.Ex > period.To || in.Expiry != 0 && a.Ex > in.Expiry {
				continue
			}
			return fmt.Errorf("account.actions: %s splits %s on %s, and %s does not follow: end the period before that day, "+
				"or begin it then with the option's new terms", under.Symbol, a.Ratio, a.Ex, in.Symbol)
		}
	}
	return nil
}

// collectActions reads the corporate actions of shares whose source has them.
func (s *session) collectActions(into map[*market.Instrument][]data.Action) error {
	for _, in := range s.universe.All() {
		c := &s.run.Instruments[in.ID]
		if !hasActions(c, in) {
			continue
		}
		actions, err := s.library.actions(&wanted{Instrument: c, instrument: in})
		if err != nil {
			return fmt.Errorf("account.actions: %s: %w", in.Symbol, err)
		}
		into[in] = slices.SortedFunc(slices.Values(actions), data.Action.Order)
	}
	return nil
}

// ignoredSplits are the splits in the period of prices that are neither adjusted nor, in the account, applied: each is a profit
// or a loss that nobody made.
func (s *session) ignoredSplits() []report.Finding {
	if s.run.Account.Actions == "apply" {
		return nil
	}
	var list findings
	period := &s.run.Period
	for _, in := range s.universe.All() {
		c := &s.run.Instruments[in.ID]
		if !hasActions(c, in) || c.Source.Adjust == "splits" || c.Source.Adjust == "all" {
			continue
		}
		actions, err := s.library.actions(&wanted{Instrument: c, instrument: in})
		if err != nil {
			list.warn("whether %s was split is not known: %v", in.Symbol, err)
		}
		for _, a := range actions {
			if a.Kind == data.Split && a.Ex > period.From && a.Ex <= period.To {
				list.warn("%s was split %s on %s and nothing follows it: set account.actions: apply, or source.adjust", in.Symbol, a.Ratio, a.Ex)
			}
		}
	}
	return list
}

func hasActions(c *config.Instrument, in *market.Instrument) bool {
	return (in.Kind == market.Equity || in.Kind == market.ETF) && (c.Source.From == "catalog" || c.Source.From == "lean")
}
