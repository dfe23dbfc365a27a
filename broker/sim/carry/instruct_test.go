package carry_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/carry"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// desk is a venue that holds the instructions about the option of a scene, with what it has told.
type desk struct {
	*scene
	venue  *sim.Venue
	option *market.Instrument
	books  *carry.Carry
	told   []string
	// queued are events that the loop settles when the booking is over.
	queued []order.Event
}

func newDesk(t *testing.T, s *scene, option *market.Instrument) *desk {
	d := &desk{scene: s, option: option}
	var err error
	d.venue, err = sim.New([]*market.Instrument{s.spy, option}, func(*market.Instrument) (*calendar.Calendar, error) { return s.opts.Calendar, nil }, sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.venue.Start(t.Context(), func(ev order.Event) { d.queued = append(d.queued, ev) }); err != nil {
		t.Fatal(err)
	}
	s.opts.Instructions = d.venue
	if d.books, err = carry.New(s.opts); err != nil {
		t.Fatal(err)
	}
	return d
}

// take books what the venue tells.
func (d *desk) take(ev order.Event) {
	switch ev := ev.(type) {
	case order.WasFilled:
		if !ev.Fill.Leg {
			d.told = append(d.told, string(ev.Order)+" "+ev.Fill.Quantity.String()+" at "+ev.Fill.Price.String()+", "+ev.Fill.Rule)
		}
		if _, err := d.account.Apply(ev.Fill); err != nil {
			d.t.Error(err)
		}
	case order.WasCancelled:
		d.told = append(d.told, string(ev.Order)+" "+ev.Reason.Code.String())
	case order.WasRejected:
		d.told = append(d.told, string(ev.Order)+" "+ev.Reason.Error())
	case order.ModifyRefused:
		d.told = append(d.told, string(ev.Order)+" not changed: "+ev.Reason.Code.String())
	}
}

// at is a time in New York in March 2024.
func (d *desk) at(day, hour, minute int) market.Time {
	return market.At(time.Date(2024, time.March, day, hour, minute, 0, 0, d.opts.Calendar.Zone()))
}

func (d *desk) ask(id order.ID, strategy string, r order.Request) {
	r.Symbol = d.option.Symbol
	d.venue.Submit(&order.Order{ID: id, Strategy: strategy, Request: r, Instrument: d.option})
}

// book carries the clock on, as the engine's loop does.
func (d *desk) book(t market.Time) error {
	fills, err := d.books.Book(t, d.account)
	for i := range fills {
		if _, err := d.account.Apply(&fills[i]); err != nil {
			d.t.Error(err)
		}
	}
	d.venue.Advance(t)
	for _, ev := range d.queued {
		d.take(ev)
	}
	d.queued = nil
	return err
}

// Strategy one holds three options of a multiplier of 100 and a strike of 500 that it paid 3.00 for, 900 in all, and asks on
// Tuesday 5 March at 10:00 to exercise two. That is done at Tuesday's close.
func TestAnInstructionIsCarriedOutAtTheClose(t *testing.T) {
	for _, c := range []struct {
		name       string
		right      market.Right
		underlying market.Kind
		spot       float64
		units      string // of the underlying
		cash, told string
	}{
		// 1,000,000 - 900, and 200 shares at 500.
		{"a call on shares", market.Call, market.Equity, 510, "200", "899100", "x 2 at 0, exercised"},
		{"a put on shares", market.Put, market.Equity, 490, "-200", "1099100", "x 2 at 0, exercised"},
		// A future of 50 a point: a hundred a point is two of them, and futures cost no cash.
		{"a call on a future", market.Call, market.Future, 510, "4", "999100", "x 2 at 0, exercised"},
		// 2 x 100 x 10.25.
		{"a call on an index", market.Call, market.Index, 510.25, "0", "1001150", "x 2 at 10.25, exercised for cash"},
		// The holder wanted it, and it is his to want.
		{"a call that went out of the money", market.Call, market.Equity, 499, "200", "899100", "x 2 at 0, exercised"},
	} {
		s, option := optionScene(t, c.right, c.underlying)
		if c.underlying == market.Future {
			s.spy.Multiplier, s.spy.Expiry = dec("50"), date("2024-03-15")
		}
		d := newDesk(t, s, option)
		s.trade("one", option, order.Buy, "3", "3")
		s.account.Mark(s.spy.ID, c.spot)
		d.venue.Advance(d.at(5, 10, 0))
		d.ask("x", "one", order.NewExercise("", dec("2")))
		if due := d.books.Due(); due != d.at(5, 16, 0) {
			t.Errorf("%s: due at %s", c.name, due)
		}
		if err := errors.Join(d.book(d.at(5, 15, 59)), d.book(d.at(5, 16, 0))); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		l := s.account.Ledger("one")
		if got := strings.Join(d.told, "; "); got != c.told {
			t.Errorf("%s: told %q", c.name, got)
		}
		if held, units := l.Position(option.ID).Quantity, l.Position(s.spy.ID).Quantity; !held.Equal(dec("1")) || !units.Equal(dec(c.units)) {
			t.Errorf("%s: %s options and %s of the underlying, want 1 and %s", c.name, held, units, c.units)
		}
		if cash := l.Cash(market.USD); !cash.Equal(dec(c.cash)) {
			t.Errorf("%s: cash %s, want %s", c.name, cash, c.cash)
		}
		if err := s.account.Audit(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if len(d.venue.Instructions()) != 0 || d.books.Due() != d.at(15, 16, 0) {
			t.Errorf("%s: it is still there", c.name)
		}
	}
}

// What becomes of three calls of 500 at their expiry on the 15th, the share at 510, by what was asked for before.
func TestInstructionsBeforeTheExpiry(t *testing.T) {
	type asked func(d *desk)
	at := func(day, hour, minute int, ask asked) asked {
		return func(d *desk) {
			if err := d.book(d.at(day, hour, minute)); err != nil {
				d.t.Error(err)
			}
			ask(d)
		}
	}
	lapse := func(quantity string) asked {
		return func(d *desk) { d.ask("l", "one", order.NewLapse("", dec(quantity))) }
	}
	exercise := func(quantity string) asked {
		return func(d *desk) { d.ask("x", "one", order.NewExercise("", dec(quantity))) }
	}
	sell := func(quantity string) asked {
		return func(d *desk) { d.trade("one", d.option, order.Sell, quantity, "10") }
	}
	for _, c := range []struct {
		name   string
		steps  []asked
		told   string
		shares string // on the 15th after the close
	}{
		{"nothing: all are exercised by exception", nil, "", "300"},
		{"all lapse", []asked{at(5, 10, 0, lapse("3"))}, "l 3 at 0, lapsed", "0"},
		{"one lapses, two are exercised by exception", []asked{at(5, 10, 0, lapse("1"))}, "l 1 at 0, lapsed", "200"},
		{"asked at the very close", []asked{at(15, 15, 59, func(d *desk) { d.venue.Advance(d.at(15, 16, 0)) }), lapse("3")}, "l 3 at 0, lapsed", "0"},
		{"one is exercised on the last day, the others with it", []asked{at(15, 10, 0, exercise("1"))}, "x 1 at 0, exercised", "300"},
		{"after a close it is for the next", []asked{at(5, 16, 1, exercise("3")), at(6, 15, 59, func(d *desk) {
			if d.told != nil {
				d.t.Error("carried out on the 5th")
			}
		})}, "x 3 at 0, exercised", "300"},
		{"taken back", []asked{at(5, 10, 0, lapse("3")), func(d *desk) { d.venue.Cancel("l") }}, "l cancelled-by-strategy", "300"},
		{"changed", []asked{at(5, 10, 0, lapse("3")), func(d *desk) {
			two := dec("2")
			d.venue.Modify("l", order.Change{Quantity: &two})
		}}, "l not changed: unsupported; l 3 at 0, lapsed", "0"},
		{"two were sold meanwhile", []asked{at(5, 10, 0, exercise("3")), sell("2")}, "x 1 at 0, exercised; x not-held", "100"},
		{"all were sold meanwhile", []asked{at(5, 10, 0, exercise("3")), sell("3")}, "x not-held", "0"},
		{"a price", []asked{func(d *desk) {
			r := order.NewExercise("", dec("1"))
			r.LimitPrice = decimal.NewFromInt(1)
			d.ask("p", "one", r)
		}}, "p unsupported: to exercise is an instruction: it says sell and gtc, and has no price, parent, group or other terms", "300"},
	} {
		s, option := optionScene(t, market.Call, market.Equity)
		d := newDesk(t, s, option)
		s.trade("one", option, order.Buy, "3", "3")
		s.account.Mark(s.spy.ID, 510)
		for _, step := range c.steps {
			step(d)
		}
		if err := d.book(d.at(15, 16, 0)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if got := strings.Join(d.told, "; "); got != c.told {
			t.Errorf("%s: told %q, want %q", c.name, got, c.told)
		}
		l := s.account.Ledger("one")
		if shares := l.Position(s.spy.ID).Quantity; !shares.Equal(dec(c.shares)) || !l.Position(option.ID).Flat() {
			t.Errorf("%s: %s shares, want %s; %s options", c.name, shares, c.shares, l.Position(option.ID).Quantity)
		}
		if err := s.account.Audit(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Without its underlying, or without a price of an index, an option cannot be exercised: that is told, and it stays.
func TestAnExerciseWithoutItsUnderlying(t *testing.T) {
	for _, kind := range []market.Kind{market.Equity, market.Index} {
		s, option := optionScene(t, market.Call, kind)
		want := "there is no price of its underlying SPY"
		if kind == market.Equity {
			want = "its underlying SPY is not in the run"
			s.opts.Find = func(string) *market.Instrument { return nil }
		}
		s.opts.Expiring = nil
		d := newDesk(t, s, option)
		s.trade("one", option, order.Buy, "1", "3")
		d.venue.Advance(d.at(5, 10, 0))
		d.ask("x", "one", order.NewExercise("", dec("1")))
		if err := d.book(d.at(5, 16, 0)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v", err)
		}
		if held := s.account.Quantity(option.ID); !held.Equal(dec("1")) || strings.Join(d.told, "; ") != "x not-held" {
			t.Errorf("%s held, told %q", held, d.told)
		}
	}
}
