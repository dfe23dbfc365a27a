package report_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/report"
)

func smallFills() []order.Fill {
	var fills []order.Fill
	for _, f := range smallRun().Fills {
		fills = append(fills, *f.Fill)
	}
	return fills
}

// The text is written out as the documentation of TradeHasher says.
func TestTradeHash(t *testing.T) {
	text := "1709564400000000000\t\"s\"\t\"ABC\"\tbuy\t10\t100.1\t1\tUSD\n" +
		"1709654400000000000\t\"s\"\t\"ABC\"\tsell\t10\t103.35\t1\tUSD\n" +
		"1709737200000000000\t\"s\"\t\"XYZ\"\tsell\t2\t50\t0.5\tEUR\n"
	sum := sha256.Sum256([]byte(text))
	if got, want := report.TradeHash(smallFills()), hex.EncodeToString(sum[:]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	// printf "" | sha256sum
	if got := report.TradeHash(nil); got != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("no fills: got %s", got)
	}
}

func TestTradeHashSeesWhatWasTradedOnly(t *testing.T) {
	want := report.TradeHash(smallFills())
	renamed := smallFills()
	renamed[0].ExecID, renamed[0].Order, renamed[0].Tag, renamed[0].Rule = "other", "other", "other", "other"
	renamed[1].Price = d("103.3500") // the same number
	if report.TradeHash(renamed) != want {
		t.Error("renaming ids or writing a number otherwise changed the hash")
	}
	for name, change := range map[string]func(*order.Fill){
		"price":    func(f *order.Fill) { f.Price = d("103.36") },
		"quantity": func(f *order.Fill) { f.Quantity = d("9") },
		"time":     func(f *order.Fill) { f.Time++ },
		"fee":      func(f *order.Fill) { f.Fee = d("0.99") },
		"side":     func(f *order.Fill) { f.Side = order.Buy },
		"strategy": func(f *order.Fill) { f.Strategy = "t" },
	} {
		fills := smallFills()
		change(&fills[1])
		if report.TradeHash(fills) == want {
			t.Errorf("another %s has the same hash", name)
		}
	}
	swapped := smallFills()
	swapped[0], swapped[1] = swapped[1], swapped[0]
	if report.TradeHash(swapped) == want {
		t.Error("another order has the same hash")
	}
}

// A combo of two legs: what moved are the legs, once in every sum; the whole is listed and counts for its own fee alone.
func TestComboIsCountedByItsLegs(t *testing.T) {
	run := smallRun()
	before := build(t, run)
	combo, leg := market.NewEquity("PAIR"), market.NewEquity("LEG")
	combo.Kind = market.Combo
	whole := report.Fill{Fill: &order.Fill{ExecID: "c1", Order: "s-9", Strategy: "s", Instrument: &combo, Quantity: d("10"), Price: d("1.25"), Fee: d("0.5"), FeeCurrency: market.USD}}
	near := report.Fill{Fill: &order.Fill{ExecID: "c1-1", Order: "s-9", Strategy: "s", Instrument: &leg, Leg: true, Quantity: d("10"), Price: d("12.50"), Fee: d("1"), FeeCurrency: market.USD}}
	run.Fills = append(run.Fills, near, whole)
	after := build(t, run)
	if n := after.Costs.Fills - before.Costs.Fills; n != 1 {
		t.Errorf("%d more fills, want the leg's", n)
	}
	if more := after.Costs.Traded.Sub(before.Costs.Traded); !more.Equal(d("125")) {
		t.Errorf("%s more traded, want 10 × 12.50", more)
	}
	if more := after.Costs.Fees.Sub(before.Costs.Fees); !more.Equal(d("1.5")) {
		t.Errorf("%s more in fees, want 1 + 0.50", more)
	}
	if with := append(smallFills(), *near.Fill); after.TradeHash != report.TradeHash(with) {
		t.Error("the hash sees the combo as a whole")
	}
	folder := t.TempDir()
	if err := after.Write(folder); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, report.FillsFile))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	for i, part := range []string{",leg", ",combo"} {
		if line := lines[len(lines)-2+i]; !strings.HasSuffix(line, part) {
			t.Errorf("%q does not end with %s", line, part)
		}
	}
}
