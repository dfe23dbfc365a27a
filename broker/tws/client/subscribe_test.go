package client_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestMarketData: ticks of every form, a warning that lets the stream go on, and the cancel at the end.
func TestMarketData(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestMarketData](p).RequestID
			p.send(&wire.MarketDataFreshness{RequestID: r, Type: wire.Delayed},
				&wire.Error{RequestID: r, Code: 10167, Message: "Displaying delayed market data."},
				&wire.TickPrice{RequestID: r, Type: wire.TickDelayedBid, Price: 10.25, Size: wire.Some(300.0)},
				&wire.TickPrice{RequestID: r, Type: wire.TickDelayedAsk, Price: 10.5, Size: wire.Some(100.0)},
				&wire.TickSize{RequestID: r, Type: wire.TickVolume, Size: wire.Some(5000.0)},
				&wire.TickGeneric{RequestID: r, Type: wire.TickHalted, Value: 1},
				&wire.TickString{RequestID: r, Type: wire.TickLastTimestamp, Value: []byte("1600000000")},
				&wire.TickString{RequestID: r, Type: wire.TickLastTimestamp, Value: []byte("1600000001")})
			if got := expect[*wire.CancelMarketData](p); got.RequestID != r {
				t.Errorf("cancelled %d, asked %d", got.RequestID, r)
			}
			p.send(&wire.Error{RequestID: r, Code: 300, Message: "Can't find EId with tickerId"})
		}()
		s, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: stock("X")})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // everything has arrived, so reused messages would show
		next := func() client.Tick {
			tick, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return tick
		}
		if m, ok := next().Other.(*wire.MarketDataFreshness); !ok || m.Type != wire.Delayed {
			t.Error(m)
		}
		if m, ok := next().Other.(*wire.Error); !ok || m.Code != 10167 {
			t.Error(m)
		}
		for _, want := range []client.Tick{
			{Type: wire.TickDelayedBid, Price: 10.25, Size: wire.Some(300.0)},
			{Type: wire.TickDelayedAsk, Price: 10.5, Size: wire.Some(100.0)},
			{Type: wire.TickVolume, Size: wire.Some(5000.0)},
			{Type: wire.TickHalted, Price: 1},
			{Type: wire.TickLastTimestamp, Text: "1600000000"},
			{Type: wire.TickLastTimestamp, Text: "1600000001"},
		} {
			if got := next(); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
		s.Close()
		synctest.Wait()
		if _, err := s.Next(t.Context()); !errors.Is(err, client.ErrClosed) {
			t.Error(err)
		}
		if n, err := c.Notices().Next(t.Context()); err != nil || n.Code.Number != 10167 {
			t.Error(n, err)
		}
	})
}

// TestTickByTick: past ticks come first, in the form of the later ones.
func TestTickByTick(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestTickByTick](p).RequestID
			p.send(&wire.HistoricalTicksLast{RequestID: r, Done: true, Ticks: []wire.HistoricalTrade{
				{Time: 1, Price: 10, Size: wire.Some(100.0), Exchange: "ARCA"},
			}})
			for second := range int64(3) {
				p.send(&wire.TickByTick{RequestID: r, Type: wire.TickAllLast, Time: 2 + second, Price: 11, Size: wire.Some(1.0)})
			}
			p.send(&wire.Error{RequestID: r, Code: 10189, Message: "Failed to request tick-by-tick data"})
		}()
		s, err := c.TickByTick(t.Context(), wire.RequestTickByTick{Contract: stock("X"), Type: wire.TickAllLast, Count: 1})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		for second := range int64(4) {
			tick, err := s.Next(t.Context())
			if err != nil || tick.Time != second+1 || tick.Type != wire.TickAllLast {
				t.Errorf("%+v, %v", tick, err)
			}
		}
		_, err = s.Next(t.Context())
		var ended *client.RequestError
		if !errors.As(err, &ended) || ended.Code.Number != 10189 {
			t.Error(err)
		}
	})
}

// TestB4BustEvent: what needs a new subscription ends the stream, and the cancel leaves first (fault B4).
func TestB4BustEvent(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestRealTimeBars](p).RequestID
			p.send(&wire.RealTimeBar{RequestID: r, Time: 1_600_000_000, Close: 10},
				&wire.Error{RequestID: r, Code: 10225, Message: "Bust event occurred"})
			expect[*wire.CancelRealTimeBars](p)
			expect[*wire.RequestRealTimeBars](p)
		}()
		ask := wire.RequestRealTimeBars{Contract: stock("X"), BarSize: 5, WhatToShow: "TRADES"}
		s, err := c.RealTimeBars(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		if bar, err := s.Next(t.Context()); err != nil || bar.Close != 10 {
			t.Error(bar, err)
		}
		_, err = s.Next(t.Context())
		var ended *client.RequestError
		if !errors.As(err, &ended) || ended.Code.Class != client.Reset {
			t.Error(err)
		}
		if _, err := c.RealTimeBars(t.Context(), ask); err != nil {
			t.Error(err)
		}
	})
}

// TestDepthReset: code 317 clears the book and the stream goes on, 316 ends it.
func TestDepthReset(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestMarketDepth](p).RequestID
			p.send(&wire.MarketDepth{RequestID: r, Price: 10, Size: wire.Some(1.0)},
				&wire.Error{RequestID: r, Code: 317, Message: "Market depth data has been RESET"},
				&wire.MarketDepthL2{RequestID: r, Price: 11, MarketMaker: "ARCA"},
				&wire.Error{RequestID: r, Code: 2152, Message: "Exchanges - Depth: ARCA; Top: BYX; need additional market data permissions"},
				&wire.Error{RequestID: r, Code: 316, Message: "Market depth data has been HALTED"})
			expect[*wire.CancelMarketDepth](p)
		}()
		s, err := c.MarketDepth(t.Context(), wire.RequestMarketDepth{Contract: stock("X"), Rows: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []client.DepthUpdate{
			{MarketDepthL2: wire.MarketDepthL2{Price: 10}},
			{Reset: true},
			{MarketDepthL2: wire.MarketDepthL2{Price: 11, MarketMaker: "ARCA"}},
			{Other: &wire.Error{Code: 2152}},
		} {
			got, err := s.Next(t.Context())
			if advice, ok := want.Other.(*wire.Error); ok {
				if said, ok := got.Other.(*wire.Error); !ok || said.Code != advice.Code {
					t.Errorf("%+v, want advice", got)
				}
				continue
			}
			if err != nil || got.Other != nil || got.Price != want.Price || got.MarketMaker != want.MarketMaker || got.Reset != want.Reset {
				t.Errorf("%+v, %v, want %+v", got, err, want)
			}
		}
		if _, err := s.Next(t.Context()); err == nil || s.Err() == nil {
			t.Error("the stream goes on")
		}
		synctest.Wait()
	})
}

// TestBarUpdates: bars of the past, then those that form.
func TestBarUpdates(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			r := expect[*wire.RequestHistoricalData](p)
			if !r.KeepUpToDate || r.End != "" {
				t.Errorf("%+v", r)
			}
			p.send(&wire.HistoricalData{RequestID: r.RequestID, Bars: []wire.Bar{{Date: "1", Close: 1}}},
				&wire.HistoricalDataUpdate{RequestID: r.RequestID, Bar: wire.Bar{Date: "2", Close: 2}})
			expect[*wire.CancelHistoricalData](p)
		}()
		s, err := c.BarUpdates(t.Context(), wire.RequestHistoricalData{
			Contract: stock("X"), End: "20200101 00:00:00 UTC", BarSize: "5 secs", Duration: "60 S", WhatToShow: "TRADES", FormatDate: 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, past := range []bool{true, false} {
			bar, err := s.Next(t.Context())
			if err != nil || bar.Close != float64(i+1) || bar.Past != past {
				t.Errorf("%+v, %v", bar, err)
			}
		}
		s.Close()
		s.Close()
		synctest.Wait()
	})
}
