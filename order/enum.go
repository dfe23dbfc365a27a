package order

import (
	"fmt"
	"slices"
	"strings"
)

// Side is buy or sell. Selling what is not held sells short.
type Side uint8

const (
	Buy Side = iota
	Sell
)

var sideNames = []string{"buy", "sell"}

// Sign is +1 for Buy and -1 for Sell.
func (s Side) Sign() int64 { return 1 - 2*int64(s) }

// Opposite is the other side.
func (s Side) Opposite() Side { return 1 - s }

// String is "buy" or "sell".
func (s Side) String() string { return name(sideNames, s) }

// MarshalText writes the form of String.
func (s Side) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the form of String.
func (s *Side) UnmarshalText(text []byte) error { return parse("side", sideNames, text, s) }

// TimeInForce is how long an order works.
type TimeInForce uint8

const (
	// Day works until the end of the session it is sent in, or of the next one when sent between
	// sessions.
	Day TimeInForce = iota
	// GTC works until it is cancelled.
	GTC
	// GTD works until Request.GoodTill.
	GTD
	// IOC fills what it can at once; the rest is cancelled.
	IOC
	// FOK fills whole at once or is cancelled.
	FOK
	// OPG takes part in the opening of the next session only.
	OPG
	// AUC takes part in the opening of the next session, and what is left works as a limit order until its end.
	AUC
)

var timeInForceNames = []string{"day", "gtc", "gtd", "ioc", "fok", "opg", "auc"}

// String is the lower-case name, such as "gtc".
func (t TimeInForce) String() string { return name(timeInForceNames, t) }

// MarshalText writes the form of String.
func (t TimeInForce) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the form of String.
func (t *TimeInForce) UnmarshalText(text []byte) error {
	return parse("time in force", timeInForceNames, text, t)
}

type enum interface {
	Side | Type | TimeInForce | OCAType | Trigger | State | Code | Step
}

func name[E enum](names []string, e E) string {
	if int(e) < len(names) {
		return names[e]
	}
	return fmt.Sprintf("unknown(%d)", e)
}

func parse[E enum](what string, names []string, text []byte, e *E) error {
	i := slices.Index(names, strings.ToLower(string(text)))
	if i < 0 {
		return fmt.Errorf("%s %q: want one of %s", what, text, strings.Join(names, ", "))
	}
	*e = E(i)
	return nil
}
