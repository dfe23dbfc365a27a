package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/suggest"
	"github.com/tidemark/tidemark/market"
)

func sortedKeys(tree map[string]any) []string { return slices.Sorted(maps.Keys(tree)) }

func has(list []string, word string) bool { return slices.Contains(list, word) }

// checker collects the faults that need more than one value, or a list of words, to be seen.
type checker struct {
	origin *origins
	faults Faults
}

func (c *checker) fault(key, format string, args ...any) {
	c.faults = append(c.faults, Fault{Where: c.origin.where(key), Key: key, Problem: fmt.Sprintf(format, args...)})
}

func (c *checker) word(key, value string, words ...string) {
	if !has(words, value) {
		c.fault(key, "%q is not known%s; want %s", value, suggest.Hint(value, words), strings.Join(words, ", "))
	}
}

func (c *checker) notNegative(key string, value decimal.Decimal) {
	if value.IsNegative() {
		c.fault(key, "%s: must not be negative", value)
	}
}

// check looks at a decoded configuration as a whole.
func check(r *Run, o *origins) Faults {
	c := &checker{origin: o}
	c.run(r)
	for i := range r.Instruments {
		c.instrument(&r.Instruments[i], join("instruments", strconv.Itoa(i)))
	}
	c.continuous(r)
	c.combos(r)
	c.account(&r.Account, r.Instruments)
	c.strategies(r)
	c.sim(&r.Sim, r.Instruments)
	if r.Broker.Kind != "" {
		c.broker(r)
	}
	c.word("log.level", r.Log.Level, "debug", "info", "warn", "error")
	c.word("log.format", r.Log.Format, "auto", "text", "json")
	return c.faults
}

func (c *checker) run(r *Run) {
	if r.Period.From == 0 && r.Broker.Kind == "" {
		c.fault("period.from", "is missing: give the first day, such as 2024-01-02, or a broker to trade at")
	}
	if r.Period.To == 0 && r.Broker.Kind == "" {
		c.fault("period.to", "is missing: give the last day, such as 2024-06-28, or a broker to trade at")
	}
	if r.Period.From > r.Period.To && r.Period.To != 0 {
		c.fault("period.to", "%s is before period.from %s", r.Period.To, r.Period.From)
	}
	if !r.Account.Cash.IsPositive() {
		c.fault("account.cash", "%s: must be above 0", r.Account.Cash)
	}
	if len(r.Account.Base) < 3 {
		c.fault("account.base", "%q: want a currency code such as USD", r.Account.Base)
	}
	if len(r.Instruments) == 0 {
		c.fault("instruments", "is empty: name at least one instrument")
	}
	if len(r.Strategies) == 0 {
		c.fault("strategies", "is empty: name at least one strategy; `trader strategies` lists them")
	}
	if r.Name == "" || strings.ContainsAny(r.Name, `/\`) {
		c.fault("name", "%q: want a name without slashes; it names the output folder", r.Name)
	}
}

func (c *checker) instrument(in *Instrument, path string) {
	if in.Symbol == "" {
		c.fault(join(path, "symbol"), "is missing")
	}
	if in.Kind == market.Combo {
		return // it has no source
	}
	s := &in.Source
	if s.From == "" {
		*s = defaultSource()
	}
	source := join(path, "source")
	c.word(join(source, "from"), s.From, "synth", "catalog", "lean", "yahoo", "csv", ContractsSource)
	c.word(join(source, "adjust"), s.Adjust, "raw", "splits", "all")
	if (s.From == "yahoo" || s.From == "csv") && s.Path == "" {
		c.fault(join(source, "path"), "is missing: name the file")
	}
	if s.Bars == (market.BarSpec{}) && !s.Quotes && !s.Trades && !s.Depth {
		c.fault(join(source, "bars"), "is missing: say which bars are recorded, such as 1m or 1d, or ask for quotes, trades or depth")
	}
	if s.Detail != nil {
		c.detail(join(source, "detail"), s)
	}
	if s.Depth && s.From != "synth" && s.From != "catalog" {
		c.fault(join(source, "depth"), "a source %s has no order books: use a catalog, or synth", s.From)
	}
	if s.CSV.BarTime != "" {
		c.word(join(source, "csv.bar_time"), s.CSV.BarTime, "start", "end")
	}
	if s.CSV.Header != "" {
		c.word(join(source, "csv.header"), s.CSV.Header, "yes", "no")
	}
}

// detail must be finer than the bars that it is the path of.
func (c *checker) detail(path string, s *Source) {
	switch b, d := s.Bars, *s.Detail; {
	case b == (market.BarSpec{}):
		c.fault(path, "is the path inside recorded bars: give bars too")
	case s.From == "yahoo" || s.From == "csv":
		c.fault(path, "a source %s is one file of one series: use a catalog, lean or synth", s.From)
	case d.Kind != market.TimeBars || b.Kind != market.SessionBars && (b.Kind != market.TimeBars || d.Span >= b.Span):
		c.fault(path, "%s: want bars of time that are shorter than %s", d, b)
	}
}

func (c *checker) strategies(r *Run) {
	seen := map[string]bool{}
	shares, without := decimal.Zero, ""
	for i := range r.Strategies {
		s := &r.Strategies[i]
		path := join("strategies", strconv.Itoa(i))
		if s.Use == "" {
			c.fault(join(path, "use"), "is missing: name a registered strategy; `trader strategies` lists them")
		}
		if s.Name == "" {
			s.Name = s.Use
		}
		if seen[s.Name] {
			c.fault(join(path, "name"), "%q is taken: give each strategy of the run its own name", s.Name)
		}
		seen[s.Name] = true
		c.notNegative(join(path, "share"), s.Share)
		shares = shares.Add(s.Share)
		if s.Share.IsZero() {
			without = join(path, "share")
		}
	}
	one := decimal.NewFromInt(1)
	if shares.GreaterThan(one) {
		c.fault("strategies", "the shares add up to %s: they must not exceed 1", shares)
	}
	if shares.Equal(one) && without != "" {
		c.fault(without, "is missing, and the other strategies share all the cash: give it a share and the others less")
	}
}

func (c *checker) broker(r *Run) {
	b := &r.Broker
	c.word("broker.kind", b.Kind, "simulated", "tws")
	c.word("broker.sync", b.Sync, "always", "batch")
	c.word("broker.unexplained", b.Unexplained, "halt", "adopt")
	c.word("broker.exit", b.Exit, "keep", "cancel", "flatten")
	c.word("broker.depth", b.Depth, "smart", "primary")
	c.word("broker.simulated.queue", b.Simulated.Queue, "none", "behind", "probabilistic")
	if b.Kind == "tws" && (b.Port < 1 || b.Port > 65535) {
		c.fault("broker.port", "%d: want a port, such as 4002 for IB Gateway with a paper account", b.Port)
	}
	if b.ClientID < 0 {
		c.fault("broker.client_id", "%d: must not be negative", b.ClientID)
	}
	if r.Store == "" {
		c.fault("store", "is missing: a run at a broker keeps its orders in a file, such as .trader/state.db")
	}
	for i, text := range b.Restarts {
		if _, err := ParseRestart(text); err != nil {
			c.fault(join("broker.restarts", strconv.Itoa(i)), "%v", err)
		}
	}
}
