package client_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// answerToMore is the rest of answerTo: past ticks, streams and services.
func answerToMore(m wire.Message) []wire.Message {
	switch r := m.(type) {
	case *wire.RequestHistoricalTicks:
		switch r.WhatToShow {
		case "TRADES":
			return []wire.Message{&wire.HistoricalTicksLast{RequestID: r.RequestID, Ticks: make([]wire.HistoricalTrade, 2)},
				&wire.HistoricalTicksLast{RequestID: r.RequestID, Ticks: make([]wire.HistoricalTrade, 1), Done: true}}
		case "BID_ASK":
			return []wire.Message{&wire.HistoricalTicksBidAsk{RequestID: r.RequestID, Ticks: make([]wire.HistoricalQuote, 2), Done: true}}
		}
		return []wire.Message{&wire.HistoricalTicks{RequestID: r.RequestID, Ticks: make([]wire.HistoricalTick, 1), Done: true}}
	case *wire.RequestPNL:
		return []wire.Message{&wire.PNL{RequestID: r.RequestID, Daily: wire.Some(dec("1.5"))}}
	case *wire.RequestPNLSingle:
		return []wire.Message{&wire.PNLSingle{RequestID: r.RequestID, Position: dec("7")}}
	case *wire.RequestScanner:
		return []wire.Message{&wire.ScannerData{RequestID: r.RequestID}}
	case *wire.RequestWSHMetaData:
		return []wire.Message{&wire.WSHMetaData{RequestID: r.RequestID, JSON: "{}"}}
	case *wire.RequestWSHEventData:
		return []wire.Message{&wire.WSHEventData{RequestID: r.RequestID, JSON: "[]"}}
	case *wire.RequestFundamentalData:
		return []wire.Message{&wire.FundamentalData{RequestID: r.RequestID, XML: r.ReportType}}
	case *wire.CalculateImpliedVolatility:
		return []wire.Message{&wire.TickOptionComputation{RequestID: r.RequestID, Type: 53, ImpliedVolatility: wire.Some(0.25)}}
	case *wire.CalculateOptionPrice:
		return []wire.Message{&wire.TickOptionComputation{RequestID: r.RequestID, Type: 53, OptionPrice: wire.Some(2.5)}}
	case *wire.RequestFA:
		return []wire.Message{&wire.ReceiveFA{Type: r.Type, XML: "<groups/>"}}
	case *wire.ReplaceFA:
		return []wire.Message{&wire.ReplaceFAEnd{RequestID: r.RequestID, Text: r.XML}}
	case *wire.RequestConfig:
		return []wire.Message{&wire.Config{RequestID: r.RequestID, Messages: make([]wire.MessageConfig, 2)}}
	case *wire.UpdateConfig:
		return []wire.Message{&wire.UpdateConfigResult{RequestID: r.RequestID}}
	case *wire.RequestAccountUpdatesMulti:
		return []wire.Message{&wire.AccountUpdateMulti{RequestID: r.RequestID, Key: "NetLiquidation"},
			&wire.AccountUpdateMultiEnd{RequestID: r.RequestID}}
	case *wire.RequestPositionsMulti:
		return []wire.Message{&wire.PositionMulti{RequestID: r.RequestID, Position: dec("7")},
			&wire.PositionMultiEnd{RequestID: r.RequestID}}
	}
	return nil // cancels
}

// services are the questions about everything but contracts and prices.
func services(ctx context.Context, c *client.Conn, version int) []asked {
	all := []asked{
		{func() (any, error) {
			v, err := firstOf[wire.PNL](ctx)(c.PNL(ctx, "DU1", ""))
			return v.Daily.Value, err
		}, "1.5"},
		{func() (any, error) {
			v, err := firstOf[wire.PNLSingle](ctx)(c.PNLSingle(ctx, "DU1", "", 1))
			return v.Position, err
		}, "7"},
		{func() (any, error) {
			s, err := c.Scanner(ctx, wire.RequestScanner{Instrument: "STK"})
			if err != nil {
				return nil, err
			}
			defer s.Close()
			v, err := s.Next(ctx)
			return len(v.Rows), err
		}, "0"},
		{func() (any, error) { return c.WSHMetaData(ctx) }, "{}"},
		{func() (any, error) { return c.WSHEvents(ctx, wire.RequestWSHEventData{}) }, "[]"},
		{func() (any, error) {
			return c.FundamentalData(ctx, wire.RequestFundamentalData{Contract: stock("X"), ReportType: "RESC"})
		}, "RESC"},
		{func() (any, error) {
			m, err := c.ImpliedVolatility(ctx, wire.CalculateImpliedVolatility{Contract: stock("X")})
			return m.ImpliedVolatility.Value, err
		}, "0.25"},
		{func() (any, error) {
			m, err := c.OptionPrice(ctx, wire.CalculateOptionPrice{Contract: stock("X")})
			return m.OptionPrice.Value, err
		}, "2.5"},
		{func() (any, error) { return c.FA(ctx, wire.FAGroups) }, "<groups/>"},
		{func() (any, error) { return c.ReplaceFA(ctx, wire.FAGroups, "<g/>") }, "<g/>"},
		{func() (any, error) {
			s, err := c.AccountUpdates(ctx, "DU1", "", false)
			v, err := firstOf[client.AccountUpdate](ctx)(s, err)
			return v.Key, err
		}, "NetLiquidation"},
		{func() (any, error) {
			s, err := c.PositionUpdates(ctx, "DU1", "")
			v, err := firstOf[client.PositionUpdate](ctx)(s, err)
			return v.Position, err
		}, "7"},
	}
	if version >= 221 {
		all = append(all,
			asked{func() (any, error) {
				m, err := c.Config(ctx)
				return len(m.Messages), err
			}, "2"},
			asked{func() (any, error) {
				m, err := c.UpdateConfig(ctx, wire.UpdateConfig{})
				return m != nil, err
			}, "true"})
	}
	return all
}

// TestNewsBulletins: there is one stream of them at a time.
func TestNewsBulletins(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			for range 2 {
				expect[*wire.RequestNewsBulletins](p)
				p.send(&wire.NewsBulletin{ID: 1, Type: 1, Text: "halt"})
				expect[*wire.CancelNewsBulletins](p)
			}
		}()
		for range 2 {
			s, err := c.NewsBulletins(t.Context(), true)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.NewsBulletins(t.Context(), true); !errors.Is(err, client.ErrBusy) {
				t.Error(err)
			}
			if b, err := s.Next(t.Context()); err != nil || b.Text != "halt" {
				t.Error(b, err)
			}
			s.Close()
			synctest.Wait()
		}
	})
}
