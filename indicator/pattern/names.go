package pattern

import (
	"fmt"
	"strings"
)

// All lists every Kind in the order of their numbers.
func All() []Kind {
	all := make([]Kind, 0, len(rules)-1)
	for k := Kind(1); k.Valid(); k++ {
		all = append(all, k)
	}
	return all
}

// Valid reports whether k is one of the patterns.
func (k Kind) Valid() bool { return k != 0 && int(k) < len(rules) }

// rule is the row of k; a Kind that is not valid has the empty one.
func (k Kind) rule() *rule {
	if !k.Valid() {
		return &rules[0]
	}
	return &rules[k]
}

// String is the readable name, such as "three-black-crows"; "unknown" when k is not valid.
func (k Kind) String() string {
	if !k.Valid() {
		return "unknown"
	}
	return rules[k].name
}

// TALib is the name of TA-Lib's function, such as "CDL3BLACKCROWS"; empty when k is not valid.
func (k Kind) TALib() string { return k.rule().talib }

// Candles is how many candles the rule compares, bars that only serve for averages not counted.
func (k Kind) Candles() int { return k.rule().candles }

// Warmup is how many bars a Pattern of this kind must see before it is ready, the bar of its first
// signal included: TA-Lib's lookback plus one.
func (k Kind) Warmup() int { return k.rule().lookback + 1 }

// Parse reads the form of String or of TALib, in capitals or not.
func Parse(name string) (Kind, error) {
	for _, k := range All() {
		if strings.EqualFold(name, rules[k].name) || strings.EqualFold(name, rules[k].talib) {
			return k, nil
		}
	}
	return 0, fmt.Errorf("candle pattern %q: want a name such as %s or %s", name, ThreeBlackCrows, ThreeBlackCrows.TALib())
}

// MarshalText writes the form of String, and fails for a Kind that is not valid.
func (k Kind) MarshalText() ([]byte, error) {
	if !k.Valid() {
		return nil, k.invalid()
	}
	return []byte(k.String()), nil
}

// UnmarshalText reads what Parse reads.
func (k *Kind) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}

func (k Kind) invalid() error {
	return fmt.Errorf("candle pattern number %d: want 1 to %d", uint8(k), len(rules)-1)
}
