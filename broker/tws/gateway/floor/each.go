package floor

import (
	"errors"
	"io"

	"github.com/tidemark/tidemark/market"
)

// eachTrade hands every trade of (from, to] to use, oldest first; use must not keep it.
func (f *Floor) eachTrade(l *Listing, from, to market.Time, use func(*market.Trade)) error {
	s, err := f.tradeStream(l, from, to)
	if err != nil || s == nil {
		return err
	}
	var batch market.Trades
	var row market.Trade
	for {
		if err = s.Next(&batch); err != nil {
			break
		}
		for i := range batch.Len() {
			batch.Row(i, &row)
			use(&row)
		}
	}
	return failed("trades", l, finished(err, s))
}

// eachQuote hands every quote of (from, to] to use, oldest first; use must not keep it.
func (f *Floor) eachQuote(l *Listing, from, to market.Time, use func(*market.Quote)) error {
	s, err := f.quoteStream(l, from, to)
	if err != nil || s == nil {
		return err
	}
	var batch market.Quotes
	var row market.Quote
	for {
		if err = s.Next(&batch); err != nil {
			break
		}
		for i := range batch.Len() {
			batch.Row(i, &row)
			use(&row)
		}
	}
	return failed("quotes", l, finished(err, s))
}

// eachMinute hands every minute of (from, to] to use; false when the archive has none.
func (f *Floor) eachMinute(l *Listing, from, to market.Time, use func(*market.Bar)) (bool, error) {
	if l.option != nil || l.quotedOnly() {
		return false, nil
	}
	s, err := f.archive.Minutes(l, from, to)
	if err != nil || s == nil {
		return false, failed("bars", l, err)
	}
	var batch market.Bars
	var row market.Bar
	for {
		if err = s.Next(&batch); err != nil {
			break
		}
		for i := range batch.Len() {
			batch.Row(i, &row)
			use(&row)
		}
	}
	return true, failed("bars", l, finished(err, s))
}

// finished closes a stream; its ordinary end is no error.
func finished(err error, s io.Closer) error {
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, s.Close())
}
