package data

import (
	"encoding"
	"testing"
)

type text interface {
	encoding.TextMarshaler
	String() string
}

// Each name is what files and configurations say; it must be read back as the same value.
func TestTextForms(t *testing.T) {
	for _, test := range []struct {
		value text
		want  string
		read  func(string) (text, error)
	}{
		{Bars, "bars", reader[Kind]}, {Quotes, "quotes", reader[Kind]}, {Trades, "trades", reader[Kind]},
		{Split, "split", reader[ActionKind]}, {Dividend, "dividend", reader[ActionKind]},
		{SymbolChange, "symbol-change", reader[ActionKind]}, {Delisting, "delisting", reader[ActionKind]},
		{Raw, "raw", reader[Adjustment]}, {SplitAdjusted, "split", reader[Adjustment]}, {TotalReturn, "total-return", reader[Adjustment]},
		{Ratio{7, 1}, "7:1", reader[Ratio]},
	} {
		written, err := test.value.MarshalText()
		if err != nil || string(written) != test.want || test.value.String() != test.want {
			t.Errorf("%T is written as %q and %q, want %q", test.value, written, test.value, test.want)
		}
		if back, err := test.read(test.want); err != nil || back != test.value {
			t.Errorf("%q is read as %v, %v", test.want, back, err)
		}
		if back, err := test.read("something"); err == nil {
			t.Errorf("%T: something is read as %v", test.value, back)
		}
	}
}

func reader[T text, P interface {
	*T
	encoding.TextUnmarshaler
}](from string) (text, error) {
	var value T
	err := P(&value).UnmarshalText([]byte(from))
	return value, err
}

// What is out of range is said to be so and is no panic.
func TestTextOfUnknownValues(t *testing.T) {
	for _, value := range []interface{ String() string }{Kind(9), ActionKind(9), Adjustment(9), Status(9)} {
		if got := value.String(); got != "unknown" {
			t.Errorf("%T is %q", value, got)
		}
	}
}
