package data

import (
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

// seen is what tells one event from another in these tests.
type seen struct {
	Time       market.Time
	Instrument market.ID
	Kind       market.EventKind
	Price      float64
	Last       bool
}

func seenIn(ev *market.Event) seen {
	price := ev.Bar.Close
	switch ev.Kind {
	case market.QuoteEvent:
		price = ev.Quote.Bid
	case market.TradeEvent:
		price = ev.Trade.Price
	}
	return seen{ev.Time, ev.Instrument, ev.Kind, price, ev.Last}
}

func play(t tester, r *Replay) (all []seen) {
	t.Helper()
	var ev market.Event
	for {
		switch next := r.Peek(); r.Next(market.Never, &ev) {
		case Ended:
			if next != market.Never {
				t.Fatal("Peek promised an event at", next)
			}
			return all
		case Delivered:
			if next != ev.Time {
				t.Fatal("Peek promised", next, "and the event is of", ev.Time)
			}
			all = append(all, seenIn(&ev))
		}
	}
}

func barsOfPrices(price float64, times ...market.Time) market.BarStream {
	var bars market.Bars
	for _, at := range times {
		bars.Append(market.Bar{Start: at - 1, End: at, Open: price, High: price, Low: price, Close: price, Volume: 1})
		price++
	}
	return FromBars(&bars)
}

func tradesOfPrices(price float64, times ...market.Time) market.TradeStream {
	var trades market.Trades
	for _, at := range times {
		trades.Append(market.Trade{Time: at, Price: price, Size: 1})
		price++
	}
	return FromTrades(&trades)
}

func quotesOfPrices(price float64, times ...market.Time) market.QuoteStream {
	var quotes market.Quotes
	for _, at := range times {
		quotes.Append(market.Quote{Time: at, Bid: price, Ask: price + 1})
		price++
	}
	return FromQuotes(&quotes)
}

func TestReplayOrder(t *testing.T) {
	r := NewReplay(
		Input{Instrument: 1, Bars: barsOfPrices(10, 60, 120), Trades: tradesOfPrices(20, 30, 60, 60)},
		Input{Instrument: 0, Bars: barsOfPrices(30, 60), Quotes: quotesOfPrices(40, 60, 90)},
	)
	const bar, trade, quote = market.BarEvent, market.TradeEvent, market.QuoteEvent
	want := []seen{
		{30, 1, trade, 20, true},
		{60, 0, quote, 40, false},
		{60, 0, bar, 30, false},
		{60, 1, trade, 21, false},
		{60, 1, trade, 22, false},
		{60, 1, bar, 10, true},
		{90, 0, quote, 41, true},
		{120, 1, bar, 11, true},
	}
	if diff := cmp.Diff(want, play(t, r)); diff != "" {
		t.Error(diff)
	}
	if r.Err() != nil {
		t.Error(r.Err())
	}
}

func TestReplayStopsAtTheLimit(t *testing.T) {
	r := NewReplay(Input{Bars: barsOfPrices(1, 60, 120)})
	var ev market.Event
	for _, step := range []struct {
		limit market.Time
		want  Status
	}{{59, AtLimit}, {60, Delivered}, {60, AtLimit}, {119, AtLimit}, {500, Delivered}, {500, Ended}, {500, Ended}} {
		if got := r.Next(step.limit, &ev); got != step.want {
			t.Errorf("Next up to %d is %s, want %s", step.limit, got, step.want)
		}
	}
}

// An event is used again and again; nothing of the one before may shine through.
func TestReplayLeavesNothingBehind(t *testing.T) {
	var bars market.Bars
	bars.Append(market.Bar{End: 60, Close: 1, Spread: 0.5})
	r := NewReplay(Input{Instrument: 0, Bars: FromBars(&bars)}, Input{Instrument: 1, Bars: barsOfPrices(2, 61)})
	var ev market.Event
	ev.Bar.Session = 20240102
	r.Next(market.Never, &ev)
	if ev.Bar.Spread != 0.5 || ev.Bar.Session != 0 {
		t.Errorf("the first bar is %+v", ev.Bar)
	}
	r.Next(market.Never, &ev)
	want := market.Bar{Instrument: 1, Start: 60, End: 61, Open: 2, High: 2, Low: 2, Close: 2, Volume: 1}
	if diff := cmp.Diff(want, ev.Bar); diff != "" {
		t.Error(diff)
	}
}

func TestReplayRefusesToGoBack(t *testing.T) {
	r := NewReplay(
		Input{Instrument: 3, Bars: barsOfPrices(1, 60, 120, 90, 180)},
		Input{Instrument: 4, Bars: barsOfPrices(1, 60, 120)})
	got := play(t, r)
	var disorder *OrderError
	var failed *ReplayError
	if !errors.As(r.Err(), &failed) || failed.Instrument != 3 || failed.Kind != market.BarEvent {
		t.Errorf("error is %v", r.Err())
	}
	if !errors.As(r.Err(), &disorder) || *disorder != (OrderError{Row: 3, Time: 90, Previous: 120}) {
		t.Errorf("error is %v", r.Err())
	}
	if len(got) != 3 || got[2].Instrument != 3 || got[2].Time != 120 {
		t.Errorf("delivered before the error: %v", got)
	}
}

type broken struct{ err, closeErr error }

func (b broken) Next(batch *market.Bars) error { *batch = market.Bars{}; return b.err }
func (b broken) Close() error                  { return b.closeErr }

func TestReplayKeepsAStreamsError(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	r := NewReplay(Input{Instrument: 0, Bars: barsOfPrices(1, 60)}, Input{Instrument: 7, Bars: broken{first, second}})
	if got := play(t, r); len(got) != 0 || !errors.Is(r.Err(), first) {
		t.Errorf("delivered %v, error %v", got, r.Err())
	}
	if err := r.Close(); !errors.Is(err, second) {
		t.Errorf("Close: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

// short yields batches of the given sizes, empty ones among them.
type short struct {
	bars  market.Bars
	sizes []int
}

func (s *short) Next(b *market.Bars) error {
	if s.bars.Len() == 0 {
		*b = market.Bars{}
		return io.EOF
	}
	n := min(s.sizes[0], s.bars.Len())
	s.sizes = append(s.sizes[1:], s.sizes[0])
	*b, s.bars = s.bars.Slice(0, n), s.bars.Slice(n, s.bars.Len())
	return nil
}

func (s *short) Close() error { return nil }

// A replay equals a stable sort of everything by (time, instrument, kind), and Last marks the last event
// of each instant.
func TestReplayEqualsSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var inputs []Input
		var want []seen
		price := 0.0
		for range rapid.IntRange(0, 12).Draw(t, "streams") {
			in := Input{Instrument: market.ID(rapid.IntRange(0, 5).Draw(t, "instrument"))}
			var times []market.Time
			now := market.Time(rapid.IntRange(0, 3).Draw(t, "start"))
			// Steps of one kind most of the time, so that lanes run together and part again.
			pace := rapid.IntRange(0, 2).Draw(t, "pace")
			for range rapid.IntRange(0, 150).Draw(t, "rows") {
				times = append(times, now)
				step := pace
				if rapid.IntRange(0, 9).Draw(t, "leap") == 0 {
					step = rapid.IntRange(0, 5).Draw(t, "step")
				}
				now += market.Time(step)
			}
			kind := market.EventKind(rapid.IntRange(0, 2).Draw(t, "kind"))
			for i, at := range times {
				want = append(want, seen{at, in.Instrument, kind, price + float64(i), false})
			}
			switch kind {
			case market.QuoteEvent:
				in.Quotes = quotesOfPrices(price, times...)
			case market.TradeEvent:
				in.Trades = tradesOfPrices(price, times...)
			default:
				bars := barsOfPrices(price, times...).(*memoryBars).bars
				in.Bars = &short{bars: *bars, sizes: []int{rapid.IntRange(1, 70).Draw(t, "batch"), 0, 3}}
			}
			price += float64(len(times))
			inputs = append(inputs, in)
		}
		slices.SortStableFunc(want, func(a, b seen) int {
			x := market.Event{Time: a.Time, Instrument: a.Instrument, Kind: a.Kind}
			return x.Order(&market.Event{Time: b.Time, Instrument: b.Instrument, Kind: b.Kind})
		})
		for i := range want {
			want[i].Last = i == len(want)-1 || want[i+1].Time != want[i].Time
		}
		r := NewReplay(inputs...)
		if diff := cmp.Diff(want, play(t, r)); diff != "" || r.Err() != nil {
			t.Fatalf("error %v, difference %s", r.Err(), diff)
		}
	})
}

// A thousand instruments that tick together, some of them pausing, are still in order.
func TestReplayOfManyInstruments(t *testing.T) {
	var inputs []Input
	rows := 0
	for id := range market.ID(1000) {
		var times []market.Time
		for minute := range market.Time(20) {
			if (int(id)+int(minute))%7 != 0 {
				times = append(times, minute*market.Time(time.Minute))
			}
		}
		rows += len(times)
		inputs = append(inputs, Input{Instrument: id, Bars: barsOfPrices(1, times...)})
	}
	got := play(t, NewReplay(inputs...))
	if len(got) != rows {
		t.Errorf("delivered %d events of %d", len(got), rows)
	}
	if !slices.IsSortedFunc(got, func(a, b seen) int {
		if a.Time != b.Time {
			return int(a.Time - b.Time)
		}
		return int(a.Instrument - b.Instrument)
	}) {
		t.Error("events are out of order")
	}
}

func TestReplayAllocatesNothing(t *testing.T) {
	inputs := make([]Input, 50)
	for i := range inputs {
		inputs[i] = Input{Instrument: market.ID(i), Bars: FromBars(walk(2000, time.Duration(i%3)*time.Second))}
	}
	r := NewReplay(inputs...)
	var ev market.Event
	if n := testing.AllocsPerRun(50_000, func() { r.Next(market.Never, &ev) }); n != 0 {
		t.Errorf("%v allocations for an event", n)
	}
}
