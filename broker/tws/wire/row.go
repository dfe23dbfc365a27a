package wire

import "github.com/shopspring/decimal"

// Elements of the lists in messages.

// DepthExchange is an exchange that offers depth for a type of security.
type DepthExchange struct {
	Exchange        string
	SecType         SecType
	ListingExchange string
	ServiceDataType string // "Deep", or "Deep2" for rows that name market makers
	AggGroup        Opt[int]
}

func (e *DepthExchange) fields(c *coder) {
	c.str(1, "exchange", &e.Exchange)
	c.str(2, "secType", (*string)(&e.SecType))
	if c.version < 120 {
		deep2 := e.ServiceDataType == "Deep2"
		c.bool(0, "isL2", &deep2)
		e.ServiceDataType = "Deep"
		if deep2 {
			e.ServiceDataType = "Deep2"
		}
		return
	}
	c.str(3, "listingExch", &e.ListingExchange)
	c.str(4, "serviceDataType", &e.ServiceDataType)
	c.optIntMax(5, "aggGroup", &e.AggGroup) // ib_async reads no empty one
}

// FamilyCode says which family an account belongs to.
type FamilyCode struct {
	Account, Code string
}

func (f *FamilyCode) fields(c *coder) {
	c.str(1, "accountID", &f.Account)
	c.str(2, "familyCode", &f.Code)
}

// NewsProvider is a source of news.
type NewsProvider struct {
	Code, Name string
}

func (p *NewsProvider) fields(c *coder) {
	c.str(1, "providerCode", &p.Code)
	c.str(2, "providerName", &p.Name)
}

// SmartComponent is an exchange behind a letter of a smart quote.
type SmartComponent struct {
	Bit      int
	Exchange string
	Letter   string
}

func (s *SmartComponent) fields(c *coder) {
	c.int(1, "bitNumber", &s.Bit)
	c.str(2, "exchange", &s.Exchange)
	c.str(3, "exchangeLetter", &s.Letter)
}

// PriceIncrement is the price grid from LowEdge on.
type PriceIncrement struct {
	LowEdge, Increment decimal.Decimal
}

func (p *PriceIncrement) fields(c *coder) {
	c.price(1, "lowEdge", &p.LowEdge)
	c.price(2, "increment", &p.Increment)
}

// SymbolSample is a contract that a search found.
type SymbolSample struct {
	Contract           Contract
	DerivativeSecTypes []string
}

func (s *SymbolSample) fields(c *coder) {
	k := &s.Contract
	if c.proto() {
		sub(c, 1, "contract", k, (*Contract).fields)
	} else {
		c.int(0, "conId", &k.ConID)
		c.str(0, "symbol", &k.Symbol)
		c.str(0, "secType", (*string)(&k.SecType))
		c.str(0, "primaryExchange", &k.PrimaryExchange)
		c.str(0, "currency", &k.Currency)
	}
	c.strings(2, "derivativeSecTypes", &s.DerivativeSecTypes)
	if c.text() {
		c.since(176).str(0, "description", &k.Description)
		c.since(176).str(0, "issuerId", &k.IssuerID)
	}
}

// ScannerRow is one contract of a scan.
type ScannerRow struct {
	Rank                                      int // from 0
	Contract                                  Contract
	MarketName                                string
	Distance, Benchmark, Projection, ComboKey string // depend on the scan
}

func (r *ScannerRow) fields(c *coder) {
	c.int(1, "rank", &r.Rank)
	if c.proto() {
		sub(c, 2, "contract", &r.Contract, (*Contract).fields)
		c.str(3, "marketName", &r.MarketName)
	} else {
		r.contract(c)
	}
	c.str(4, "distance", &r.Distance)
	c.str(5, "benchmark", &r.Benchmark)
	c.str(6, "projection", &r.Projection)
	c.str(7, "legsStr", &r.ComboKey)
}

// contract visits the contract in the order of scanner text.
func (r *ScannerRow) contract(c *coder) {
	k := &r.Contract
	c.int(0, "conId", &k.ConID)
	c.str(0, "symbol", &k.Symbol)
	c.str(0, "secType", (*string)(&k.SecType))
	c.str(0, "lastTradeDateOrContractMonth", &k.LastTradeDateOrContractMonth)
	c.optPrice(0, "strike", &k.Strike)
	c.right(0, "right", &k.Right)
	c.str(0, "exchange", &k.Exchange)
	c.str(0, "currency", &k.Currency)
	c.str(0, "localSymbol", &k.LocalSymbol)
	c.str(0, "marketName", &r.MarketName)
	c.str(0, "tradingClass", &k.TradingClass)
}
