package indicator_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	. "github.com/tidemark/tidemark/indicator"
)

// A strategy's own state may hold indicators: in JSON they are strings.
func TestStateInJSON(t *testing.T) {
	type state struct {
		Trend *EMA
		Range *ATR
		Count int
	}
	saved := state{NewEMA(5), NewATR(3), 7}
	h := someHistory(20)
	for _, b := range h.bars {
		saved.Trend.Update(b.Close)
		saved.Range.Update(b)
	}
	text, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	restored := state{Trend: NewEMA(5), Range: NewATR(3)}
	if err := json.Unmarshal(text, &restored); err != nil {
		t.Fatal(err)
	}
	if restored.Count != 7 || restored.Trend.Update(100) != saved.Trend.Update(100) ||
		restored.Range.Update(h.bars[0]) != saved.Range.Update(h.bars[0]) {
		t.Error("the restored indicators continue differently")
	}
	// Without indicators to restore into, nothing is lost in silence.
	if err := json.Unmarshal(text, new(state)); err == nil {
		t.Error("a state was restored into indicators that do not exist")
	}
}

func TestStateErrors(t *testing.T) {
	twenty, fifty := NewSMA(20), NewSMA(50)
	state, err := twenty.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	err = fifty.UnmarshalBinary(state)
	if !errors.Is(err, ErrState) || !strings.Contains(err.Error(), `SMA(50)`) || !strings.Contains(err.Error(), `"SMA(20)"`) {
		t.Errorf("error %v, want one that names both indicators", err)
	}
	if err := twenty.UnmarshalText([]byte("no base64!")); !errors.Is(err, ErrState) {
		t.Errorf("error %v, want ErrState", err)
	}
}

// FuzzRestore offers any bytes to any indicator. What it accepts it must be able to work with.
func FuzzRestore(f *testing.F) {
	all := subjects()
	h := someHistory(60)
	for n, s := range all {
		i := s.make()
		feed(i, h)
		state, err := i.AppendBinary(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint16(n), state)
		f.Add(uint16(n), state[:len(state)/2])
	}
	f.Fuzz(func(t *testing.T, n uint16, state []byte) {
		i := all[int(n)%len(all)].make()
		if err := i.UnmarshalBinary(state); err != nil {
			if !errors.Is(err, ErrState) {
				t.Fatalf("error %v is not ErrState", err)
			}
			return
		}
		again, err := i.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := i.UnmarshalBinary(again); err != nil {
			t.Fatalf("its own state is refused: %v", err)
		}
		feed(i, h)
	})
}

func feed(i Indicator, h history) {
	for _, b := range h.bars {
		switch i := i.(type) {
		case Series:
			i.Update(b.Close)
		case Bars:
			i.Update(b)
		case Pairs:
			i.Update(b.Close, b.Open)
		case Fed[pair]:
			i.Update(pair{b.Close, b.Open})
		default:
			panic(fmt.Sprintf("%T takes something else", i))
		}
	}
}
