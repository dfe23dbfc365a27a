package backtest

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/setup"
	"github.com/tidemark/tidemark/strategy"
)

// plan decides the rolls of the run's continuous series from the bars of their contracts, all that there are up to the
// end of the run; unread it does nothing.
func (lib *library) plan(universe *market.Universe, to market.Time, unread bool) error {
	lib.universe = universe
	if unread {
		return nil
	}
	if lib.until != 0 {
		to = min(to, lib.until)
	}
	lib.chains = map[string]*roll.Chain{}
	for i := range lib.run.Instruments {
		c := &lib.run.Instruments[i]
		if c.Roll == nil {
			continue
		}
		chain, err := lib.planOf(c, lib.universe.At(market.ID(i)), to)
		if err != nil {
			return fmt.Errorf("continuous series %s: %w", c.Symbol, err)
		}
		lib.chains[c.Symbol] = chain
	}
	return nil
}

func (lib *library) planOf(c *config.Instrument, series *market.Instrument, to market.Time) (*roll.Chain, error) {
	rule := roll.Rule{Days: *c.Roll.Days}
	if err := rule.By.UnmarshalText([]byte(c.Roll.Rule)); err != nil {
		return nil, err
	}
	if err := rule.Adjust.UnmarshalText([]byte(c.Roll.Adjust)); err != nil {
		return nil, err
	}
	cal, err := calendar.Get(series.Calendar)
	if err != nil {
		return nil, err
	}
	var contracts []roll.Contract
	for _, symbol := range c.Roll.Contracts {
		w, err := lib.contract(symbol, math.MinInt64, to)
		if err != nil {
			return nil, err
		}
		stream, err := lib.rawBars(w)
		if err != nil {
			return nil, fmt.Errorf("data of %s: %w", symbol, err)
		}
		if lib.tamper != nil {
			stream = lib.tamper(stream)
		}
		days, err := data.Sessions(data.Period(stream, w.from, w.to), cal)
		if err != nil {
			return nil, fmt.Errorf("data of %s: %w", symbol, err)
		}
		if rule.By == roll.OpenInterest {
			if err := lib.openInterest(w, days); err != nil {
				return nil, err
			}
		}
		contracts = append(contracts, roll.Contract{
			Symbol: symbol, Expiry: w.instrument.Expiry, FirstNotice: w.FirstNotice, Days: days,
		})
	}
	chain, err := roll.Plan(c.Symbol, contracts, rule, cal)
	if err == nil {
		chain.Cut(to)
	}
	return chain, err
}

// openInterest completes the days of a contract: each with its own number, or with none.
func (lib *library) openInterest(w *wanted, days []roll.Day) error {
	s, err := selection(w)
	if err != nil {
		return err
	}
	known, err := lib.tree.OpenInterest(s)
	if err != nil {
		return fmt.Errorf("open interest of %s: %w", w.Symbol, err)
	}
	if len(known) == 0 {
		return fmt.Errorf("open interest of %s: the tree has none: use rule: volume or expiry", w.Symbol)
	}
	for i := range days {
		if k, found := slices.BinarySearchFunc(known, days[i].Date, func(x lean.Interest, d market.Date) int { return cmp.Compare(x.Date, d) }); found {
			days[i].OpenInterest = known[k].Contracts
		}
	}
	return nil
}

// contract is the data of a contract over a time.
func (lib *library) contract(symbol string, from, to market.Time) (*wanted, error) {
	in, err := lib.universe.Find(symbol)
	if err != nil {
		return nil, err
	}
	cal, err := calendar.Get(in.Calendar)
	c := &lib.run.Instruments[in.ID]
	return &wanted{Instrument: c, instrument: in, calendar: cal, feed: setup.Feed(c), from: from, to: to}, err
}

// continuous are the bars of a series.
func (lib *library) continuous(w *wanted) market.BarStream {
	open := func(symbol string, from, to market.Time) (market.BarStream, error) {
		contract, err := lib.contract(symbol, from, to)
		if err != nil {
			return nil, err
		}
		return lib.rawBars(contract)
	}
	return data.Continuous(lib.chains[w.Symbol], w.from, w.to, open)
}

// rolls are the chains for the engine, in the order of the instruments.
func (lib *library) rolls() []strategy.Roll {
	var list []strategy.Roll
	for i := range lib.run.Instruments {
		c := &lib.run.Instruments[i]
		if chain := lib.chains[c.Symbol]; chain != nil {
			list = append(list, strategy.Roll{Chain: chain, Move: c.Roll.Orders == "move"})
		}
	}
	return slices.Clip(list)
}
