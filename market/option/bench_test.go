package option_test

import (
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

var benched = option.Terms{Right: market.Put, Strike: 50, Spot: 50, Rate: 0.1, Years: 5. / 12, Volatility: 0.4}

func TestValuesAllocateNothing(t *testing.T) {
	for name, f := range map[string]func(){
		"formula": func() { _, _ = option.BlackScholes{}.Value(benched) },
		"tree":    func() { _, _ = option.Binomial{Steps: 50, American: true}.Value(benched) },
	} {
		if n := testing.AllocsPerRun(10, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkBlackScholes(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (option.BlackScholes{}).Value(benched); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBinomial200(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (option.Binomial{Steps: 200, American: true}).Value(benched); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImplied(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := option.Implied(option.BlackScholes{}, benched, 4.076); err != nil {
			b.Fatal(err)
		}
	}
}
