package quality

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Check reads a stream of bars to its end, which it does not close. Without a calendar (nil) nothing is
// said about gaps. An error is one of the stream or of the options; the findings are no errors.
func Check(bars market.BarStream, in market.Instrument, c *calendar.Calendar, spec market.BarSpec, o Options) (Report, error) {
	if err := o.Validate(); err != nil {
		return Report{}, err
	}
	k := newBarCheck(&in, c, spec, o.withDefaults(spec.Kind == market.SessionBars))
	var batch market.Bars
	var b market.Bar
	for {
		err := bars.Next(&batch)
		if errors.Is(err, io.EOF) {
			return k.report(in.Symbol), nil
		}
		if err != nil {
			return Report{}, fmt.Errorf("check %s %s bars after row %d: %w", in.Symbol, spec, k.row, err)
		}
		for i := range batch.Len() {
			b.Spread = 0
			batch.Row(i, &b)
			k.see(&b)
		}
	}
}

// barCheck is a check of bars in progress.
type barCheck struct {
	spec        market.BarSpec
	notes       notes
	prices      priceWatch
	coverage    *coverage // nil without a calendar
	grid        grid
	stale, idle run
	volumes     bool // whether any bar had volume
	anyPrice    bool
	row         int64
	// latest is the latest end of all bars, and last the bar before.
	first, latest market.Time
	last          market.Bar
}

func newBarCheck(in *market.Instrument, c *calendar.Calendar, spec market.BarSpec, o Options) *barCheck {
	k := &barCheck{
		spec: spec, notes: newNotes(o.Findings), grid: newGrid(in, spec.Price), anyPrice: anyPrice(in.Kind),
		stale: run{kind: Stale, least: int64(o.Stale)}, idle: run{kind: ZeroVolume, least: 1},
	}
	k.prices = newPriceWatch(&k.notes, o)
	switch {
	case c == nil:
	case spec.Kind == market.TimeBars:
		k.coverage = newCoverage(c, spec.Span, &k.notes, o.Gaps)
	case spec == market.Daily().Of(spec.Price):
		k.coverage = newCoverage(c, 0, &k.notes, o.Gaps)
	}
	return k
}

// anyPrice reports whether a kind of instrument may have prices of zero and below.
func anyPrice(kind market.Kind) bool {
	return kind == market.Future || kind == market.CFD || kind == market.Combo
}

func (k *barCheck) see(b *market.Bar) {
	k.row++
	if k.row == 1 {
		k.first = b.End
	}
	k.values(b)
	k.runs(b)
	k.order(b)
	if b.End > k.latest || k.row == 1 {
		k.latest = b.End
		k.prices.see(b.End, k.row, b.Open, b.Close)
		if k.coverage != nil {
			k.coverage.see(b.Start, b.End, k.row)
		}
	}
	k.last = *b
}

// order notes a bar that does not come after the one before it.
func (k *barCheck) order(b *market.Bar) {
	switch {
	case k.row == 1 || b.End > k.last.End:
	case b.End == k.last.End:
		k.notes.add(Duplicate, b.End, k.row, 0, 0)
	default:
		k.notes.add(OutOfOrder, b.End, k.row, 0, 0)
	}
}

// values looks at one bar alone.
func (k *barCheck) values(b *market.Bar) {
	for _, v := range [...]float64{b.Open, b.High, b.Low, b.Close, b.Volume} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			k.notes.add(NotFinite, b.End, k.row, v, 0)
			return
		}
	}
	if lowest := min(b.Open, b.High, b.Low, b.Close); lowest <= 0 && !k.anyPrice {
		k.notes.add(NotPositive, b.End, k.row, lowest, 0)
	}
	switch {
	case b.Low > b.High:
		k.notes.add(BadRange, b.End, k.row, b.Low, b.High)
	case b.Open > b.High || b.Close > b.High:
		k.notes.add(BadRange, b.End, k.row, max(b.Open, b.Close), b.High)
	case b.Open < b.Low || b.Close < b.Low:
		k.notes.add(BadRange, b.End, k.row, min(b.Open, b.Close), b.Low)
	}
	if b.Volume < 0 {
		k.notes.add(NegativeVolume, b.End, k.row, b.Volume, 0)
	}
	if b.Spread < 0 {
		// The close is between the two: of a mid bar, half the spread away from each.
		k.notes.add(Crossed, b.End, k.row, tidy(b.Close+b.Spread/2), tidy(b.Close-b.Spread/2))
	}
	for _, price := range [...]float64{b.Open, b.High, b.Low, b.Close} {
		if nearest, off := k.grid.off(price); off {
			k.notes.add(OffGrid, b.End, k.row, price, nearest)
			break
		}
	}
}

// runs looks for bars in a row without change or without volume.
func (k *barCheck) runs(b *market.Bar) {
	if k.row > 1 && b.Close != k.last.Close {
		k.stale.end(&k.notes)
	}
	k.stale.longer(b.End, k.row, b.Close)
	if b.Volume == 0 {
		k.idle.longer(b.End, k.row, 0)
		return
	}
	k.volumes = true
	k.idle.end(&k.notes)
}

func (k *barCheck) report(symbol string) Report {
	k.prices.end()
	k.stale.end(&k.notes)
	k.idle.end(&k.notes)
	if !k.volumes {
		k.notes.forget(ZeroVolume) // the source has no volumes at all
	}
	r := Report{Symbol: symbol, Kind: data.Bars, Spec: k.spec, Rows: k.row, First: k.first, Last: k.last.End}
	if k.coverage != nil {
		k.coverage.report(&r)
	}
	k.notes.report(&r)
	return r
}
