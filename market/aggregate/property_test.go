package aggregate

import (
	"slices"
	"sort"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// drawMinutes are one-minute bars of a few sessions with holes, in random order of highs and lows, from
// a little before the first open to a little after the last close.
func drawMinutes(t *rapid.T, c *calendar.Calendar) []market.Bar {
	first := market.NewDate(rapid.IntRange(1995, 2028).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"))
	missing := rapid.IntRange(0, 9).Draw(t, "missing tenths")
	seed := rapid.Uint64().Draw(t, "seed")
	random := func(n uint64) float64 { // a small generator, so that thousands of bars are one draw
		seed = seed*6364136223846793005 + 1442695040888963407
		return float64(seed >> 33 % n)
	}
	var bars []market.Bar
	for s := range c.Sessions(first, first.AddDays(2)) {
		for end := s.Open.Add(-2 * time.Minute); end <= s.Close.Add(3*time.Minute); end = end.Add(time.Minute) {
			if random(10) < float64(missing) || (len(bars) > 0 && end <= bars[len(bars)-1].End) {
				continue
			}
			bar := market.Bar{Start: end.Add(-time.Minute), End: end, Open: 50 + random(50), Close: 50 + random(50), Volume: random(1000)}
			bar.High, bar.Low = max(bar.Open, bar.Close)+random(3), min(bar.Open, bar.Close)-random(3)
			bars = append(bars, bar)
		}
	}
	return bars
}

// reference builds time bars the slow way: it walks every bucket of every session and picks its inputs.
func reference(c *calendar.Calendar, span time.Duration, in []market.Bar) []market.Bar {
	var out []market.Bar
	if len(in) == 0 {
		return nil
	}
	first, last := market.DateOf(in[0].End.In(c.Zone())), market.DateOf(in[len(in)-1].End.In(c.Zone()))
	for s := range c.Sessions(first.AddDays(-1), last.AddDays(1)) {
		for start := s.Open; start < s.Close; start = start.Add(span) {
			bar := market.Bar{Session: s.Date, Start: start, End: min(start.Add(span), s.Close)}
			inside := in[after(in, bar.Start):after(in, bar.End)]
			if len(inside) == 0 {
				continue
			}
			bar.Open, bar.Close = inside[0].Open, inside[len(inside)-1].Close
			bar.Low = inside[0].Low
			for _, b := range inside {
				bar.High, bar.Low, bar.Volume = max(bar.High, b.High), min(bar.Low, b.Low), bar.Volume+b.Volume
			}
			out = append(out, bar)
		}
	}
	return out
}

// after is the number of bars that end up to and including t.
func after(bars []market.Bar, t market.Time) int {
	return sort.Search(len(bars), func(i int) bool { return bars[i].End > t })
}

// run feeds bars and keeps what comes, checking that nothing comes before its end and that the clock,
// told at random moments, changes nothing but the moment.
func run(t *rapid.T, b *Builder, in []market.Bar, tell bool) []market.Bar {
	var out []market.Bar
	take := func(bars []market.Bar, now market.Time) {
		for _, bar := range bars {
			if bar.End > now {
				t.Fatalf("the bar to %v was given out at %v", bar.End, now)
			}
			out = append(out, bar)
		}
	}
	for i := range in {
		take(b.Bar(&in[i]), in[i].End)
		if tell {
			take(b.Advance(in[i].End), in[i].End)
		}
	}
	end := in[len(in)-1].End.Add(48 * time.Hour)
	take(b.Advance(end), end)
	return out
}

func newBuilder(t *rapid.T, spec, source market.BarSpec, c *calendar.Calendar) *Builder {
	b, err := New(spec, source, c, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func drawCalendar(t *rapid.T) *calendar.Calendar {
	c, err := calendar.Get(rapid.SampledFrom(calendar.Names()).Draw(t, "calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Bars of bars are what their definition says: every input in exactly the bucket its end lies in, the
// first open, the highest high, the lowest low, the last close, the sum of volumes.
func TestTimeBarsMatchTheirDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCalendar(t)
		in := drawMinutes(t, c)
		if len(in) == 0 {
			return
		}
		spec := market.Minutes(rapid.SampledFrom([]int{1, 2, 5, 15, 30, 60, 90, 240, 1440}).Draw(t, "minutes"))
		got := run(t, newBuilder(t, spec, market.Minutes(1), c), in, rapid.Bool().Draw(t, "tell"))
		if want := reference(c, spec.Span, in); !slices.Equal(got, want) {
			t.Fatalf("%s: got\n%+v, want\n%+v", spec, got, want)
		}
	})
}

func TestBuildingInStepsIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCalendar(t)
		in := drawMinutes(t, c)
		if len(in) == 0 {
			return
		}
		fives := run(t, newBuilder(t, market.Minutes(5), market.Minutes(1), c), in, true)
		if len(fives) == 0 {
			return
		}
		for _, spec := range []market.BarSpec{market.Minutes(15), market.Hours(1), market.Daily()} {
			steps := run(t, newBuilder(t, spec, market.Minutes(5), c), fives, false)
			direct := run(t, newBuilder(t, spec, market.Minutes(1), c), in, false)
			if !slices.Equal(steps, direct) {
				t.Fatalf("%s: over 5m\n%+v, direct\n%+v", spec, steps, direct)
			}
		}
	})
}

// The same for trades, of which several may share an instant and some fall on the very end of a bucket.
func TestTimeBarsOfTradesMatchTheirDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCalendar(t)
		spec := market.Seconds(rapid.SampledFrom([]int{1, 10, 60, 300, 3600}).Draw(t, "seconds"))
		b := newBuilder(t, spec, market.Ticks(1), c)
		s, _ := c.Next(market.At(time.Date(rapid.IntRange(1995, 2028).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)))
		now := s.Open.Add(-time.Second)
		var trades, got []market.Bar
		for range 200 {
			pause := rapid.SampledFrom([]time.Duration{0, 0, time.Nanosecond, time.Second, 7 * time.Second, time.Minute, time.Hour}).Draw(t, "pause")
			if pause > 0 && rapid.Bool().Draw(t, "advance") {
				got = append(got, b.Advance(now)...)
			}
			now = now.Add(pause)
			price := float64(rapid.IntRange(90, 110).Draw(t, "price"))
			got = append(got, b.Trade(&market.Trade{Time: now, Price: price, Size: 2})...)
			trades = append(trades, market.Bar{End: now, Open: price, High: price, Low: price, Close: price, Volume: 2})
		}
		got = append(got, b.Advance(now.Add(48*time.Hour))...)
		if want := reference(c, spec.Span, trades); !slices.Equal(got, want) {
			t.Fatalf("%s: got\n%+v, want\n%+v", spec, got, want)
		}
	})
}

// Whatever fills a bar, no trade is lost or counted twice, bars follow one another without
// overlap, and each stays within its session.
func TestBarsOfTradesKeepEveryTrade(t *testing.T) {
	specs := []market.BarSpec{
		market.Seconds(10), market.Minutes(5), market.Daily(), market.Ticks(7), market.Volume(300),
		market.Dollars(20_000), market.Range(4), market.Sessions(3),
	}
	rapid.Check(t, func(t *rapid.T) {
		c := drawCalendar(t)
		spec := rapid.SampledFrom(specs).Draw(t, "spec")
		b := newBuilder(t, spec, market.Ticks(1), c)
		s, _ := c.Next(market.At(time.Date(rapid.IntRange(1995, 2028).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)))
		now, traded, built := s.Close.Add(-10*time.Minute), 0.0, 0.0
		var last market.Bar
		take := func(bars []market.Bar) {
			for _, bar := range bars {
				built += bar.Volume
				session, ok := c.Session(bar.Session)
				if bar.End > now || bar.Start < last.End || bar.End < bar.Start || !ok || bar.End > session.Close {
					t.Fatalf("at %v: bar %+v after %+v", now, bar, last)
				}
				if spec.Kind != market.SessionBars && bar.Start < session.Open {
					t.Fatalf("bar %+v begins before its session", bar)
				}
				last = bar
			}
		}
		for range 300 {
			pause := rapid.SampledFrom([]time.Duration{0, time.Millisecond, 10 * time.Second, time.Minute, 8 * time.Hour}).Draw(t, "pause")
			if pause > 0 && rapid.Bool().Draw(t, "advance") {
				take(b.Advance(now)) // every trade of now has been fed
			}
			now = now.Add(pause)
			trade := market.Trade{Time: now, Price: float64(rapid.IntRange(90, 110).Draw(t, "price")), Size: float64(rapid.IntRange(1, 200).Draw(t, "size"))}
			outside := b.Outside()
			take(b.Trade(&trade))
			if b.Outside() == outside {
				traded += trade.Size
			}
		}
		now = now.Add(365 * 24 * time.Hour)
		take(b.Advance(now))
		if b.Late() != 0 || built != traded {
			t.Fatalf("%s: traded %v, in bars %v, late %d", spec, traded, built, b.Late())
		}
	})
}
