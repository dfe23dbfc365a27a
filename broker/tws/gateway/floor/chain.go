package floor

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// How much of an option chain is listed: weekly expirations for the next weeks, monthly ones for the next
// months, quarterly ones after that, each with strikes on both sides of the price at the floor's start.
const (
	weeklies    = 5
	monthlies   = 6
	quarterlies = 3
	strikesUp   = 10
)

// chains lists the option chains of every underlying that has one.
func (b *builder) chains() error {
	for _, l := range slices.Clone(b.floor.listings) {
		if !l.spec.Options || l.Underlying != nil {
			continue
		}
		price, err := b.floor.reference(l)
		if err != nil {
			return err
		}
		if price == 0 {
			return fmt.Errorf("options on %q: no price is known to list strikes around: give price in its definition", l.spec.Symbol)
		}
		l.smile.start = price
		strikes := strikesAround(price)
		for _, expiry := range b.expirations(l) {
			for _, strike := range strikes {
				for _, right := range []market.Right{market.Call, market.Put} {
					if err := b.add(newOption(l, expiry, strike, right), 0); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// expirations are the dates of a chain, ascending: Fridays, or the day before when it is a holiday.
func (b *builder) expirations(l *Listing) []market.Date {
	today := market.DateOf(b.floor.now.In(l.Calendar.Zone()))
	var dates []market.Date
	list := func(friday market.Date) {
		if !businessDay(b.business, friday) {
			friday = back(b.business, friday, 1)
		}
		if friday >= today && !slices.Contains(dates, friday) {
			dates = append(dates, friday)
		}
	}
	friday := today.AddDays((int(time.Friday) - int(today.Weekday()) + 7) % 7)
	for week := range weeklies {
		list(friday.AddDays(7 * week))
	}
	for month := range monthlies {
		list(thirdFriday(today.Year(), today.Month()+time.Month(month)))
	}
	for month, quarters := monthlies, 0; quarters < quarterlies; month++ {
		third := thirdFriday(today.Year(), today.Month()+time.Month(month))
		if third.Month()%3 == 0 {
			list(third)
			quarters++
		}
	}
	slices.Sort(dates)
	return dates
}

// strikesAround are the strikes of a chain, ascending.
func strikesAround(price float64) []float64 {
	step := strikeStep(price)
	middle := math.Round(price / step)
	var strikes []float64
	for i := middle - strikesUp; i <= middle+strikesUp; i++ {
		if i > 0 {
			strikes = append(strikes, i*step)
		}
	}
	return strikes
}

func strikeStep(price float64) float64 {
	for _, s := range []struct{ from, step float64 }{{10_000, 100}, {1000, 25}, {200, 5}, {50, 2.5}, {20, 1}} {
		if price >= s.from {
			return s.step
		}
	}
	return 0.5
}

// newOption is the listing of one option.
func newOption(under *Listing, expiry market.Date, strike float64, right market.Right) *Listing {
	index := under.Instrument.Kind == market.Index
	rule, exchanges := rulePenny, usOptionExchanges
	class := under.Contract.Symbol
	if index {
		rule, exchanges = ruleIndexOpt, indexOptionExchanges
		// On a third Friday that is a holiday the monthly series ends the day before.
		if third := thirdFriday(expiry.Year(), expiry.Month()); expiry != third && expiry.AddDays(1) != third {
			class += "W"
		}
	}
	exact := decimal.NewFromFloat(strike)
	local := fmt.Sprintf("%-6s%06d%s%08d", class, expiry%1_000_000, strings.ToUpper(right.String()[:1]), exact.Shift(3).IntPart())
	expires := market.At(expiry.Clock(16, 0, under.Calendar.Zone()))
	if s, ok := under.Calendar.Session(expiry); ok {
		expires = s.Close
	}
	one, hundred := decimal.NewFromInt(1), decimal.NewFromInt(100)
	return &Listing{
		Instrument: &market.Instrument{
			Symbol: local, Kind: market.Option, Exchange: "SMART", Currency: under.Instrument.Currency,
			Calendar: under.Instrument.Calendar, Multiplier: hundred, Grid: rules[rule], SizeIncrement: one, MinSize: one,
			Underlying: under.Instrument.Symbol, Expiry: expiry, Strike: exact, Right: right,
		},
		Contract: wire.Contract{
			Symbol: under.Contract.Symbol, SecType: wire.Option, LastTradeDateOrContractMonth: compact(expiry),
			Strike: wire.Some(exact), Right: wire.Right(right), Multiplier: wire.Some(hundred), Exchange: "SMART",
			Currency: under.Contract.Currency, LocalSymbol: local, TradingClass: class,
		},
		Calendar: under.Calendar, Underlying: under, spec: under.spec, exchanges: strings.Split(exchanges, ","), rule: rule,
		month:  compact(expiry)[:len("200601")],
		option: &derived{strike: strike, call: right == market.Call, expires: expires},
	}
}

// Chain is the options of one exchange, trading class and multiplier. Not every combination is listed.
type Chain struct {
	Exchange, TradingClass, Multiplier string
	Expirations                        []market.Date
	Strikes                            []float64
}

// Chains lists the option chains of an underlying that have not expired, by exchange and trading class.
func (f *Floor) Chains(underlying *Listing) []Chain {
	var chains []Chain
	for _, l := range f.options[underlying.Contract.Symbol] {
		if l.Underlying.ID() != underlying.ID() || l.Expired(f.now) {
			continue
		}
		for _, exchange := range l.exchanges {
			i := slices.IndexFunc(chains, func(c Chain) bool { return c.Exchange == exchange && c.TradingClass == l.Contract.TradingClass })
			if i < 0 {
				i = len(chains)
				chains = append(chains, Chain{
					Exchange: exchange, TradingClass: l.Contract.TradingClass, Multiplier: l.Instrument.Multiplier.String(),
				})
			}
			c := &chains[i]
			c.Expirations = insert(c.Expirations, l.Instrument.Expiry)
			c.Strikes = insert(c.Strikes, l.option.strike)
		}
	}
	slices.SortFunc(chains, func(a, b Chain) int {
		return cmp.Or(cmp.Compare(a.Exchange, b.Exchange), cmp.Compare(a.TradingClass, b.TradingClass))
	})
	return chains
}

// insert keeps a sorted list without repetitions.
func insert[T cmp.Ordered](sorted []T, v T) []T {
	i, found := slices.BinarySearch(sorted, v)
	if found {
		return sorted
	}
	return slices.Insert(sorted, i, v)
}
