package order

// Type is when and at which price an order may trade.
type Type uint8

const (
	// Market trades at once at the best price there is.
	Market Type = iota
	// Limit trades at LimitPrice or better.
	Limit
	// Stop becomes a market order when the price reaches StopPrice.
	Stop
	// StopLimit becomes a limit order when the price reaches StopPrice.
	StopLimit
	// TrailingStop is a stop that follows the best price so far at TrailAmount or TrailPercent, and never goes
	// back. StopPrice is where it starts; 0 starts it at that distance from the market (IB: TRAIL).
	TrailingStop
	// TrailingStopLimit becomes a limit order Offset beyond where its stop was reached (IB: TRAIL LIMIT).
	TrailingStopLimit
	// MarketIfTouched becomes a market order when the price comes to StopPrice from the other side than a
	// stop's: down to a buyer's, up to a seller's (IB: MIT).
	MarketIfTouched
	// LimitIfTouched becomes a limit order then (IB: LIT).
	LimitIfTouched
	// MarketOnClose trades at the closing price of the session, whatever it is (IB: MOC).
	MarketOnClose
	// LimitOnClose trades at the closing price if that is LimitPrice or better (IB: LOC).
	LimitOnClose
	// MarketToLimit trades at once like a market order; what does not fill then stays as a limit order at the
	// price of what did (IB: MTL).
	MarketToLimit
	// PeggedToMid is a limit order at the middle of bid and ask, less Offset for buyers, plus it for sellers. It
	// follows the market only towards it. LimitPrice, unless 0, caps it (IB: PEG MID).
	PeggedToMid
	// Relative is a limit order Offset better than the best bid (buyers) or offer (sellers), following and capped
	// as PeggedToMid is (IB: REL).
	Relative
	// Exercise is an instruction of an option's holder and no trade: the option leaves, and its underlying comes (a
	// call) or goes (a put) at the strike (IB: exerciseOptions, exercise).
	Exercise
	// Lapse is the instruction not to exercise an option at its expiry, also when it is in the money (IB:
	// exerciseOptions, lapse).
	Lapse
)

var typeNames = []string{
	"market", "limit", "stop", "stop-limit", "trailing-stop", "trailing-stop-limit", "market-if-touched",
	"limit-if-touched", "market-on-close", "limit-on-close", "market-to-limit", "pegged-to-mid", "relative",
	"exercise", "lapse",
}

// HasLimit reports whether an order must carry LimitPrice.
func (t Type) HasLimit() bool {
	switch t {
	case Limit, StopLimit, LimitIfTouched, LimitOnClose:
		return true
	}
	return false
}

// HasStop reports whether an order must carry StopPrice.
func (t Type) HasStop() bool {
	switch t {
	case Stop, StopLimit, MarketIfTouched, LimitIfTouched:
		return true
	}
	return false
}

// Trails reports whether the stop follows the market.
func (t Type) Trails() bool { return t == TrailingStop || t == TrailingStopLimit }

// Touches reports whether the order waits for a price that is better for it, where a stop waits for a worse.
func (t Type) Touches() bool { return t == MarketIfTouched || t == LimitIfTouched }

// Waits reports whether the order does nothing until a price is reached (see WasTriggered).
func (t Type) Waits() bool { return t.HasStop() || t.Trails() }

// Pegs reports whether the venue sets the price of the order from the quote.
func (t Type) Pegs() bool { return t == PeggedToMid || t == Relative }

// AtClose reports whether the order takes part in the close of the session only.
func (t Type) AtClose() bool { return t == MarketOnClose || t == LimitOnClose }

// Instructs reports whether it is an instruction about an option that is held: Exercise or Lapse.
func (t Type) Instructs() bool { return t == Exercise || t == Lapse }

// mayHaveLimit reports whether a LimitPrice means something without being required: a cap, or a price that the
// venue set.
func (t Type) mayHaveLimit() bool { return t.Pegs() || t == MarketToLimit || t == TrailingStopLimit }

// String is the lower-case name, such as "stop-limit".
func (t Type) String() string { return name(typeNames, t) }

// MarshalText writes the form of String.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the form of String.
func (t *Type) UnmarshalText(text []byte) error { return parse("order type", typeNames, text, t) }
