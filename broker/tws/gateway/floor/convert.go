package floor

// feeRate is what borrowing a share costs, in percent a year: 0.25, IB's usual least.
const feeRate = 0.25

// convert makes bars of a derived series of those of its base.
func (f *Floor) convert(l *Listing, w What, bars []Bar) []Bar {
	var value func(price float64) float64
	switch w {
	case FeeRate:
		value = func(float64) float64 { return feeRate }
	case ImpliedVol:
		value = l.smile.atTheMoney
	case YieldBid, YieldAsk, YieldBidAsk, YieldLast:
		return f.yields(l, bars)
	default:
		return bars
	}
	// Both fall, or stay, when the price rises: the highest price has the lowest value.
	for i := range bars {
		b := &bars[i]
		b.Open, b.High, b.Low, b.Close = value(b.Open), value(b.Low), value(b.High), value(b.Close)
		b.Volume, b.WAP, b.Count = -1, -1, -1
	}
	return bars
}

// yields makes bars of a bond's yield, percent a year, of bars of its price.
func (f *Floor) yields(l *Listing, bars []Bar) []Bar {
	for i := range bars {
		b := &bars[i]
		value := func(price float64) float64 { return l.Yield(price, b.End) }
		b.Open, b.High, b.Low, b.Close = value(b.Open), value(b.Low), value(b.High), value(b.Close)
		b.Volume, b.WAP, b.Count = -1, -1, -1
	}
	return bars
}
