package broker

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Notice is what a live venue tells besides order events. Notices are values and never change once made. The set
// is closed: LinkLost, LinkRestored, Doubt, Disarmed, Truth, InquiryFailed, WarmedUp, DataLost, DataRestored,
// CorrectedFill, LateFee, ForeignOrder, ForeignFill and Alarm.
type Notice interface {
	// At is when the venue learned it.
	At() market.Time
	notice()
}

// Moment is what all notices have.
type Moment struct {
	Time market.Time `json:"time"`
}

// At returns the moment itself.
func (m Moment) At() market.Time { return m.Time }

func (Moment) notice() {}

type (
	// LinkLost: from now on nothing is known of orders and positions. The cause is in words.
	LinkLost struct {
		Moment
		Cause string
	}
	// LinkRestored: the broker can be asked, for the first time or again. Nothing is known until a Truth has come.
	LinkRestored struct {
		Moment
		Cause string
	}
	// Doubt: the link is up, but news of orders may have been missed: a message that could not be read, an
	// answer that fits nothing. The engine asks for the truth before it sends anything else.
	Doubt struct {
		Moment
		Cause string
	}
	// Disarmed: the broker takes no orders from us until a person has changed something: a read-only interface,
	// an account that is not the configured one, a permission that is missing. Data may go on.
	Disarmed struct {
		Moment
		Cause string
	}
	// Truth answers an inquiry, complete or not at all.
	Truth struct {
		Moment
		// Inquiry is the number that Live.Inquire gave.
		Inquiry uint64
		Account string
		// Open lists every working order of the account, ours and others', Done those that ended today as far as
		// the broker lists them, Fills every execution that the broker lists, corrections included, with the fee where it
		// is known (FeeCurrency is empty where it is not).
		Open  []Report      `json:",omitempty"`
		Done  []Report      `json:",omitempty"`
		Fills []ForeignFill `json:",omitempty"`
		// Holdings lists what is not zero: an instrument that is missing is not held.
		Holdings []Holding `json:",omitempty"`
		Cash     []Balance `json:",omitempty"`
	}
	// InquiryFailed: the broker did not answer in full. Nothing may be concluded from it.
	InquiryFailed struct {
		Moment
		Inquiry uint64
		Cause   string
	}
	// WarmedUp: the history from before the start has been delivered in full, for every instrument that asked.
	// Until then the clock stands at the start. It keeps its place among the market events.
	WarmedUp struct{ Moment }
	// DataLost: the streams of an instrument are silent or known to be cut; what strategies see is old. It and
	// DataRestored keep their place among the market events.
	DataLost struct {
		Moment
		Instrument market.ID
		Since      market.Time
		Cause      string
	}
	// DataRestored: they flow again and what was missed has been delivered, as far as it can be.
	DataRestored struct {
		Moment
		Instrument market.ID
	}
	// CorrectedFill: the broker changed an execution afterwards. A quantity of 0 takes it back.
	CorrectedFill struct {
		Moment
		// Replaced is the execution id that counted so far.
		Replaced string
		Fill     ForeignFill
	}
	// LateFee: the fee of a fill became known, or changed, after the fill.
	LateFee struct {
		Moment
		ExecID   string
		Fee      decimal.Decimal
		Currency market.Currency
	}
	// ForeignOrder: news of an order that is not ours: of another client, or made by hand; or of one that names
	// an order of ours and is not the one that the engine sent last.
	ForeignOrder struct {
		Moment
		Report Report
	}
	// Alarm: something a person should look at.
	Alarm struct {
		Moment
		Text string
	}
)

// ForeignFill is an execution as the broker reports it. Fill.Order is empty when it is of no order of ours;
// Fill.Instrument is nil when the run does not have the instrument. Symbol is the instrument's, else what the broker
// calls the contract.
type ForeignFill struct {
	Moment
	Fill     order.Fill
	Symbol   string
	BrokerID string
	// Liquidation marks a forced sale by the broker.
	Liquidation bool
}

// Report is what a broker says of one order.
type Report struct {
	// ID is ours when the order carries one, else empty.
	ID       order.ID `json:"id,omitempty"`
	BrokerID string   `json:"broker_id"`
	// Owner says whose it is when it is not ours: another client's number, or "manual".
	Owner      string             `json:"owner,omitempty"`
	Instrument *market.Instrument `json:"-"`       // nil when the run does not have it
	Symbol     string             `json:"symbol"`  // the instrument's, else what the broker calls the contract
	Request    order.Request      `json:"request"` // as the broker works it
	// State is Accepted, PartiallyFilled, PendingCancel, Filled, Cancelled, Rejected, Expired or Unknown.
	State  order.State     `json:"state"`
	Filled decimal.Decimal `json:"filled,omitzero"`
	Reason order.Reason    `json:"reason,omitzero"`
}

// Holding is a position of the account.
type Holding struct {
	Instrument *market.Instrument `json:"-"` // nil when the run does not have it
	Symbol     string             // the instrument's, else what the broker calls the contract
	Quantity   decimal.Decimal
	// Cost is the average price per unit as the broker states it; it includes fees and is for comparison only.
	Cost decimal.Decimal
}

// Balance is the cash of one currency.
type Balance struct {
	Currency market.Currency
	Amount   decimal.Decimal
}
