package sim_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// quote shows a quote of an instrument by its number, at a time of the test day.
func (b *bench) quote(id market.ID, at string, bid, ask float64) {
	q := market.Quote{Instrument: id, Time: clock(at), Bid: bid, Ask: ask}
	b.show(market.Event{Kind: market.QuoteEvent, Instrument: id, Time: q.Time, Quote: q})
}

// add lists another instrument while the venue runs.
func (b *bench) add(in market.Instrument) error {
	in.ID = market.ID(len(b.market))
	c, err := calendarOf(&in)
	if err == nil {
		err = b.venue.Add(&in, c)
	}
	if err == nil {
		b.market = append(b.market, &in)
	}
	return err
}

// TestAdd: orders that work go on when instruments are added, and a combo that was added trades from what comes next.
func TestAdd(t *testing.T) {
	b := newBench(t, sim.Options{}, instruments["CALL"])
	b.advance(clock("09:30"))
	b.submit("waits", order.NewLimit("CALL", order.Buy, one, dec("2.40")))
	b.quote(0, "09:30:01", 2.50, 2.60)
	for _, in := range []market.Instrument{instruments["PUT"], comboOf("SPREAD", "100", []string{"CALL:1", "PUT:-1"}), instruments["SPY"]} {
		if err := b.add(in); err != nil {
			t.Fatal(err)
		}
	}
	b.submit("spread", order.NewMarket("SPREAD", order.Buy, one))
	b.submit("share", order.NewMarket("SPY", order.Buy, one))
	b.quote(1, "09:30:02", 1.15, 1.25)
	b.quote(3, "09:30:03", 50, 51)
	if fills := b.fills(); len(fills) != 1 || fills[0].Order != "share" {
		t.Fatalf("fills %+v, want the share's alone: CALL has shown nothing since the combo was added", fills)
	}
	b.quote(0, "09:30:04", 2.30, 2.40)
	var got []string
	for _, f := range b.fills() {
		got = append(got, string(f.Order)+" "+f.Instrument.Symbol+" "+f.Price.String())
	}
	want := "share SPY 51, waits CALL 2.4, spread CALL 2.4, spread PUT 1.15, spread SPREAD 1.25"
	if text := strings.Join(got, ", "); text != want {
		t.Errorf("fills %s, want %s", text, want)
	}
}

// TestAddRefuses: what cannot be added leaves the venue as it was.
func TestAddRefuses(t *testing.T) {
	b := newBench(t, sim.Options{}, instruments["CALL"], instruments["PUT"])
	wrong := instruments["SPY"]
	wrong.ID = 7
	c, err := calendarOf(&wrong)
	if err != nil {
		t.Fatal(err)
	}
	for text, in := range map[string]*market.Instrument{"is missing": nil, "has id 7 at place 2": &wrong} {
		if err := b.venue.Add(in, c); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
	for text, legs := range map[string]string{
		"common divisor 2":    "CALL:2 PUT:-2",
		`"SPY" is not in`:     "CALL:1 SPY:-1",
		"from two to 6 legs,": "CALL:1",
	} {
		if err := b.add(comboOf("BAD", "100", strings.Fields(legs))); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
	if err := b.add(comboOf("GOOD", "100", []string{"CALL:1", "PUT:-1"})); err != nil {
		t.Error(err)
	}
}

// TestComboHasNoDataOfItsOwn: what is shown of a combo itself fills nothing.
func TestComboHasNoDataOfItsOwn(t *testing.T) {
	b := newBench(t, sim.Options{}, instruments["CALL"], instruments["PUT"], comboOf("SPREAD", "100", []string{"CALL:1", "PUT:-1"}))
	b.advance(clock("09:30"))
	b.submit("a", order.NewMarket("SPREAD", order.Buy, one))
	b.quote(2, "09:30:01", 1, 1.10)
	at := clock("09:31")
	b.bar(market.Bar{Instrument: 2, Start: at.Add(-time.Minute), End: at, Open: 1, High: 1, Low: 1, Close: 1, Volume: 9})
	b.show(market.Event{Kind: market.TradeEvent, Instrument: 2, Time: at, Trade: market.Trade{Instrument: 2, Time: at, Price: 1, Size: 1}})
	if len(b.fills()) != 0 || b.venue.Ignored() != 3 {
		t.Errorf("%d fills, ignored %d observations; want none and 3", len(b.fills()), b.venue.Ignored())
	}
}

// purse pays for all but what is sold of one symbol.
type purse struct {
	refuses  string
	reviewed []sim.Prospect
	paid     int
}

func (p *purse) Review(own *sim.Prospect, others []sim.Prospect) *order.Reason {
	p.reviewed = append([]sim.Prospect{*own}, others...)
	return nil
}

func (p *purse) Pay(*order.Fill) *order.Reason {
	p.paid++
	return nil
}

func (p *purse) PayAll(legs []order.Fill) *order.Reason {
	for i := range legs {
		if legs[i].Instrument.Symbol == p.refuses {
			return &order.Reason{Code: order.InsufficientFunds}
		}
	}
	p.paid += len(legs)
	return nil
}

// TestFundsOfCombos: the account is asked for the legs, at the prices of their sides, and pays for all of them or none.
func TestFundsOfCombos(t *testing.T) {
	funds := &purse{refuses: "PUT"}
	b := newBench(t, sim.Options{Funds: funds}, instruments["CALL"], instruments["PUT"], comboOf("RATIO", "100", []string{"CALL:1", "PUT:-2"}))
	b.advance(clock("09:30"))
	b.quote(0, "09:30:01", 2.50, 2.60)
	b.quote(1, "09:30:02", 1.15, 1.25)
	b.submit("a", order.NewLimit("RATIO", order.Buy, decimal.NewFromInt(3), dec("5")))
	b.submit("b", order.NewMarket("RATIO", order.Sell, one))
	for i, want := range [][2]string{{"sell 1 CALL 2.5", "buy 2 PUT 1.25"}, {"buy 3 CALL 2.6", "sell 6 PUT 1.15"}} {
		for k, text := range want {
			p := funds.reviewed[i].Legs[k]
			if got := p.Side.String() + " " + p.Open.String() + " " + p.Instrument.Symbol + " " + p.Price.String(); got != text {
				t.Errorf("prospect %d, leg %d: %s, want %s", i, k, got, text)
			}
		}
	}
	b.quote(0, "09:30:03", 2.50, 2.60)
	b.quote(1, "09:30:04", 1.15, 1.25)
	if len(b.fills()) != 0 || funds.paid != 0 {
		t.Errorf("%d fills, %d paid: want none, as one leg cannot be paid", len(b.fills()), funds.paid)
	}
	for id, o := range b.orders {
		if o.State != order.Cancelled || o.Reason.Code != order.InsufficientFunds {
			t.Errorf("order %s is %s: %s", id, o.State, o.Reason.Code)
		}
	}
	funds.refuses = ""
	b.submit("c", order.NewMarket("RATIO", order.Buy, one))
	b.quote(0, "09:30:05", 2.50, 2.60)
	b.quote(1, "09:30:06", 1.15, 1.25)
	if len(b.fills()) != 3 || funds.paid != 2 {
		t.Errorf("%d fills, %d paid: want two legs and the whole, and two paid", len(b.fills()), funds.paid)
	}
}
