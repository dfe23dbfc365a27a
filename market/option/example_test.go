package option_test

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

// Example 15.6 of Hull's textbook: six months to go, the share at 42.
func ExampleBlackScholes_Value() {
	v, err := option.BlackScholes{}.Value(option.Terms{
		Right: market.Call, Spot: 42, Strike: 40, Years: 0.5, Rate: 0.10, Volatility: 0.20,
	})
	fmt.Printf("%.2f %v\n", v.Price, err)
	// Output: 4.76 <nil>
}

// What Hull's section 15.11 finds by trial: a call at 1.875 says 23.5 %.
func ExampleImplied() {
	call := option.Terms{Right: market.Call, Spot: 21, Strike: 20, Years: 0.25, Rate: 0.10}
	volatility, err := option.Implied(option.BlackScholes{}, call, 1.875)
	fmt.Printf("%.1f %% %v\n", 100*volatility, err)
	// Output: 23.5 % <nil>
}
