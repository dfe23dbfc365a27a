package tws

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

func row(op wire.DepthOperation, side wire.DepthSide, position int, price, size float64) *wire.MarketDepthL2 {
	return &wire.MarketDepthL2{Operation: op, Side: side, Position: position, Price: price, Size: wire.Some(size)}
}

func insert(position int, price, size float64) *wire.MarketDepthL2 {
	return row(wire.DepthInsert, wire.DepthAsk, position, price, size)
}

func update(position int, price, size float64) *wire.MarketDepthL2 {
	return row(wire.DepthUpdate, wire.DepthAsk, position, price, size)
}

func drop(position int) *wire.MarketDepthL2 {
	return row(wire.DepthDelete, wire.DepthAsk, position, 0, 0)
}

func asks(levels ...market.Level) []market.Level { return levels }

func at(price, size float64) market.Level { return market.Level{Price: price, Size: size} }

// Each case changes a book of three asks, 10, 11 and 12 with 1, 2 and 3, of which three rows were asked for.
func TestBookRows(t *testing.T) {
	three := asks(at(10, 1), at(11, 2), at(12, 3))
	for name, c := range map[string]struct {
		rows  []*wire.MarketDepthL2
		want  []market.Level
		doubt bool
	}{
		"a row in front moves the others back": {rows: []*wire.MarketDepthL2{insert(0, 9, 4)}, want: asks(at(9, 4), at(10, 1), at(11, 2), at(12, 3))},
		"a row in the middle":                  {rows: []*wire.MarketDepthL2{insert(1, 10.5, 4)}, want: asks(at(10, 1), at(10.5, 4), at(11, 2), at(12, 3))},
		"a row at the end":                     {rows: []*wire.MarketDepthL2{insert(3, 13, 4)}, want: asks(at(10, 1), at(11, 2), at(12, 3), at(13, 4))},
		"a change":                             {rows: []*wire.MarketDepthL2{update(1, 11, 9)}, want: asks(at(10, 1), at(11, 9), at(12, 3))},
		"a deletion moves the others up":       {rows: []*wire.MarketDepthL2{drop(0)}, want: asks(at(11, 2), at(12, 3))},
		"one falls out and one comes":          {rows: []*wire.MarketDepthL2{drop(0), insert(2, 13, 4)}, want: asks(at(11, 2), at(12, 3), at(13, 4))},
		"rows of one price are one level":      {rows: []*wire.MarketDepthL2{insert(1, 10, 5)}, want: asks(at(10, 6), at(11, 2), at(12, 3))},
		"a row of size 0 shows nothing":        {rows: []*wire.MarketDepthL2{update(0, 10, 0)}, want: asks(at(11, 2), at(12, 3))},
		"nothing was asked for there":          {rows: []*wire.MarketDepthL2{insert(7, 17, 1), update(3, 13, 1), drop(3), drop(50)}, want: three},
		"the last one goes":                    {rows: []*wire.MarketDepthL2{drop(2), drop(1), drop(0)}, want: nil},

		"a change of no row":         {rows: []*wire.MarketDepthL2{drop(2), update(2, 12, 1)}, doubt: true},
		"a deletion of no row":       {rows: []*wire.MarketDepthL2{drop(2), drop(2)}, doubt: true},
		"a row behind a gap":         {rows: []*wire.MarketDepthL2{drop(0), drop(0), insert(2, 12, 1)}, doubt: true},
		"a place below 0":            {rows: []*wire.MarketDepthL2{drop(-1)}, doubt: true},
		"a place far below 0":        {rows: []*wire.MarketDepthL2{insert(math.MinInt, 9, 1)}, doubt: true},
		"a price that is no number":  {rows: []*wire.MarketDepthL2{insert(0, math.NaN(), 1)}, doubt: true},
		"an endless price":           {rows: []*wire.MarketDepthL2{update(0, math.Inf(1), 1)}, doubt: true},
		"a negative price":           {rows: []*wire.MarketDepthL2{insert(0, -1, 1)}, doubt: true},
		"a negative size":            {rows: []*wire.MarketDepthL2{insert(0, 9, -1)}, doubt: true},
		"a size that is no number":   {rows: []*wire.MarketDepthL2{insert(0, 9, math.NaN())}, doubt: true},
		"sizes that add up to none":  {rows: []*wire.MarketDepthL2{insert(0, 9, math.MaxFloat64), insert(0, 9, math.MaxFloat64)}, doubt: true},
		"an operation of the future": {rows: []*wire.MarketDepthL2{row(3, wire.DepthAsk, 0, 9, 1)}, doubt: true},
		"a side of the future":       {rows: []*wire.MarketDepthL2{row(wire.DepthInsert, 2, 0, 9, 1)}, doubt: true},
	} {
		t.Run(name, func(t *testing.T) {
			b := bookRows{asked: 3, asks: slices.Clone(three)}
			var err error
			for _, m := range c.rows {
				err = errors.Join(err, b.take(m))
			}
			var doubt *bookDoubt
			if errors.As(err, &doubt) != c.doubt {
				t.Fatalf("error %v, want doubt %v", err, c.doubt)
			}
			var d market.Depth
			ordered := b.fill(&d)
			var want [market.MaxLevels]market.Level
			copy(want[:], c.want)
			if !c.doubt && (!ordered || d.Asks != want) {
				t.Errorf("asks %v, want %v", d.Asks, c.want)
			}
		})
	}
}

// Bids fall where asks rise, and a book shows the ten best of its levels.
func TestBookRowsFillABook(t *testing.T) {
	b := bookRows{asked: smartRows}
	for i := range 15 {
		b.bids = append(b.bids, at(float64(100-i/2), 1)) // two exchanges at each price
		b.asks = append(b.asks, at(float64(101+i), 1))
	}
	var d market.Depth
	if !b.fill(&d) || d.Bids[0] != at(100, 2) || d.Bids[7] != at(93, 1) || d.Bids[8].Size != 0 || d.Asks[9] != at(110, 1) {
		t.Errorf("book %+v", d)
	}
	b.bids[3].Price = 120
	if b.fill(&d) {
		t.Error("bids that rise are in order")
	}
	b.mixed = true
	if !b.fill(&d) || d.Bids[0] != at(120, 1) || d.Bids[1] != at(100, 2) || d.Bids[2] != at(99, 1) {
		t.Errorf("rows of several exchanges make %+v", d.Bids)
	}
	b.clear()
	if !b.fill(&d) || d.Bids[0].Size+d.Asks[0].Size != 0 {
		t.Error("an empty book shows something")
	}
}

// Futures have traded below 0.
func TestBookRowsBelowZero(t *testing.T) {
	b := bookRows{asked: 3, negative: true}
	if err := b.take(insert(0, -37.63, 5)); err != nil {
		t.Error(err)
	}
}

// Whatever rows come: no panic, a bound on the memory, and a book that is shown falls and rises.
func TestAnyRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := bookRows{asked: rapid.IntRange(1, 20).Draw(t, "asked"), mixed: rapid.Bool().Draw(t, "mixed")}
		for range rapid.IntRange(0, 300).Draw(t, "rows") {
			m := row(wire.DepthOperation(rapid.IntRange(-1, 3).Draw(t, "op")), wire.DepthSide(rapid.IntRange(-1, 2).Draw(t, "side")),
				rapid.IntRange(-1, 30).Draw(t, "position"), rapid.Float64().Draw(t, "price"), rapid.Float64().Draw(t, "size"))
			_ = b.take(m) // a doubt changes nothing
			if len(b.bids) > mostRows || len(b.asks) > mostRows {
				t.Fatal(fmt.Sprint(len(b.bids), len(b.asks)))
			}
		}
		var d market.Depth
		if !b.fill(&d) {
			return
		}
		for i := 1; i < market.MaxLevels; i++ {
			if d.Bids[i].Size > 0 && d.Bids[i].Price >= d.Bids[i-1].Price || d.Asks[i].Size > 0 && d.Asks[i].Price <= d.Asks[i-1].Price {
				t.Fatalf("%+v", d)
			}
		}
	})
}
