package market

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestUsualInstrumentsAreSound(t *testing.T) {
	share, euro, yen := NewEquity("SPY"), NewForex("EUR", "USD"), NewForex("USD", "JPY")
	future := NewFuture("ESZ3", "ES", 20231215, dec("50"), dec("0.25"))
	for _, in := range []Instrument{share, euro, yen, future} {
		if err := in.Validate(); err != nil {
			t.Error(err)
		}
	}
	// Regulation NMS rule 612: pennies from a dollar on, hundredths of a cent below.
	if !share.OnGrid(dec("1.01")) || share.OnGrid(dec("1.001")) || !share.OnGrid(dec("0.9999")) {
		t.Error("a share's grid is not that of rule 612")
	}
	if euro.Symbol != "EURUSD" || !euro.OnGrid(dec("1.08765")) || euro.OnGrid(dec("1.087651")) || !yen.OnGrid(dec("150.125")) || yen.OnGrid(dec("150.1251")) {
		t.Error("a currency's grid is not half a pip's tenth")
	}
}

func TestPriceOf(t *testing.T) {
	in := NewEquity("SPY")
	sum := func(x, y float64) float64 { return x + y } // at run time, in binary
	for _, want := range []struct {
		observed            float64
		nearest, down, upTo string
	}{
		{100.126, "100.13", "100.12", "100.13"},
		{100.12, "100.12", "100.12", "100.12"},
		{sum(100.1, 0.2), "100.3", "100.3", "100.3"}, // 100.30000000000001 is meant to be 100.30
		{sum(100.1, 100.3) / 2, "100.2", "100.2", "100.2"},
		{sum(0.1, 0.2), "0.3", "0.3", "0.3"},
		{0.00014, "0.0001", "0.0001", "0.0002"},
	} {
		for rounding, text := range map[Rounding]string{Nearest: want.nearest, Down: want.down, Up: want.upTo} {
			if got := in.PriceOf(want.observed, rounding); !got.Equal(dec(text)) {
				t.Errorf("%v rounded %d is %s, want %s", want.observed, rounding, got, text)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	in := NewEquity("SPY")
	in.SizeIncrement, in.MinSize = dec("0.5"), dec("1")
	for quantity, want := range map[string]bool{"1": true, "1.5": true, "0.5": false, "1.25": false, "0": false, "-1": false} {
		if got := in.OnSizeGrid(dec(quantity)); got != want {
			t.Errorf("quantity %s allowed: %v, want %v", quantity, got, want)
		}
	}
	for quantity, want := range map[string]string{"1.7": "1.5", "-1.7": "-1.5", "0.4": "0", "-0.4": "0", "2": "2"} {
		if got := in.RoundSize(dec(quantity)); !got.Equal(dec(want)) {
			t.Errorf("RoundSize(%s) = %s, want %s", quantity, got, want)
		}
	}
}

// 3 contracts of the E-mini at 4000.25, 50 dollars a point: 600,037.50.
func TestNotional(t *testing.T) {
	future, share := NewFuture("ESZ3", "ES", 20231215, dec("50"), dec("0.25")), NewEquity("SPY")
	if got := future.Notional(dec("4000.25"), dec("-3")); !got.Equal(dec("-600037.5")) {
		t.Errorf("notional %s, want -600037.50", got)
	}
	if got := share.Notional(dec("400.12"), dec("3")); !got.Equal(dec("1200.36")) {
		t.Errorf("notional %s, want 1200.36", got)
	}
}

func TestValidateNamesEveryFault(t *testing.T) {
	bad := Instrument{Kind: Option, Currency: "US", MinSize: dec("-1")}
	err := bad.Validate()
	if err == nil {
		t.Fatal("no error")
	}
	for _, text := range []string{"symbol is missing", `currency "US"`, "calendar is missing", "multiplier 0", "price grid is empty", "size increment 0", "minimum size -1", "an option needs"} {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is not in the error:\n%v", text, err)
		}
	}
	for text, change := range map[string]func(*Instrument){
		"a future needs an expiry": func(in *Instrument) { in.Kind = Future },
		`base currency ""`:         func(in *Instrument) { in.Kind = Forex },
		`base currency "USD"`:      func(in *Instrument) { in.Kind, in.Base = Crypto, USD },
		"two to 6 legs, not 1":     func(in *Instrument) { in.Kind, in.Legs = Combo, []Leg{{Symbol: "A", Ratio: 1}} },
	} {
		in := NewEquity("X")
		change(&in)
		if err := in.Validate(); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want one with %q", err, text)
		}
	}
}

func TestInstrumentJSON(t *testing.T) {
	want := Instrument{
		Symbol: "SPY 240621C500", Kind: Option, Currency: USD, Calendar: "XNYS", Multiplier: dec("100"), Grid: UniformGrid(dec("0.01")),
		SizeIncrement: dec("1"), MinSize: dec("1"), Underlying: "SPY", Expiry: 20240621, Strike: dec("500"), Right: Call,
	}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"kind":"option"`, `"expiry":"2024-06-21"`, `"right":"call"`, `"strike":"500"`} {
		if !strings.Contains(string(text), part) {
			t.Errorf("%s lacks %s", text, part)
		}
	}
	var got Instrument
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Symbol != want.Symbol || got.Kind != want.Kind || got.Right != want.Right || got.Expiry != want.Expiry || !got.Strike.Equal(want.Strike) || !got.Grid[0].Increment.Equal(dec("0.01")) {
		t.Errorf("read back as %+v", got)
	}
	plain, err := json.Marshal(NewEquity("SPY"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"expiry", "strike", "right", "legs"} {
		if strings.Contains(string(plain), part) {
			t.Errorf("%s tells the %s of a share", plain, part)
		}
	}
	if err := json.Unmarshal([]byte(`{"kind":"stock"}`), &got); err == nil || !strings.Contains(err.Error(), "equity, etf, future") {
		t.Errorf("error %v, want one that lists the kinds", err)
	}
}
