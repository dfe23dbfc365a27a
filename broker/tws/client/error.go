package client

import (
	"context"
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Reasons found inside a [*DialError], and where noted in other errors.
var (
	ErrRefused       = errors.New("nothing listens there: start TWS or Gateway, enable its API and check the port")
	ErrTimeout       = errors.New("no answer in time: it may be starting up, showing a dialog, or waiting for a login")
	ErrHungUp        = errors.New("the gateway closed the connection: check its trusted addresses and open dialogs")
	ErrVersion       = errors.New("the gateway's version does not suit: update TWS or Gateway")
	ErrClientIDInUse = errors.New("the client id is in use: choose another, or wait if it was ours")
	ErrOrderIDs      = errors.New("the order ids have run out: reset the API order id sequence in TWS")
	// ErrOutOfStep is a gateway that said what it is, and then sent what is no message: a length that no message has, or
	// one that is not fulfilled within three minutes. The next connection begins anew.
	ErrOutOfStep = errors.New("the gateway sent bytes that are no message: connect again")
)

// Reasons why something ended.
var (
	// ErrClosed says that this side closed the connection or the stream.
	ErrClosed = errors.New("closed")
	// ErrSilent ends a connection on which nothing arrived for Idle and Grace.
	ErrSilent = errors.New("the gateway has been silent too long: the connection is dead")
	// ErrOverflow ends a stream whose consumer was too slow, or a call that was answered with too much.
	ErrOverflow = errors.New("more arrived than was taken")
	// ErrQueueFull says that too many messages wait to be sent.
	ErrQueueFull = errors.New("too many messages wait to be sent: send less, or wait for answers")
	// ErrBusy refuses a second stream of which the gateway has only one.
	ErrBusy = errors.New("there is such a stream already, and can only be one: close that first")
	// ErrNoData is matched by the [*RequestError] of a historical query without a result.
	ErrNoData = errors.New("the query returned no data")
)

// A Stage is how far [Dial] came.
type Stage int

// The stages of Dial.
const (
	Connecting Stage = iota // the socket is not open yet
	Greeting                // versions are being agreed on
	Starting                // waiting for accounts and the next valid order id
)

func (s Stage) String() string {
	switch s {
	case Connecting:
		return "connecting"
	case Greeting:
		return "agreeing on a version"
	case Starting:
		return "starting the API"
	}
	return fmt.Sprintf("stage %d", int(s))
}

// A DialError says why there is no connection. Reason is one of the sentinels above, or nil when none fits.
type DialError struct {
	Addr     string
	ClientID int
	Stage    Stage
	Reason   error
	Err      error // what happened underneath, or nil
}

func (e *DialError) Error() string {
	text := fmt.Sprintf("client: connect to %s as client %d: %v", e.Addr, e.ClientID, e.Stage)
	if e.Reason != nil && !errors.Is(e.Err, e.Reason) {
		text += ": " + e.Reason.Error()
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *DialError) Unwrap() []error { return []error{e.Reason, e.Err} }

// Retriable tells whether the same attempt may succeed later: the gateway is down, starting up, out of reach or out of
// step. What sends no version that can be read is no gateway. A client id in use is not: only who knows that the id was
// theirs can tell, see [Backoff].
func (e *DialError) Retriable() bool {
	switch e.Reason {
	case ErrRefused, ErrTimeout, ErrHungUp, ErrOutOfStep:
		return true
	case nil:
		return e.Stage == Connecting && !errors.Is(e.Err, context.Canceled)
	}
	return false
}

// A SendError is a message that did not reach the gateway, or may not have.
type SendError struct {
	Kind      wire.Kind
	MaybeSent bool // some bytes left: ask what became of an order before sending it again
	Err       error
}

func (e *SendError) Error() string {
	if e.MaybeSent {
		return fmt.Sprintf("client: send %v: may have arrived: %v", e.Kind, e.Err)
	}
	return fmt.Sprintf("client: send %v: not sent: %v", e.Kind, e.Err)
}

func (e *SendError) Unwrap() error { return e.Err }

// A RequestError is the gateway's answer that ended a request or a subscription.
type RequestError struct {
	Request wire.Kind
	ID      int // the request id
	Code    Code
	Text    string // the gateway's words; they change with its version and language
}

func (e *RequestError) Error() string {
	return fmt.Sprintf("client: %v: error %d: %s", e.Request, e.Code.Number, e.Text)
}

// Is matches [ErrNoData].
func (e *RequestError) Is(target error) bool {
	return target == ErrNoData && e.Code.Number == queryCode && containsFold(e.Text, noDataText)
}

// A CallError is a request that got no answer: its context or the connection ended first.
type CallError struct {
	Request wire.Kind
	Err     error
}

func (e *CallError) Error() string {
	return fmt.Sprintf("client: %v: no complete answer: %v", e.Request, e.Err)
}

func (e *CallError) Unwrap() error { return e.Err }
