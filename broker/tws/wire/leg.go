package wire

import "github.com/shopspring/decimal"

// ComboLeg is one contract of a combo.
type ComboLeg struct {
	ConID              int
	Ratio              int
	Action             Action
	Exchange           string
	OpenClose          LegOpenClose
	ShortSaleSlot      int    // 1 the shares are held, 2 borrowed elsewhere
	DesignatedLocation string // for slot 2
	ExemptCode         int    // -1 for none
	Price              Opt[decimal.Decimal]
}

func (l *ComboLeg) short(c *coder) {
	c.int(1, "conId", &l.ConID)
	c.int(2, "ratio", &l.Ratio)
	c.action(3, "action", &l.Action)
	c.str(4, "exchange", &l.Exchange)
}

func (l *ComboLeg) long(c *coder) {
	l.short(c)
	enum(c, 5, "openClose", &l.OpenClose)
	c.int(6, "shortSaleSlot", &l.ShortSaleSlot)
	c.str(7, "designatedLocation", &l.DesignatedLocation)
	c.int(8, "exemptCode", &l.ExemptCode)
}

func (l *ComboLeg) fields(c *coder) {
	l.long(c)
	c.optPrice(9, "perLegPrice", &l.Price)
}

// orderLegs visits the legs of an ordered combo in text: the legs, then a list of their prices, which is
// empty when none has one.
func (k *Contract) orderLegs(c *coder) {
	if !c.text() {
		return
	}
	list(c, 0, "comboLegs", &k.ComboLegs, (*ComboLeg).long)
	prices := k.legPrices()
	list(c, 0, "orderComboLegs", &prices, func(p *Opt[decimal.Decimal], c *coder) {
		c.optPrice(0, "orderComboLeg.price", p)
	})
	if c.reading() {
		for i := range min(len(prices), len(k.ComboLegs)) {
			k.ComboLegs[i].Price = prices[i]
		}
	}
}

func (k *Contract) legPrices() []Opt[decimal.Decimal] {
	priced := false
	for i := range k.ComboLegs {
		priced = priced || k.ComboLegs[i].Price.Valid
	}
	if !priced {
		return nil
	}
	prices := make([]Opt[decimal.Decimal], len(k.ComboLegs))
	for i := range prices {
		prices[i] = k.ComboLegs[i].Price
	}
	return prices
}
