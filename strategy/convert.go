package strategy

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Configured values come from YAML (typed) or from the environment and flags (text); these read both.

func toInt(raw any) (int, error) {
	switch v := raw.(type) {
	case int:
		return v, nil
	case int64:
		return int(v), nil
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int(v), nil
		}
	case string:
		if n, err := strconv.Atoi(v); err == nil {
			return n, nil
		}
	}
	return 0, wrongKind(raw, "a whole number")
}

func toFloat(raw any) (float64, error) {
	switch v := raw.(type) {
	case int:
		return float64(v), nil
	case int64:
		return float64(v), nil
	case float64:
		return v, nil
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return f, nil
		}
	}
	return 0, wrongKind(raw, "a number")
}

func toDecimal(raw any) (decimal.Decimal, error) {
	switch v := raw.(type) {
	case int:
		return decimal.NewFromInt(int64(v)), nil
	case int64:
		return decimal.NewFromInt(v), nil
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			return decimal.NewFromFloat(v), nil
		}
	case string:
		if d, err := decimal.NewFromString(v); err == nil {
			return d, nil
		}
	}
	return decimal.Zero, wrongKind(raw, "a decimal number")
}

func toDuration(raw any) (time.Duration, error) {
	if text, ok := raw.(string); ok {
		if d, err := time.ParseDuration(text); err == nil {
			return d, nil
		}
	}
	return 0, wrongKind(raw, "a duration such as 90s or 1h30m")
}

func toBool(raw any) (bool, error) {
	switch v := raw.(type) {
	case bool:
		return v, nil
	case string:
		if b, err := strconv.ParseBool(v); err == nil {
			return b, nil
		}
	}
	return false, wrongKind(raw, "true or false")
}

func toText(raw any) (string, error) {
	if text, ok := raw.(string); ok {
		return text, nil
	}
	return "", wrongKind(raw, "text; put it in quotes")
}

func toList(raw any) ([]string, error) {
	switch v := raw.(type) {
	case []string:
		return v, nil
	case string:
		return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }), nil
	case []any:
		list := make([]string, len(v))
		for i, item := range v {
			text, err := toText(item)
			if err != nil {
				return nil, err
			}
			list[i] = text
		}
		return list, nil
	}
	return nil, wrongKind(raw, "a list of symbols")
}

func toBarSpec(raw any) (market.BarSpec, error) {
	text, ok := raw.(string)
	if !ok {
		return market.BarSpec{}, wrongKind(raw, "a bar specification such as 5m or 1d")
	}
	return market.ParseBarSpec(text)
}

func wrongKind(raw any, want string) error { return fmt.Errorf("%v (%T): want %s", raw, raw, want) }
