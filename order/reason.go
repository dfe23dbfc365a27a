package order

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Code says in one word why an order was refused, is waiting or ended. Risk, venues and the engine share
// the list, so that reports and metrics can be grouped by it.
type Code uint8

const (
	NoReason Code = iota

	// A request that no venue could work.
	UnknownInstrument
	NotTradable
	BadQuantity
	OffSizeGrid
	OffPriceGrid
	AlreadyExpired
	Unsupported
	UnknownOrder
	OrderEnded
	OutsideLoop
	WarmingUp
	StrategyStopped
	NoPrice
	TooLate
	NotExercisable
	NotHeld

	// Limits of risk.
	MaxOrderQuantity
	MaxOrderNotional
	MaxPosition
	MaxGrossExposure
	PriceCollar
	OrderRate
	MaxOpenOrders
	Restricted
	BuyingPower

	// Why a working order has not filled yet.
	WaitingForData
	WaitingForParent
	WaitingForOpen
	WaitingForClose
	WaitingForTime
	MarketClosed
	LimitNotReached
	StopNotReached
	NoLiquidity
	TooLittle
	VolumeTaken
	TradingHalted
	BeyondBand

	// Why an order ended unfilled.
	CancelledByStrategy
	CancelledByOCA
	ParentEnded
	SessionEnded
	GoodTillReached
	NotFilledAtOnce
	OpeningMissed
	ClosingMissed
	CancelledBySplit
	InstrumentEnded
	RejectedByVenue

	// The session of a live run: why an order was refused before it left.
	NotReady
	Halted
	RestartAhead
	StaleData
	OrderInDoubt
	StoreFailed
	SameRejection
	ExitUnderWay
	ExitUnproven

	// Why an order waits, in the broker's hands.
	HeldByBroker
	Suspended

	// Why an order ended, or came back, as reconciliation found.
	NeverArrived
	NotListed
	ListedAsOpen
	ExecutionCorrected
	CancelledByBroker

	// What a broker says of the account's money.
	InsufficientFunds
	MarginDeficit
	DayTradeLimit
	BrokersOrder
)

var codeNames = []string{
	"none",
	"unknown-instrument", "not-tradable", "bad-quantity", "off-size-grid", "off-price-grid", "already-expired",
	"unsupported", "unknown-order", "order-ended", "outside-loop", "warming-up", "strategy-stopped", "no-price", "too-late",
	"not-exercisable", "not-held",
	"max-order-quantity", "max-order-notional", "max-position", "max-gross-exposure", "price-collar",
	"order-rate", "max-open-orders", "restricted", "buying-power",
	"waiting-for-data", "waiting-for-parent", "waiting-for-open", "waiting-for-close", "waiting-for-time", "market-closed", "limit-not-reached",
	"stop-not-reached", "no-liquidity", "too-little", "volume-taken", "trading-halted", "beyond-band",
	"cancelled-by-strategy", "cancelled-by-oca", "parent-ended", "session-ended", "good-till-reached",
	"not-filled-at-once", "opening-missed", "closing-missed", "cancelled-by-split", "instrument-ended", "rejected-by-venue",
	"not-ready", "halted", "restart-ahead", "stale-data", "order-in-doubt", "store-failed", "same-rejection",
	"exit-under-way", "exit-unproven",
	"held-by-broker", "suspended",
	"never-arrived", "not-listed", "listed-as-open", "execution-corrected", "cancelled-by-broker",
	"insufficient-funds", "margin-deficit", "day-trade-limit", "brokers-order",
}

// String is the name, such as "max-position".
func (c Code) String() string { return name(codeNames, c) }

// MarshalText writes the form of String.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the form of String.
func (c *Code) UnmarshalText(text []byte) error { return parse("reason", codeNames, text, c) }

// Reason is a typed explanation with both numbers that decided: the bound and what met it. It is an
// error, so that a refused call can return it.
type Reason struct {
	Code Code `json:"code"`
	// Inferred marks an end that nobody told us: it follows from what the broker no longer lists. News of the
	// order from the broker reopens it.
	Inferred bool            `json:"inferred,omitempty"`
	Limit    decimal.Decimal `json:"limit,omitzero"`
	Value    decimal.Decimal `json:"value,omitzero"`
	Detail   string          `json:"detail,omitempty"`
}

// Error is "code: detail (value V, limit L)".
func (r *Reason) Error() string {
	var b strings.Builder
	b.WriteString(r.Code.String())
	if r.Detail != "" {
		b.WriteString(": " + r.Detail)
	}
	if !r.Limit.IsZero() || !r.Value.IsZero() {
		b.WriteString(" (value " + r.Value.String() + ", limit " + r.Limit.String() + ")")
	}
	return b.String()
}

// Is makes errors.Is(err, &Reason{Code: c}) ask for the code alone.
func (r *Reason) Is(target error) bool {
	other, ok := target.(*Reason)
	return ok && other.Code == r.Code
}
