package market

import "testing"

func TestBarsKeepRows(t *testing.T) {
	var c Bars
	plain := Bar{Start: 1, End: 2, Open: 3, High: 4, Low: 5, Close: 6, Volume: 7}
	quoted := Bar{Start: 2, End: 3, Open: 1, High: 1, Low: 1, Close: 1, Volume: 1, Spread: 0.5}
	c.Append(plain)
	if c.Spread != nil {
		t.Error("a spread column without a spread")
	}
	c.Append(quoted)
	c.Append(plain)
	var got Bar
	for i, want := range []Bar{plain, quoted, plain} {
		if c.Row(i, &got); got != want {
			t.Errorf("row %d is %+v, want %+v", i, got, want)
		}
	}
	middle := c.Slice(1, 2)
	if middle.Row(0, &got); middle.Len() != 1 || got != quoted {
		t.Errorf("the middle row is %+v of %d", got, middle.Len())
	}
	capacity := cap(c.End)
	if c.Reset(); c.Len() != 0 || cap(c.End) != capacity {
		t.Errorf("after Reset: %d rows, room for %d, had %d", c.Len(), cap(c.End), capacity)
	}
}

// A reused bar does not keep the spread of a row from another source.
func TestRowClearsTheSpread(t *testing.T) {
	var c Bars
	c.Append(Bar{End: 1})
	b := Bar{Spread: 0.5, Instrument: 3, Session: 20240102}
	if c.Row(0, &b); b.Spread != 0 {
		t.Errorf("spread %v from a source without", b.Spread)
	}
	if b.Instrument != 3 || b.Session != 20240102 {
		t.Errorf("instrument %d, session %v: these are the caller's", b.Instrument, b.Session)
	}
}

func TestQuotesAndTradesKeepRows(t *testing.T) {
	var quotes Quotes
	var trades Trades
	quote, trade := Quote{Time: 1, Bid: 2, Ask: 3, BidSize: 4, AskSize: 5}, Trade{Time: 1, Price: 2, Size: 3}
	quotes.Append(Quote{})
	quotes.Append(quote)
	trades.Append(Trade{})
	trades.Append(trade)
	var gotQuote Quote
	if quotes.Row(1, &gotQuote); gotQuote != quote || quotes.Len() != 2 {
		t.Errorf("quote %+v of %d, want %+v", gotQuote, quotes.Len(), quote)
	}
	var gotTrade Trade
	if trades.Row(1, &gotTrade); gotTrade != trade || trades.Len() != 2 {
		t.Errorf("trade %+v of %d, want %+v", gotTrade, trades.Len(), trade)
	}
	lastQuote, lastTrade := quotes.Slice(1, 2), trades.Slice(1, 2)
	if lastQuote.Len() != 1 || lastTrade.Len() != 1 || lastQuote.Ask[0] != 3 || lastTrade.Price[0] != 2 {
		t.Errorf("slices %+v, %+v", lastQuote, lastTrade)
	}
	quotes.Reset()
	trades.Reset()
	if quotes.Len() != 0 || trades.Len() != 0 {
		t.Errorf("after Reset: %d quotes, %d trades", quotes.Len(), trades.Len())
	}
}

func BenchmarkBarsRow(b *testing.B) {
	var c Bars
	for i := range 1024 {
		c.Append(Bar{End: Time(i)})
	}
	var bar Bar
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		c.Row(i&1023, &bar)
		i++
	}
}
