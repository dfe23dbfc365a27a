package stats_test

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/report/stats"
)

func TestValueText(t *testing.T) {
	for _, test := range []struct {
		value stats.Value
		want  string
	}{
		{stats.Of(0.1), "0.1"},
		{stats.Of(math.Copysign(0, -1)), "0"},
		{stats.Of(1.0 / 3), "0.333333333333"},
		{stats.Of(123456.78), "123456.78"},
		{stats.Of(math.NaN()), "null"},
		{stats.Of(math.Inf(1)), "null"},
		{stats.Undefined(stats.NoTrades), "null"},
		{stats.Value{}, "null"},
	} {
		text, err := json.Marshal(test.value)
		if err != nil || string(text) != test.want {
			t.Errorf("got %s, %v; want %s", text, err, test.want)
		}
	}
}

func TestValueRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e12, 1e12).Draw(t, "x")
		text, _ := json.Marshal(stats.Of(x))
		var back stats.Value
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		got, ok := back.Float()
		if !ok || math.Abs(got-x) > 1e-11*math.Abs(x) {
			t.Errorf("%v came back as %v", x, got)
		}
	})
	var back stats.Value
	if err := json.Unmarshal([]byte("null"), &back); err != nil || back.Defined() {
		t.Errorf("null came back as %v, %v", back, err)
	}
}

func TestReasonText(t *testing.T) {
	for r := stats.NotComputed; r <= stats.NotFinite; r++ {
		var back stats.Reason
		text, _ := r.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != r || r.Text() == "" {
			t.Errorf("reason %d: %q, %q, %v", r, text, r.Text(), err)
		}
	}
}
