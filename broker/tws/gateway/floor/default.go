package floor

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Default lists some forty well-known contracts and roots. Contract ids are IB's where they are public;
// those of futures, options, bonds and the listings abroad are made up, see MadeUp. Prices are about those of
// the end of 2024 and only start the synthetic market.
func Default() []Spec {
	var all []Spec
	for _, list := range [][]Spec{defaultShares(), defaultFunds(), defaultAbroad(), defaultIndices(), defaultFutures(), defaultCurrencies(), defaultOthers()} {
		all = append(all, list...)
	}
	return all
}

func share(symbol, primary string, conID int, isin, name, industry, category, subcategory string, price, volatility, volume float64) Spec {
	return Spec{
		Symbol: symbol, Kind: market.Equity, Primary: primary, ConID: conID, ISIN: isin, Name: name,
		Industry: industry, Category: category, Subcategory: subcategory,
		Price: price, Volatility: volatility, Volume: volume,
	}
}

func (s Spec) withOptions(yield float64) Spec {
	s.Options, s.Yield = true, yield
	return s
}

func defaultShares() []Spec {
	return []Spec{
		share("AAPL", "NASDAQ", 265598, "US0378331005", "APPLE INC", "Technology", "Computers", "Computers", 250, 0.26, 5e7).withOptions(0.004),
		share("MSFT", "NASDAQ", 272093, "US5949181045", "MICROSOFT CORP", "Technology", "Software", "Applications Software", 420, 0.24, 2e7).withOptions(0.007),
		share("NVDA", "NASDAQ", 4815747, "US67066G1040", "NVIDIA CORP", "Technology", "Semiconductors", "Electronic Compo-Semicon", 135, 0.5, 2e8).withOptions(0),
		share("TSLA", "NASDAQ", 76792991, "US88160R1014", "TESLA INC", "Consumer, Cyclical", "Auto Manufacturers", "Auto-Cars/Light Trucks", 400, 0.55, 9e7).withOptions(0),
		share("AMD", "NASDAQ", 4391, "US0079031078", "ADVANCED MICRO DEVICES", "Technology", "Semiconductors", "Electronic Compo-Semicon", 120, 0.45, 4e7).withOptions(0),
		share("IBM", "NYSE", 8314, "US4592001014", "INTL BUSINESS MACHINES CORP", "Technology", "Computers", "Computer Services", 220, 0.22, 4e6).withOptions(0.03),
		share("GOOG", "NASDAQ", 208813720, "US02079K1079", "ALPHABET INC-CL C", "Communications", "Internet", "Web Portals/ISP", 190, 0.28, 2e7),
		share("GOOGL", "NASDAQ", 208813719, "US02079K3059", "ALPHABET INC-CL A", "Communications", "Internet", "Web Portals/ISP", 189, 0.28, 3e7),
		share("AMZN", "NASDAQ", 3691937, "US0231351067", "AMAZON.COM INC", "Communications", "Internet", "E-Commerce/Products", 220, 0.3, 4e7),
		share("META", "NASDAQ", 107113386, "US30303M1027", "META PLATFORMS INC-CLASS A", "Communications", "Internet", "Internet Content-Entmnt", 590, 0.33, 1.5e7),
		share("NFLX", "NASDAQ", 15124833, "US64110L1061", "NETFLIX INC", "Communications", "Internet", "Internet Content-Entmnt", 900, 0.33, 4e6),
		share("INTC", "NASDAQ", 270639, "US4581401001", "INTEL CORP", "Technology", "Semiconductors", "Electronic Compo-Semicon", 20, 0.45, 7e7),
		share("JPM", "NYSE", 1520593, "US46625H1005", "JPMORGAN CHASE & CO", "Financial", "Banks", "Diversified Banking Inst", 240, 0.22, 9e6),
		share("BAC", "NYSE", 10098, "US0605051046", "BANK OF AMERICA CORP", "Financial", "Banks", "Diversified Banking Inst", 44, 0.25, 3e7),
		share("KO", "NYSE", 8894, "US1912161007", "COCA-COLA CO/THE", "Consumer, Non-cyclical", "Beverages", "Beverages-Non-alcoholic", 62, 0.15, 1.4e7),
		share("XOM", "NYSE", 13977, "US30231G1022", "EXXON MOBIL CORP", "Energy", "Oil&Gas", "Oil Comp-Integrated", 107, 0.22, 1.5e7),
		share("IBKR", "NASDAQ", 43645865, "US45841N1072", "INTERACTIVE BROKERS GRO-CL A", "Financial", "Diversified Finan Serv", "Finance-Invest Bnkr/Brkr", 177, 0.32, 1.5e6),
		share("SHOP", "NASDAQ", 0, "CA82509L1076", "SHOPIFY INC - CLASS A", "Technology", "Software", "E-Commerce/Services", 106, 0.5, 8e6),
		share("VOD", "NASDAQ", 0, "US92857W3088", "VODAFONE GROUP PLC-SP ADR", "Communications", "Telecommunications", "Cellular Telecom", 8.5, 0.25, 7e6).adr(),
	}
}

func (s Spec) adr() Spec {
	s.StockType = "ADR"
	return s
}

func defaultFunds() []Spec {
	fund := func(symbol, primary string, conID int, isin, name string, price, volatility, volume float64) Spec {
		return Spec{
			Symbol: symbol, Kind: market.ETF, Primary: primary, ConID: conID, ISIN: isin, Name: name,
			Price: price, Volatility: volatility, Volume: volume, Yield: 0.01,
		}
	}
	return []Spec{
		fund("SPY", "ARCA", 756733, "US78462F1030", "SS SPDR S&P 500 ETF TRUST-US", 586, 0.15, 6e7).withOptions(0.012),
		fund("QQQ", "NASDAQ", 320227571, "US46090E1038", "INVESCO QQQ TRUST SERIES 1", 511, 0.19, 4e7).withOptions(0.006),
		fund("IWM", "ARCA", 9579970, "US4642876555", "ISHARES RUSSELL 2000 ETF", 221, 0.2, 3e7),
		fund("GLD", "ARCA", 51529211, "US78463V1070", "SPDR GOLD SHARES", 242, 0.14, 7e6),
	}
}

// defaultAbroad lists shares outside the US, some of them under symbols that are ambiguous without a
// currency.
func defaultAbroad() []Spec {
	abroad := func(symbol string, currency market.Currency, primary, calendar string, conID int, isin, name string, price, volume float64) Spec {
		return Spec{
			Symbol: symbol, Kind: market.Equity, Currency: currency, Primary: primary, Calendar: calendar, ConID: conID,
			ISIN: isin, Name: name, Price: price, Volume: volume,
		}
	}
	return []Spec{
		abroad("BMW", "EUR", "IBIS", "XETR", 14094, "DE0005190003", "BAYERISCHE MOTOREN WERKE AG", 79, 1.2e6),
		abroad("AMD", "EUR", "IBIS", "XETR", 0, "US0079031078", "ADVANCED MICRO DEVICES", 116, 2e4),
		abroad("IBKR", "EUR", "IBIS", "XETR", 0, "US45841N1072", "INTERACTIVE BROKERS GRO-CL A", 170, 1e4),
		abroad("SHOP", "CAD", "TSE", "XTSE", 0, "CA82509L1076", "SHOPIFY INC - CLASS A", 153, 1.5e6),
		abroad("VOD", "GBP", "LSE", "XLON", 0, "GB00BH4HKS39", "VODAFONE GROUP PLC", 0.68, 6e7),
	}
}

func defaultIndices() []Spec {
	return []Spec{
		{Symbol: "SPX", Kind: market.Index, ConID: 416904, Name: "S&P 500 Stock Index", Price: 5880, Volatility: 0.15, Yield: 0.012, Options: true},
		{Symbol: "NDX", Kind: market.Index, Exchange: "NASDAQ", ConID: 416843, Name: "NASDAQ 100 Stock Index", Price: 21000, Volatility: 0.19, Yield: 0.006},
		{Symbol: "VIX", Kind: market.Index, ConID: 13455763, Name: "CBOE Volatility Index", Price: 17, Volatility: 0.9},
	}
}

func defaultFutures() []Spec {
	money := decimal.NewFromInt
	return []Spec{
		{Symbol: "ES", Kind: market.Future, Underlying: "SPX", Multiplier: money(50), Months: "HMUZ", Expiries: 4, Name: "E-mini S&P 500", Volume: 1.5e6},
		{Symbol: "MES", Kind: market.Future, Underlying: "SPX", Multiplier: money(5), Months: "HMUZ", Expiries: 2, Name: "Micro E-Mini S&P 500 Stock Price Index", Volume: 1.2e6},
		{Symbol: "NQ", Kind: market.Future, Underlying: "NDX", Multiplier: money(20), Months: "HMUZ", Expiries: 2, Name: "E-mini NASDAQ 100", Volume: 6e5},
		{
			Symbol: "CL", Kind: market.Future, Exchange: "NYMEX", Multiplier: money(1000), Months: monthLetters, Expiries: 4, Last: CrudeOil,
			Rule: ruleHundredth, Name: "Light Sweet Crude Oil", Price: 71, Volatility: 0.35, Volume: 3e5,
		},
		{
			Symbol: "GC", Kind: market.Future, Exchange: "COMEX", Multiplier: money(100), Months: "GJMQVZ", Expiries: 3, Last: Metal,
			Rule: ruleTenth, Name: "Gold", Price: 2640, Volatility: 0.15, Volume: 2e5,
		},
	}
}

func defaultCurrencies() []Spec {
	pair := func(symbol string, currency market.Currency, conID int, name string, price float64) Spec {
		return Spec{Symbol: symbol, Kind: market.Forex, Currency: currency, ConID: conID, Name: name, Price: price}
	}
	const euro, dollar = "European Monetary Union Euro", "United States dollar"
	return []Spec{
		pair("EUR", "USD", 12087792, euro, 1.035),
		pair("GBP", "USD", 12087797, "British pound", 1.252),
		pair("AUD", "USD", 14433401, "Australian dollar", 0.619),
		pair("USD", "JPY", 15016059, dollar, 157),
		pair("USD", "CHF", 12087820, dollar, 0.907),
		pair("USD", "CAD", 15016062, dollar, 1.438),
		pair("EUR", "GBP", 12087807, euro, 0.827),
	}
}

func defaultOthers() []Spec {
	return []Spec{
		{Symbol: "BTC", Kind: market.Crypto, ConID: 479624278, Name: "Bitcoin cryptocurrency", Price: 93_500, Volatility: 0.55, Volume: 8000},
		{Symbol: "ETH", Kind: market.Crypto, ConID: 495759171, Name: "Ethereum cryptocurrency", Price: 3330, Volatility: 0.7, Volume: 90_000},
		{Symbol: "AAPL", Kind: market.CFD, Underlying: "AAPL", Name: "APPLE INC"},
		{
			Symbol: "US-T", Kind: market.Bond, CUSIP: "91282CJZ5", ISIN: "US91282CJZ59", LocalSymbol: "T 4 02/15/34", TradingClass: "US-T",
			Name: "UNITED STATES TREASURY", Coupon: 4, Issued: 20240215, Maturity: 20340215, Price: 95.5, Volatility: 0.06, Volume: 3e5,
		},
	}
}
