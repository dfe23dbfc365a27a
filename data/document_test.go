package data

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestInstruments(t *testing.T) {
	c := newCatalog(t)
	want := []market.Instrument{
		market.NewFuture("ESZ3", "ES", 20231215, dec("50"), dec("0.25")),
		market.NewForex("EUR", "USD"),
		market.NewEquity("SPY"),
	}
	want[1].Symbol = "EUR/USD"
	for _, in := range want {
		if err := c.PutInstrument(in); err != nil {
			t.Fatal(err)
		}
	}
	got, err := c.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err = c.Instrument("QQQ")
	var unknown *UnknownInstrumentError
	if !errors.As(err, &unknown) || len(unknown.Available) != 3 {
		t.Errorf("a symbol that is not there: %v", err)
	}
}

func TestPutInstrumentRefusesAFaultyOne(t *testing.T) {
	c := newCatalog(t)
	in := market.NewEquity("SPY")
	in.Multiplier = decimal.Zero
	if err := c.PutInstrument(in); err == nil || !strings.Contains(err.Error(), "multiplier") {
		t.Errorf("got %v", err)
	}
}

func TestActions(t *testing.T) {
	c := newCatalog(t)
	if none, err := c.Actions("AAPL"); err != nil || len(none) != 0 {
		t.Errorf("a symbol without: %v, %v", none, err)
	}
	want := []Action{
		{Kind: Dividend, Ex: 20140508, Amount: dec("3.29"), Reference: dec("592.33"), Pay: 20140515},
		{Kind: Split, Ex: 20140609, Ratio: Ratio{7, 1}},
		{Kind: SymbolChange, Ex: 20200101, Symbol: "APPL"},
		{Kind: Delisting, Ex: 20300101},
	}
	if err := c.PutActions("AAPL", []Action{want[3], want[1], want[0], want[2]}); err != nil {
		t.Fatal(err)
	}
	got, err := c.Actions("AAPL")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	text, err := os.ReadFile(filepath.Join(c.Root(), "actions", "AAPL.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"ratio": "7:1"`) || !strings.Contains(string(text), `"ex": "2014-06-09"`) {
		t.Errorf("the file is not for people to read:\n%s", text)
	}
}

func TestFaultyDocuments(t *testing.T) {
	for name, content := range map[string]string{
		"not JSON":            `kind: split`,
		"an unknown field":    `[{"kind":"split","ex":"2014-06-09","ratio":"7:1","amuont":"1"}]`,
		"a ratio of nothing":  `[{"kind":"split","ex":"2014-06-09","ratio":"7:0"}]`,
		"no ex-date":          `[{"kind":"dividend","amount":"1"}]`,
		"no amount":           `[{"kind":"dividend","ex":"2014-06-09"}]`,
		"all of the price":    `[{"kind":"dividend","ex":"2014-06-09","amount":"9","reference":"9"}]`,
		"no new symbol":       `[{"kind":"symbol-change","ex":"2014-06-09"}]`,
		"an unknown kind":     `[{"kind":"spin-off","ex":"2014-06-09"}]`,
		"two values":          `[] []`,
		"a negative delisted": `[{"kind":"delisting","ex":"2014-06-09","amount":"-1"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			c := newCatalog(t)
			dir := filepath.Join(c.Root(), "actions")
			path := filepath.Join(dir, "X.json")
			if err := errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
				t.Fatal(err)
			}
			_, err := c.Actions("X")
			var faulty *FileError
			if !errors.As(err, &faulty) || faulty.Path != path {
				t.Errorf("got %v, want a FileError of %s", err, path)
			}
		})
	}
}

func FuzzActions(f *testing.F) {
	f.Add(`[{"kind":"split","ex":"2014-06-09","ratio":"7:1"},{"kind":"dividend","ex":"20140508","amount":"3.29","reference":592.33,"pay":"2014-05-15"}]`)
	f.Add(`[{"kind":"delisting","ex":"2014-06-09","amount":1e-9}]`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, content string) {
		var actions []Action
		if decodeStrictly([]byte(content), &actions) != nil || validateActions(actions) != nil {
			return
		}
		c := newCatalog(t)
		if err := c.PutActions("X", actions); err != nil {
			t.Fatal(err)
		}
		again, err := c.Actions("X")
		if err != nil || len(again) != len(actions) {
			t.Fatalf("written and read back: %v, %v", again, err)
		}
	})
}
