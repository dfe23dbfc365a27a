package history

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Target is a series to download.
type Target struct {
	Contract   wire.Contract // with its contract id
	Instrument market.Instrument
	Series     data.Series
	// What is IB's whatToShow; from the series and the instrument when empty.
	What string
	// Regular asks for regular trading hours only.
	Regular bool
	// From and To are the dates of the first and the last session.
	From, To market.Date
}

// complete fills in What and checks what IB can answer.
func (t *Target) complete() error {
	if t.From == 0 || t.To < t.From {
		return fmt.Errorf("history: download %s from %s to %s: want a first day, and a last one not before it", t.Series, t.From, t.To)
	}
	price := t.Series.Spec.Price
	switch t.Series.Kind {
	case data.Bars:
		if _, err := tws.BarSize(t.Series.Spec); err != nil {
			return err
		}
	case data.Quotes:
		t.What = "BID_ASK"
	case data.Trades:
		t.What = "TRADES"
	}
	if t.What != "" {
		return nil
	}
	what, ok := tws.WhatToShow(t.Instrument.Kind, price)
	if !ok {
		return fmt.Errorf("history: IB has no %s prices of %s, which is of kind %s", price, t.Series.Symbol, t.Instrument.Kind)
	}
	t.What = what
	return nil
}

// terms are the words of the catalog's record.
func (t *Target) terms() string {
	hours := "all hours"
	if t.Regular {
		hours = "regular hours"
	}
	return "IBKR " + t.What + ", " + hours
}

// small tells whether IB limits the requests for the bars, which it does for up to 30 seconds.
func (t *Target) small() bool {
	return t.Series.Kind == data.Bars && t.Series.Spec.Kind == market.TimeBars && t.Series.Spec.Span <= smallBar
}

// daily tells whether a session is one bar.
func (t *Target) daily() bool {
	return t.Series.Kind == data.Bars && t.Series.Spec.Kind == market.SessionBars
}

// A TermsError refuses to mix what was asked in two ways into one series.
type TermsError struct {
	Series         data.Series
	Recorded, Want string
}

func (e *TermsError) Error() string {
	return fmt.Sprintf("history: %s were downloaded as %q and not as %q: ask in the same way, use another catalog, or delete the series",
		e.Series, e.Recorded, e.Want)
}
