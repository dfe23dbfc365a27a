package rows

import "github.com/tidemark/tidemark/market"

// Mid makes b the bar half way between a bar of bids and one of asks, with the spread at their end. The
// spread is negative where the quotes were crossed. Times and volume are left alone.
func Mid(b *market.Bar, bid, ask *market.Bar) {
	b.Open = (bid.Open + ask.Open) / 2
	b.High = (bid.High + ask.High) / 2
	b.Low = (bid.Low + ask.Low) / 2
	b.Close = (bid.Close + ask.Close) / 2
	b.Spread = ask.Close - bid.Close
}
