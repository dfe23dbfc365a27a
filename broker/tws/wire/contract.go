package wire

import "github.com/shopspring/decimal"

// Contract says what is traded. A request fills what identifies it, at best ConID and Exchange.
type Contract struct {
	ConID                        int // IB's own id of the contract, 0 for none
	Symbol                       string
	SecType                      SecType
	LastTradeDateOrContractMonth string // YYYYMMDD or YYYYMM
	LastTradeDate                string // reports since version 182
	Strike                       Opt[decimal.Decimal]
	Right                        Right
	Multiplier                   Opt[decimal.Decimal]
	Exchange                     string
	PrimaryExchange              string
	Currency                     string
	LocalSymbol                  string
	TradingClass                 string
	SecIDType                    string // CUSIP, SEDOL, ISIN, RIC, FIGI
	SecID                        string
	Description                  string
	IssuerID                     string
	IncludeExpired               bool

	ComboLegsDescription string
	ComboLegs            []ComboLeg
	DeltaNeutral         *DeltaNeutralContract
}

// DeltaNeutralContract is the underlying that hedges a delta-neutral combo.
type DeltaNeutralContract struct {
	ConID int
	Delta float64
	Price decimal.Decimal // 0: the market decides
}

// contractForm says which fields the text of a message has.
type contractForm uint8

const (
	withPrimary   contractForm = 1 << iota // primaryExchange after exchange
	primaryOnly                            // primaryExchange in place of exchange
	withSecID                              // secIdType and secId at the end
	withExpired                            // includeExpired at the end
	primarySince                           // primaryExchange from version 149 on
	requestForm   = withPrimary
	expiredForm   = withPrimary | withExpired
	orderForm     = withPrimary | withSecID
	reportForm    = contractForm(0)
	depthForm     = primarySince
	portfolioForm = primaryOnly
)

// fields visits a contract that is a sub-message of its own.
func (k *Contract) fields(c *coder) {
	k.form(c, reportForm)
	k.combo(c)
}

// inside visits the contract of a message, sub-message num of the root.
func (k *Contract) inside(c *coder, num int, form contractForm) {
	c.into(num)
	k.form(c, form)
	k.combo(c)
	c.into(0)
}

// form visits everything but what belongs to combos, which text keeps elsewhere.
func (k *Contract) form(c *coder, form contractForm) {
	c.int(1, "conId", &k.ConID)
	k.head(c)
	if c.proto() || form&primaryOnly == 0 {
		c.str(8, "exchange", &k.Exchange)
	}
	switch {
	case c.proto() || form&(withPrimary|primaryOnly) != 0:
		c.str(9, "primaryExchange", &k.PrimaryExchange)
	case form&primarySince != 0:
		c.since(149).str(9, "primaryExchange", &k.PrimaryExchange)
	}
	c.str(10, "currency", &k.Currency)
	c.str(11, "localSymbol", &k.LocalSymbol)
	c.str(12, "tradingClass", &k.TradingClass)
	if c.proto() || form&withExpired != 0 {
		c.bool(18, "includeExpired", &k.IncludeExpired)
	}
	if c.proto() || form&withSecID != 0 {
		c.str(13, "secIdType", &k.SecIDType)
		c.str(14, "secId", &k.SecID)
	}
	if c.proto() {
		c.str(15, "description", &k.Description)
		c.str(16, "issuerId", &k.IssuerID)
		c.str(21, "lastTradeDate", &k.LastTradeDate)
	}
}

// head visits the fields that name an instrument, in the order of most messages.
func (k *Contract) head(c *coder) {
	c.str(2, "symbol", &k.Symbol)
	c.str(3, "secType", (*string)(&k.SecType))
	c.str(4, "lastTradeDateOrContractMonth", &k.LastTradeDateOrContractMonth)
	c.optPrice(5, "strike", &k.Strike)
	c.right(6, "right", &k.Right)
	c.optDecimal(7, "multiplier", &k.Multiplier)
}

// combo visits in protobuf what text describes with its own lists.
func (k *Contract) combo(c *coder) {
	if c.proto() {
		c.str(19, "comboLegsDescrip", &k.ComboLegsDescription)
		list(c, 20, "comboLegs", &k.ComboLegs, (*ComboLeg).fields)
		optSub(c, 17, "deltaNeutralContract", &k.DeltaNeutral, (*DeltaNeutralContract).fields)
	}
}

// shortLegs visits the legs of a combo in a request for data.
func (k *Contract) shortLegs(c *coder) {
	if c.text() && k.SecType == Combo {
		list(c, 0, "comboLegs", &k.ComboLegs, (*ComboLeg).short)
	}
}

// hedge visits the delta-neutral contract of a text message.
func (k *Contract) hedge(c *coder) {
	if !c.text() {
		return
	}
	present := k.DeltaNeutral != nil
	c.bool(0, "deltaNeutralContractPresent", &present)
	if !present {
		k.DeltaNeutral = nil
		return
	}
	if k.DeltaNeutral == nil {
		k.DeltaNeutral = new(DeltaNeutralContract)
	}
	k.DeltaNeutral.fields(c)
}

func (n *DeltaNeutralContract) fields(c *coder) {
	c.int(1, "conId", &n.ConID)
	c.float(2, "delta", &n.Delta)
	c.price(3, "price", &n.Price)
}
