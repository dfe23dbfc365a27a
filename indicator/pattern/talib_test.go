package pattern_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/indicator/pattern"
)

// TestTALib compares every pattern with TA-Lib on made-up bars, because the published SPY bars hold no
// example of fourteen of them. These hold at least two of each pattern in each of its signals, and near
// misses: almost every comparison in the rules decides some row.
func TestTALib(t *testing.T) {
	rows := readCSV(t, "testdata/talib.csv")[1:]
	want := make([]map[string]pattern.Signal, len(rows))
	for i, row := range rows {
		want[i] = make(map[string]pattern.Signal)
		for _, found := range strings.Fields(row[5]) {
			name, value, _ := strings.Cut(found, "=")
			want[i][name] = parseSignal(t, value)
		}
	}
	compare := func(name string, p *pattern.Pattern) {
		hits := 0
		for i, row := range rows {
			if i > 0 && row[0] != rows[i-1][0] {
				p.Reset() // another series
			}
			got := p.Update(parseBar(t, row[1:5]))
			if got != want[i][name] {
				t.Errorf("%s, row %d: got %d, TA-Lib %d", name, i, got, want[i][name])
			}
			if got != pattern.None {
				hits++
			}
		}
		if hits < 2 {
			t.Errorf("%s: found %d times, want at least 2", name, hits)
		}
	}
	for _, kind := range pattern.All() {
		p, err := pattern.New(kind)
		if err != nil {
			t.Fatal(err)
		}
		compare(kind.TALib(), p)
	}
	for _, kind := range penetrating {
		for _, penetration := range []float64{0.4, 0.8} {
			p, err := pattern.NewPenetrating(kind, penetration)
			if err != nil {
				t.Fatal(err)
			}
			compare(kind.TALib()+"@"+strconv.FormatFloat(penetration, 'g', -1, 64), p)
		}
	}
}

// penetrating are the kinds whose TA-Lib function has the parameter optInPenetration.
var penetrating = []pattern.Kind{
	pattern.AbandonedBaby, pattern.DarkCloudCover, pattern.EveningDojiStar, pattern.EveningStar,
	pattern.MatHold, pattern.MorningDojiStar, pattern.MorningStar,
}
