package indicatortest

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/tidemark/tidemark/indicator"
)

// Suite is one indicator and the data to check it with.
type Suite[In any] struct {
	// New makes the indicator, every time the same.
	New func() indicator.Fed[In]
	// Inputs make it ready and go on for some time.
	Inputs []In
	// Bad are inputs that it must skip.
	Bad []In
	// Late says that readiness depends on the data, Warmup being the least number of updates.
	Late bool
	// Outputs reads all outputs; nil means Value alone.
	Outputs func(indicator.Fed[In]) []float64
}

// Run checks each promise in a subtest.
func (s Suite[In]) Run(t *testing.T) {
	if err := s.New().Err(); err != nil {
		t.Fatalf("the indicator to test cannot work: %v", err)
	}
	t.Run("warm-up", s.warmup)
	t.Run("repeat", s.repeat)
	t.Run("reset", s.reset)
	t.Run("restore", s.restore)
	t.Run("refuse", s.refuse)
	t.Run("skip", s.skip)
	t.Run("allocate", s.allocate)
}

func (s Suite[In]) outputs(i indicator.Fed[In]) []float64 {
	if s.Outputs == nil {
		return []float64{i.Value()}
	}
	return append(s.Outputs(i), i.Value())
}

// trace is all outputs after each input.
func (s Suite[In]) trace(i indicator.Fed[In], inputs []In) [][]float64 {
	var rows [][]float64
	for _, in := range inputs {
		i.Update(in)
		rows = append(rows, s.outputs(i))
	}
	return rows
}

func (s Suite[In]) warmup(t *testing.T) {
	i := s.New()
	for n, in := range s.Inputs {
		v := i.Update(in)
		if !same(v, i.Value()) {
			t.Fatalf("after %d updates: Update returned %v, Value is %v", n+1, v, i.Value())
		}
		if i.Ready() == math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("after %d updates: value %v with Ready %v", n+1, v, i.Ready())
		}
		switch early := n+1 < i.Warmup(); {
		case early && i.Ready():
			t.Fatalf("ready after %d updates, before the warm-up of %d", n+1, i.Warmup())
		case n+1 == i.Warmup() && !i.Ready() && !s.Late:
			t.Fatalf("not ready after the warm-up of %d updates", i.Warmup())
		}
	}
	if !i.Ready() {
		t.Fatalf("not ready after all %d inputs", len(s.Inputs))
	}
}

func (s Suite[In]) repeat(t *testing.T) {
	compare(t, s.trace(s.New(), s.Inputs), s.trace(s.New(), s.Inputs))
}

func (s Suite[In]) reset(t *testing.T) {
	fresh := s.outputs(s.New())
	i := s.New()
	first := s.trace(i, s.Inputs)
	i.Reset()
	if i.Ready() || i.Skipped() != 0 {
		t.Error("after Reset it is ready or has skipped inputs")
	}
	compare(t, [][]float64{fresh}, [][]float64{s.outputs(i)})
	compare(t, first, s.trace(i, s.Inputs))
}

// restore saves after every number of inputs and continues with a restored one.
func (s Suite[In]) restore(t *testing.T) {
	whole := s.trace(s.New(), s.Inputs)
	saved := s.New()
	for n, in := range s.Inputs {
		state, err := saved.AppendBinary([]byte("kept"))
		if err != nil {
			t.Fatal(err)
		}
		if string(state[:4]) != "kept" {
			t.Fatal("AppendBinary overwrote what it should append to")
		}
		restored := s.New()
		restored.Update(s.Inputs[0])
		if err := restored.UnmarshalBinary(state[4:]); err != nil {
			t.Fatal(err)
		}
		again, err := restored.AppendBinary([]byte("kept"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(state, again) {
			t.Fatalf("after %d inputs: saving a restored one gives another state", n)
		}
		compare(t, [][]float64{s.outputs(saved)}, [][]float64{s.outputs(restored)})
		if n%7 == 0 {
			compare(t, whole[n:], s.trace(restored, s.Inputs[n:]))
		}
		saved.Update(in)
	}
}

// refuse offers states that are not its own.
func (s Suite[In]) refuse(t *testing.T) {
	i := s.New()
	s.trace(i, s.Inputs)
	state, err := i.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := indicator.NewALMA(977, 5, 0.25).AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		what  string
		state []byte
	}{
		{"nothing", nil},
		{"cut short", state[:len(state)-1]},
		{"too long", append(slices.Clone(state), 0)},
		{"other bytes", append([]byte{state[0] + 1}, state[1:]...)},
		{"another's", other},
	} {
		if err := i.UnmarshalBinary(bad.state); !errors.Is(err, indicator.ErrState) {
			t.Errorf("%s: error is %v, want ErrState", bad.what, err)
		}
		if i.Ready() {
			t.Errorf("%s: not reset after a failed restore", bad.what)
		}
	}
}

func (s Suite[In]) skip(t *testing.T) {
	clean := s.trace(s.New(), s.Inputs)
	i := s.New()
	for n, in := range s.Inputs {
		i.Update(in)
		for _, bad := range s.Bad {
			before := i.Skipped()
			i.Update(bad)
			if i.Skipped() != before+1 {
				t.Fatalf("%v was not counted as skipped", bad)
			}
		}
		compare(t, clean[n:n+1], [][]float64{s.outputs(i)})
	}
}

func (s Suite[In]) allocate(t *testing.T) {
	i := s.New()
	if n := testing.AllocsPerRun(10, func() {
		for _, in := range s.Inputs {
			i.Update(in)
		}
	}); n != 0 {
		t.Errorf("%v allocations in %d updates", n, len(s.Inputs))
	}
}

func compare(t *testing.T, want, got [][]float64) {
	t.Helper()
	for n := range want {
		for k := range want[n] {
			if !same(want[n][k], got[n][k]) {
				t.Fatalf("row %d, output %d: %v, want %v", n, k, got[n][k], want[n][k])
			}
		}
	}
}

// same tells whether two numbers are equal to the last bit, all NaN being one.
func same(x, y float64) bool {
	return math.Float64bits(x) == math.Float64bits(y) || math.IsNaN(x) && math.IsNaN(y)
}
