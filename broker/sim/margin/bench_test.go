package margin_test

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/broker/sim/margin"
)

// BenchmarkFigures adds accounts up: a book without options pays nothing for what options take off each other.
func BenchmarkFigures(b *testing.B) {
	condor := []string{"+1 P90 1", "-1 P95 2", "-1 C105 2", "+1 C110 1"}
	var many []string
	for i := range 20 {
		many = append(many, fmt.Sprintf("-1 C%d 1 6", 100+i), fmt.Sprintf("+1 C%d 1 7", 105+i))
	}
	for _, c := range []struct {
		name      string
		rules     *margin.Rules
		positions []string
	}{
		{"shares", margin.RegT(), []string{"+100 XYZ"}},
		{"call sold", margin.RegT(), []string{"-1 C105 2"}},
		{"covered call", margin.RegT(), []string{"+100 XYZ", "-1 C105 2"}},
		{"condor", margin.RegT(), condor},
		{"condor and shares", margin.RegT(), append([]string{"+100 XYZ"}, condor...)},
		{"40 options", margin.RegT(), many},
		{"condor by scenarios", margin.Portfolio(), condor},
	} {
		b.Run(c.name, func(b *testing.B) {
			book := portfolioOf(b, c.rules, equity("XYZ"), "100", c.positions...)
			b.ReportAllocs()
			for b.Loop() {
				book.Figures()
			}
		})
	}
}
