package market

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// comboOf is a combo in cents of legs such as "A:1 B:-2".
func comboOf(multiplier, legs string) Instrument {
	in := NewEquity("COMBO")
	in.Kind, in.Multiplier, in.Grid = Combo, dec(multiplier), UniformGrid(dec("0.01"))
	for _, text := range strings.Fields(legs) {
		symbol, ratio, _ := strings.Cut(text, ":")
		in.Legs = append(in.Legs, Leg{Symbol: symbol, Ratio: int(dec(ratio).IntPart())})
	}
	return in
}

// Each price is worked out by hand from those of the legs.
func TestNet(t *testing.T) {
	share, call, put := NewEquity("S"), NewEquity("C"), NewEquity("P")
	call.Multiplier, put.Multiplier = dec("100"), dec("100")
	near, far := NewFuture("N", "ES", 20240621, dec("50"), dec("0.25")), NewFuture("F", "ES", 20240920, dec("50"), dec("0.25"))
	micro := NewFuture("M", "MES", 20240621, dec("5"), dec("0.25"))
	third := NewEquity("T")
	for _, c := range []struct {
		name       string
		combo      Instrument
		parts      []*Instrument
		prices     string
		want, paid string
	}{
		{"a credit spread", comboOf("100", "C:-1 P:1"), []*Instrument{&call, &put}, "2.50 1.25", "-1.25", "-125"},
		{"a calendar spread", comboOf("50", "N:1 F:-1"), []*Instrument{&near, &far}, "5280.25 5333.50", "-53.25", "-2662.5"},
		{"a buy-write", comboOf("100", "S:100 C:-1"), []*Instrument{&share, &call}, "50.10 1.35", "48.75", "4875"},
		{"a ratio of two", comboOf("100", "C:1 P:-2"), []*Instrument{&call, &put}, "3.00 1.45", "0.10", "10"},
		{"nothing to pay", comboOf("100", "C:1 P:-1"), []*Instrument{&call, &put}, "3 3", "0", "0"},
		{"unlike multipliers", comboOf("50", "N:1 M:-10"), []*Instrument{&near, &micro}, "5280.25 5280.00", "0.25", "12.5"},
		{"a price that does not end", comboOf("3", "S:1 T:1"), []*Instrument{&share, &third}, "1 1", "0.6666666667", "2.0000000001"},
	} {
		var prices []decimal.Decimal
		for _, text := range strings.Fields(c.prices) {
			prices = append(prices, dec(text))
		}
		net := c.combo.Net(c.parts, prices)
		if !net.Equal(dec(c.want)) || !c.combo.Notional(net, dec("1")).Equal(dec(c.paid)) {
			t.Errorf("%s: %s, worth %s; want %s, worth %s", c.name, net, c.combo.Notional(net, dec("1")), c.want, c.paid)
		}
	}
}

func TestComboFaults(t *testing.T) {
	for text, combo := range map[string]Instrument{
		"two to 6 legs, not 7":             comboOf("1", "A:1 B:1 C:1 D:1 E:1 F:1 G:1"),
		`"A" is a leg already`:             comboOf("1", "A:1 A:-1"),
		`ratio of "A" must not be 0`:       comboOf("1", "A:0 B:1"),
		"symbol of another":                comboOf("1", "A:1 COMBO:1"),
		"common divisor 2":                 comboOf("1", "A:2 B:-4"),
		`"INDEX" is of kind index`:         comboOf("1", "A:1 INDEX:1"),
		`"SPREAD" is of kind combo`:        comboOf("1", "A:1 SPREAD:1"),
		`"YEN" is priced in JPY`:           comboOf("1", "A:1 YEN:1"),
		`"B100" trades in steps of 100`:    comboOf("1", "A:1 B100:150"),
		`instrument "NONE" is not in this`: comboOf("1", "A:1 NONE:1"),
	} {
		list := []Instrument{combo}
		for symbol, change := range map[string]func(*Instrument){
			"A": nil, "B": nil, "C": nil, "D": nil, "E": nil, "F": nil, "G": nil,
			"INDEX":  func(in *Instrument) { in.Kind = Index },
			"SPREAD": func(in *Instrument) { in.Kind, in.Legs = Combo, []Leg{{"A", 1}, {"B", -1}} },
			"YEN":    func(in *Instrument) { in.Currency = "JPY" },
			"B100":   func(in *Instrument) { in.SizeIncrement, in.MinSize = dec("100"), dec("100") },
		} {
			in := NewEquity(symbol)
			if change != nil {
				change(&in)
			}
			list = append(list, in)
		}
		if _, err := NewUniverse(list...); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
}

func TestUniverseParts(t *testing.T) {
	u, err := NewUniverse(comboOf("1", "B:1 A:-2"), NewEquity("A"), NewEquity("B"))
	if err != nil {
		t.Fatal(err)
	}
	parts := u.Parts(u.At(0))
	if len(parts) != 2 || parts[0] != u.At(2) || parts[1] != u.At(1) {
		t.Errorf("parts %v, want B and A", parts)
	}
	if u.Parts(u.At(1)) != nil {
		t.Error("a share has parts")
	}
}
