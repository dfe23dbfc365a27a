package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/report/stats"
)

// format is a value for people, in the style of its unit.
func format(v stats.Value, unit stats.Unit) string {
	x, ok := v.Float()
	if !ok {
		return "n/a"
	}
	switch unit {
	case stats.Fraction:
		return fixed(100*x, 2) + " %"
	case stats.Money:
		return grouped(fixed(x, 2))
	case stats.Count:
		return grouped(fixed(x, 0))
	case stats.Days:
		return grouped(fixed(x, 1)) + " days"
	case stats.Bars:
		return grouped(fixed(x, 1)) + " bars"
	}
	return fixed(x, 2)
}

// money is an amount with two decimals and thousands separated.
func money(amount decimal.Decimal) string { return grouped(amount.StringFixed(2)) }

// fixed never gives "-0.00".
func fixed(x float64, decimals int) string {
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// grouped puts a comma after every three digits of the whole part.
func grouped(text string) string {
	digits, sign := text, ""
	if strings.HasPrefix(text, "-") {
		digits, sign = text[1:], "-"
	}
	whole, fraction := digits, ""
	if i := strings.IndexByte(digits, '.'); i >= 0 {
		whole, fraction = digits[:i], digits[i:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + fraction
}

// signed are the statistics whose sign is good or bad news.
var signed = map[string]bool{
	"total_return": true, "net_profit": true, "cagr": true, "best_period": true, "worst_period": true,
	"expectancy": true, "average_win": true, "average_loss": true, "largest_win": true, "largest_loss": true,
	"gross_profit": true, "gross_loss": true, "alpha": true, "benchmark_return": true, "benchmark_cagr": true,
}

// tone is the sign of a statistic that is good or bad news by it, else 0.
func tone(s stats.Statistic) int {
	x, ok := s.Value.Float()
	if !ok || !signed[s.ID] {
		return 0
	}
	return sign(x)
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// span is a length of time in the unit that suits it.
func span(days float64) string {
	if math.Abs(days) >= 2*stats.JulianYear {
		return fixed(days/stats.JulianYear, 1) + " years"
	}
	if days >= 2 {
		return fixed(days, 0) + " days"
	}
	return (time.Duration(days * 24 * float64(time.Hour))).Round(time.Second).String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", grouped(strconv.Itoa(n)), many)
}
