package synth

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// digest is a hash of every bit of some bars.
func digest(bars *market.Bars) string {
	h := fnv.New64a()
	write := func(bits uint64) { h.Write(binary.LittleEndian.AppendUint64(nil, bits)) }
	for i := range bars.Len() {
		write(uint64(bars.Start[i]))
		write(uint64(bars.End[i]))
		for _, column := range [][]float64{bars.Open, bars.High, bars.Low, bars.Close, bars.Volume} {
			write(math.Float64bits(column[i]))
		}
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// A tape is the same on every machine and stays the same from release to release: whoever changes these
// digests changes the results of everybody who works with made-up data, and says so in the change log.
func TestTapesStayTheSame(t *testing.T) {
	want := map[string]string{
		"share":        "b9630f491d502c81",
		"penny share":  "9d706fb1a7166b4e",
		"currency":     "b7aa523c945c2c5f",
		"index future": "51c1ac3d467e9d49",
		"crypto asset": "28357d2ee730c217",
	}
	for name, tape := range samples(t) {
		if got := digest(read(t, tape, market.Minutes(1))); got != want[name] {
			t.Errorf("%s: digest %s, want %s", name, got, want[name])
		}
	}
}

func TestSeedAndSymbolChooseTheTape(t *testing.T) {
	minutes := func(symbol string, seed uint64) string {
		in := market.NewEquity(symbol)
		return digest(read(t, tape(t, &in, func(o *Options) { month(o); o.Seed = seed }), market.Minutes(1)))
	}
	digests := []string{minutes("AAA", 1), minutes("AAA", 2), minutes("BBB", 1)}
	if digests[0] != minutes("AAA", 1) {
		t.Error("the same seed and symbol made two tapes")
	}
	slices.Sort(digests)
	if len(slices.Compact(digests)) != 3 {
		t.Error("different seeds or symbols made one tape")
	}
}

// The returns of a day do not depend on where the tape begins.
func TestADayIsTheSameWhereverTheTapeBegins(t *testing.T) {
	from := func(first market.Date) *market.Bars {
		return read(t, spy(t, func(o *Options) { o.First, o.Last = first, 20240328 }), market.Minutes(1))
	}
	long, short := from(20240102), from(20240325)
	tail := long.Slice(long.Len()-short.Len(), long.Len())
	for i := range short.Len() {
		x, y := tail.Close[i]/tail.Open[0], short.Close[i]/short.Open[0]
		if tail.End[i] != short.End[i] || tail.Volume[i] != short.Volume[i] || math.Abs(x/y-1) > 5e-4 { // prices are in cents
			t.Fatalf("minute %d: moved to %v in the long tape, %v in the short", i, x, y)
		}
	}
}

// Streams of one tape can be read side by side.
func TestStreamsAreIndependent(t *testing.T) {
	tape := spy(t, month)
	want := digest(read(t, tape, market.Minutes(1)))
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if got := digest(read(t, tape, market.Minutes(1))); got != want {
				t.Errorf("read together: digest %s, alone %s", got, want)
			}
		})
	}
	group.Wait()
}

func TestStreamEndsAndStaysEnded(t *testing.T) {
	for _, spec := range []market.BarSpec{market.Minutes(1), market.Hours(1), market.Seconds(10)} {
		s := stream(t, spy(t, month), spec)
		drain(t, s)
		var batch market.Bars
		for range 2 {
			if err := s.Next(&batch); err != io.EOF || batch.Len() != 0 {
				t.Errorf("%s after the end: %d rows, error %v", spec, batch.Len(), err)
			}
		}
	}
}

// A batch costs no memory once the first has been made.
func TestBatchesAreReused(t *testing.T) {
	tape := spy(t, func(o *Options) { o.First = 20120103 })
	read(t, tape, market.Daily()) // the calendar keeps its years
	var batch market.Bars
	bars := stream(t, tape, market.Minutes(1))
	var trades market.Trades
	ticks := tape.Trades()
	next := func() {
		if bars.Next(&batch) != nil || ticks.Next(&trades) != nil {
			t.Fatal("the tape is too short for this test")
		}
	}
	for range 100 { // busy minutes come with time
		next()
	}
	if allocated := testing.AllocsPerRun(50, next); allocated > 0 {
		t.Errorf("%v allocations a batch", allocated)
	}
}

func TestNewRefuses(t *testing.T) {
	cal, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	in := market.NewEquity("SPY")
	for text, edit := range map[string]func(*Options){
		"give two dates in order":          func(o *Options) { o.First = 0 },
		"sessions from \"2024-03-28\"":     func(o *Options) { o.First, o.Last = o.Last, o.First },
		"price 0":                          func(o *Options) { o.Price = 0 },
		"price NaN":                        func(o *Options) { o.Price = math.NaN() },
		"volatility 6: must be from 0":     func(o *Options) { o.Volatility = 6 },
		"drift -6":                         func(o *Options) { o.Drift = -6 },
		"correlation 1.1":                  func(o *Options) { o.Correlation = 1.1 },
		"volume -1":                        func(o *Options) { o.Volume = -1 },
		"trades 3":                         func(o *Options) { o.Trades = 3 },
		"spread 0.5":                       func(o *Options) { o.Spread = 0.5 },
		"price 0.0005: must be from 0.001": func(o *Options) { o.Price = 0.0005 },
		"volume 1e+15: must be at most":    func(o *Options) { o.Volume = 1e15 },
	} {
		o := Defaults(&in)
		month(&o)
		edit(&o)
		if _, err := New(&in, cal, o); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one that says %q", err, text)
		}
	}
	o := Defaults(&in)
	month(&o)
	if _, err := New(&in, nil, o); err == nil {
		t.Error("a tape without a calendar")
	}
	o.Volatility, o.Trades = -1, 0
	if _, err := New(&in, cal, o); err == nil || !strings.Contains(err.Error(), "volatility") || !strings.Contains(err.Error(), "trades") {
		t.Errorf("error %v does not name both faults", err)
	}
	in.Grid = nil
	o = Defaults(&in)
	month(&o)
	if _, err := New(&in, cal, o); err == nil || !strings.Contains(err.Error(), "SPY") {
		t.Errorf("error %v, want one that names the instrument", err)
	}
}
