package wire

// Numbers of the protocol that have a name. A number without one is kept, and printed as unknown.

// LegOpenClose says what a combo leg does to a position.
type LegOpenClose int

func (o LegOpenClose) String() string { return named(o, []string{"same", "open", "close", "unknown"}) }

// Origin says who an order comes from.
type Origin int

// Origins.
const (
	Customer Origin = iota
	Firm
)

func (o Origin) String() string { return named(o, []string{"customer", "firm", "unknown"}) }

// OCAType says what happens to the rest of a one-cancels-all group.
type OCAType int

// One-cancels-all types.
const (
	CancelWithBlock OCAType = iota + 1
	ReduceWithBlock
	ReduceNoBlock
)

func (t OCAType) String() string {
	return named(t, []string{"none", "cancel with block", "reduce with block", "reduce without block"})
}

// TriggerMethod says which price a stop or a price condition watches.
type TriggerMethod int

// Trigger methods.
const (
	TriggerDefault      TriggerMethod = 0
	TriggerDoubleBidAsk TriggerMethod = 1
	TriggerLast         TriggerMethod = 2
	TriggerDoubleLast   TriggerMethod = 3
	TriggerBidAsk       TriggerMethod = 4
	TriggerLastOrBidAsk TriggerMethod = 7
	TriggerMidpoint     TriggerMethod = 8
)

func (t TriggerMethod) String() string {
	return named(t, []string{"default", "double bid/ask", "last", "double last", "bid/ask", "unknown 5", "unknown 6", "last or bid/ask", "midpoint"})
}

// ConditionType is what an order waits for.
type ConditionType int

// Condition types. Number 2 is not assigned.
const (
	PriceCondition         ConditionType = 1
	TimeCondition          ConditionType = 3
	MarginCondition        ConditionType = 4
	ExecutionCondition     ConditionType = 5
	VolumeCondition        ConditionType = 6
	PercentChangeCondition ConditionType = 7
)

func (t ConditionType) String() string {
	return named(t, []string{"none", "price", "unknown 2", "time", "margin", "execution", "volume", "percent change"})
}

// MarketDataType is the freshness of market data.
type MarketDataType int

// Market data types.
const (
	Live MarketDataType = iota + 1
	Frozen
	Delayed
	DelayedFrozen
)

func (t MarketDataType) String() string {
	return named(t, []string{"none", "live", "frozen", "delayed", "delayed frozen"})
}

// FADataType is a part of a financial advisor's configuration.
type FADataType int

// Advisor data types. Profiles are gone from server version 177 on.
const (
	FAGroups FADataType = iota + 1
	FAProfiles
	FAAliases
)

func (t FADataType) String() string {
	return named(t, []string{"none", "groups", "profiles", "aliases"})
}

// DepthOperation says what to do with a row of the book.
type DepthOperation int

// Depth operations.
const (
	DepthInsert DepthOperation = iota
	DepthUpdate
	DepthDelete
)

func (o DepthOperation) String() string { return named(o, []string{"insert", "update", "delete"}) }

// DepthSide is a side of the book.
type DepthSide int

// Sides of the book.
const (
	DepthAsk DepthSide = iota
	DepthBid
)

func (s DepthSide) String() string { return named(s, []string{"ask", "bid"}) }

// Liquidity says whether an execution added or took liquidity.
type Liquidity int

// Liquidity of an execution.
const (
	LiquidityNone Liquidity = iota
	LiquidityAdded
	LiquidityRemoved
	LiquidityRoutedOut
)

func (l Liquidity) String() string {
	return named(l, []string{"none", "added", "removed", "routed out"})
}

// TickByTickType selects a tick-by-tick stream.
type TickByTickType int

// Tick-by-tick streams.
const (
	TickLast TickByTickType = iota + 1
	TickAllLast
	TickBidAsk
	TickMidPoint
)

func (t TickByTickType) String() string {
	return named(t, []string{"none", "Last", "AllLast", "BidAsk", "MidPoint"})
}

// ExerciseAction says what to do with an option position.
type ExerciseAction int

// Exercise actions.
const (
	Exercise ExerciseAction = iota + 1
	Lapse
)

func (a ExerciseAction) String() string { return named(a, []string{"none", "exercise", "lapse"}) }

// LogLevel is how much the gateway logs about a client.
type LogLevel int

// Log levels of the gateway.
const (
	LogSystem LogLevel = iota + 1
	LogError
	LogWarning
	LogInformation
	LogDetail
)

func (l LogLevel) String() string {
	return named(l, []string{"none", "system", "error", "warning", "information", "detail"})
}
