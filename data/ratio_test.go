package data

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseRatio(t *testing.T) {
	for text, want := range map[string]Ratio{"7:1": {7, 1}, "3/2": {3, 2}, " 1 : 20 ": {1, 20}} {
		if got, err := ParseRatio(text); err != nil || got != want {
			t.Errorf("ParseRatio(%q) is %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "7", "7:", "0:1", "7:-1", "1.5:1", "99999999999999999999:1"} {
		if got, err := ParseRatio(text); err == nil {
			t.Errorf("ParseRatio(%q) is %v, want an error", text, got)
		}
	}
}

func TestNearestRatio(t *testing.T) {
	for _, test := range []struct {
		value, tolerance float64
		want             Ratio
	}{
		{2, 0, Ratio{2, 1}},
		{0.05, 1e-9, Ratio{1, 20}},
		{1.5, 1e-9, Ratio{3, 2}},
		{6.9999972, 1e-5, Ratio{7, 1}},
		{1.998, 1e-9, Ratio{999, 500}}, // Google, 2014
		{3.14159265, 1e-6, Ratio{355, 113}},
	} {
		if got, ok := NearestRatio(test.value, test.tolerance); !ok || got != test.want {
			t.Errorf("NearestRatio(%v) is %s, %v; want %s", test.value, got, ok, test.want)
		}
	}
	for _, value := range []float64{0, -1, 1e7, 1e-7} {
		if got, ok := NearestRatio(value, 1e-5); ok {
			t.Errorf("NearestRatio(%v) is %s", value, got)
		}
	}
}

func TestNearestRatioFindsWhatWasRounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Ratio{rapid.Int64Range(1, 50).Draw(t, "new"), rapid.Int64Range(1, 50).Draw(t, "old")}
		got, ok := NearestRatio(float64(r.New)/float64(r.Old), 1e-9)
		if !ok || got.New*r.Old != r.New*got.Old {
			t.Fatalf("%s is found as %s", r, got)
		}
	})
}
