package wire

// RequestScanner subscribes to a scan of the market.
type RequestScanner struct {
	RequestID             int
	Rows                  Opt[int]
	Instrument            string // "STK"
	Location              string // "STK.US.MAJOR"
	ScanCode              string // "TOP_PERC_GAIN"
	AbovePrice            Opt[float64]
	BelowPrice            Opt[float64]
	AboveVolume           Opt[int]
	MarketCapAbove        Opt[float64]
	MarketCapBelow        Opt[float64]
	MoodyAbove            string
	MoodyBelow            string
	SPAbove               string
	SPBelow               string
	MaturityAbove         string
	MaturityBelow         string
	CouponAbove           Opt[float64]
	CouponBelow           Opt[float64]
	ExcludeConvertible    bool
	AverageOptVolumeAbove Opt[int]
	SettingPairs          string
	StockTypeFilter       string
	Filters               []TagValue // since version 143
	Options               []TagValue
}

// Kind returns the kind of the message.
func (*RequestScanner) Kind() Kind { return ask(22) }

func (m *RequestScanner) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.into(2)
	c.optIntAs(1, "numberOfRows", &m.Rows, asMinusOne)
	if c.reading() && m.Rows.Value < 0 {
		m.Rows = Opt[int]{}
	}
	c.str(2, "instrument", &m.Instrument)
	c.str(3, "locationCode", &m.Location)
	c.str(4, "scanCode", &m.ScanCode)
	c.optFloat(5, "abovePrice", &m.AbovePrice)
	c.optFloat(6, "belowPrice", &m.BelowPrice)
	c.optInt(7, "aboveVolume", &m.AboveVolume)
	c.optFloat(8, "marketCapAbove", &m.MarketCapAbove)
	c.optFloat(9, "marketCapBelow", &m.MarketCapBelow)
	c.str(10, "moodyRatingAbove", &m.MoodyAbove)
	c.str(11, "moodyRatingBelow", &m.MoodyBelow)
	c.str(12, "spRatingAbove", &m.SPAbove)
	c.str(13, "spRatingBelow", &m.SPBelow)
	c.str(14, "maturityDateAbove", &m.MaturityAbove)
	c.str(15, "maturityDateBelow", &m.MaturityBelow)
	c.optFloat(16, "couponRateAbove", &m.CouponAbove)
	c.optFloat(17, "couponRateBelow", &m.CouponBelow)
	c.bool(18, "excludeConvertible", &m.ExcludeConvertible)
	c.optInt(19, "averageOptionVolumeAbove", &m.AverageOptVolumeAbove)
	c.str(20, "scannerSettingPairs", &m.SettingPairs)
	c.str(21, "stockTypeFilter", &m.StockTypeFilter)
	c.since(143).options(22, "scannerSubscriptionFilterOptions", &m.Filters)
	c.options(23, "scannerSubscriptionOptions", &m.Options)
	c.into(0)
}
