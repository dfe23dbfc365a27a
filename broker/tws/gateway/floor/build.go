package floor

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// builder makes a floor's listings from its specs.
type builder struct {
	floor *Floor
	specs []Spec
	// business is the calendar of business days.
	business *calendar.Calendar
	symbols  map[string]bool
	bySpec   map[string]*Listing
}

// build lists everything, underlyings before what derives from them.
func (b *builder) build() error {
	var err error
	if b.business, err = calendar.Get("XNYS"); err != nil {
		return err
	}
	b.symbols, b.bySpec = map[string]bool{}, map[string]*Listing{}
	var faults []error
	for i := range b.specs {
		s := &b.specs[i]
		if err := s.Validate(); err != nil {
			faults = append(faults, err)
			continue
		}
		s.complete()
		if s.Underlying == "" {
			faults = append(faults, b.list(s, nil))
		}
	}
	for i := range b.specs {
		s := &b.specs[i]
		if s.Underlying == "" {
			continue
		}
		under := b.bySpec[strings.ToUpper(s.Underlying)]
		if under == nil {
			faults = append(faults, fmt.Errorf("listing %q: underlying %q is not listed, or derives from another itself", s.Symbol, s.Underlying))
			continue
		}
		faults = append(faults, b.list(s, under))
	}
	return errors.Join(faults...)
}

// list adds the contracts of one spec.
func (b *builder) list(s *Spec, under *Listing) error {
	c, err := calendar.Get(s.Calendar)
	if err != nil {
		return fmt.Errorf("listing %q: %w", s.Symbol, err)
	}
	if s.Kind == market.Future {
		return b.futures(s, c, under)
	}
	l := b.start(s, c)
	l.Underlying = under
	local, class := s.names()
	l.Contract.LocalSymbol, l.Contract.TradingClass = local, class
	l.Contract.PrimaryExchange = s.Primary
	if s.Kind == market.Bond {
		l.Contract.LastTradeDateOrContractMonth = compact(s.Maturity)
		l.Instrument.Expiry = s.Maturity
	}
	if err := b.add(l, s.ConID); err != nil {
		return err
	}
	if b.bySpec[s.Symbol] == nil && s.Kind != market.CFD {
		b.bySpec[s.Symbol] = l
	}
	return nil
}

// start is a listing with what all contracts of a spec share.
func (b *builder) start(s *Spec, c *calendar.Calendar) *Listing {
	least, step := sizes(s.Kind)
	in := &market.Instrument{
		Symbol: s.instrumentSymbol(), Kind: s.Kind, Exchange: s.Exchange, Currency: s.Currency, Calendar: c.Name(),
		Multiplier: s.Multiplier, Grid: rules[s.Rule], MinSize: least, SizeIncrement: step,
	}
	if s.Kind == market.Forex || s.Kind == market.Crypto {
		in.Base = market.Currency(s.Symbol)
	}
	if b.symbols[in.Symbol] {
		in.Symbol += "." + strings.TrimPrefix(s.Primary+"."+string(s.Currency), ".")
	}
	return &Listing{
		Instrument: in, Calendar: c, spec: s, smile: newSmile(s, in), exchanges: s.destinations(), rule: s.Rule,
		Contract: wire.Contract{
			Symbol: s.Symbol, SecType: secTypes[s.Kind], Exchange: s.Exchange, Currency: string(s.Currency),
		},
	}
}

// futures adds the contracts of a root that have not expired at the floor's start, the nearest first.
func (b *builder) futures(s *Spec, c *calendar.Calendar, under *Listing) error {
	year := b.floor.now.In(c.Zone()).Year()
	today := market.DateOf(b.floor.now.In(c.Zone()))
	for month, listed := time.January, 0; listed < s.Expiries; month++ {
		first := market.NewDate(year, month, 1)
		letter := monthLetters[first.Month()-1]
		if !strings.Contains(s.Months, string(letter)) {
			continue
		}
		last := s.Last.in(first.Year(), first.Month(), b.business)
		if last < today {
			continue
		}
		l := b.start(s, c)
		l.place = listed
		listed++
		l.Underlying = under
		local := s.Symbol + string(letter) + strconv.Itoa(first.Year()%10)
		if b.symbols[local] { // the same month ten years on
			local = s.Symbol + string(letter) + strconv.Itoa(first.Year()%100)
		}
		l.month = first.String()[:4] + first.String()[5:7]
		l.Instrument.Symbol, l.Instrument.Expiry, l.Instrument.Underlying = local, last, s.Symbol
		l.Contract.LocalSymbol, l.Contract.TradingClass = local, s.Symbol
		l.Contract.LastTradeDateOrContractMonth = compact(last)
		l.Contract.Multiplier = wire.Some(s.Multiplier)
		if s.TradingClass != "" {
			l.Contract.TradingClass = s.TradingClass
		}
		if err := b.add(l, 0); err != nil {
			return err
		}
	}
	return nil
}

// add numbers a listing and makes it known; conID 0 makes one up.
func (b *builder) add(l *Listing, conID int) error {
	f, k := b.floor, &l.Contract
	if conID == 0 {
		conID = b.conID(strings.Join([]string{string(k.SecType), k.LocalSymbol, k.PrimaryExchange, k.Exchange, k.Currency}, "/"))
	} else if other := f.byConID[conID]; other != nil {
		return fmt.Errorf("listing %q: conid %d is that of %s already", k.Symbol, conID, other.Instrument.Symbol)
	}
	if b.symbols[l.Instrument.Symbol] {
		return fmt.Errorf("listing %q is defined twice for %s: give another primary exchange or currency, or remove one", k.Symbol, k.Currency)
	}
	k.ConID = conID
	l.Instrument.ID = market.ID(len(f.listings))
	l.grid = steps(l.Instrument.Grid)
	if err := l.Instrument.Validate(); err != nil {
		return err
	}
	b.symbols[l.Instrument.Symbol] = true
	f.listings = append(f.listings, l)
	f.byConID[conID] = l
	f.byLocal[strings.ToUpper(k.LocalSymbol)] = append(f.byLocal[strings.ToUpper(k.LocalSymbol)], l)
	bySymbol := f.bySymbol
	if l.option != nil {
		bySymbol = f.options
	}
	bySymbol[k.Symbol] = append(bySymbol[k.Symbol], l)
	return nil
}

// compact is a date as IB writes it, YYYYMMDD.
func compact(d market.Date) string {
	if d == 0 {
		return ""
	}
	return strconv.Itoa(int(d))
}
