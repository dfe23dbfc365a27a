package floor

import "github.com/tidemark/tidemark/market"

// Default lists some well-known contracts. Their ids are IB's where they are public; the ids of futures
// and options are made up, see MadeUp.
func Default() []Spec {
	return []Spec{
		{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598, Name: "APPLE INC"},
		{Symbol: "MSFT", Kind: market.Equity, Primary: "NASDAQ", ConID: 272093, Name: "MICROSOFT CORP"},
		{Symbol: "SPY", Kind: market.ETF, Primary: "ARCA", ConID: 756733, Name: "SS SPDR S&P 500 ETF TRUST-US"},
		{Symbol: "EUR", Kind: market.Forex, ConID: 12087792, Name: "European Monetary Union Euro"},
	}
}
