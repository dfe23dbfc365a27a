package client_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// answerTo is what the gateway says to a question, with contents that the test recognises.
func answerTo(m wire.Message) []wire.Message {
	switch r := m.(type) {
	case *wire.RequestUserInfo:
		return []wire.Message{&wire.UserInfo{RequestID: r.RequestID, WhiteBrandingID: "wb"}}
	case *wire.RequestMatchingSymbols:
		return []wire.Message{&wire.SymbolSamples{RequestID: r.RequestID, Samples: []wire.SymbolSample{{}, {}}}}
	case *wire.RequestSecDefOptParams:
		return []wire.Message{&wire.SecDefOptParams{RequestID: r.RequestID, Exchange: "CBOE"},
			&wire.SecDefOptParams{RequestID: r.RequestID, Exchange: "AMEX"}, &wire.SecDefOptParamsEnd{RequestID: r.RequestID}}
	case *wire.RequestMarketRule:
		return []wire.Message{&wire.MarketRule{ID: r.ID + 1}, &wire.MarketRule{ID: r.ID, Increments: []wire.PriceIncrement{{}, {}, {}}}}
	case *wire.RequestAccountSummary:
		return []wire.Message{&wire.AccountSummary{RequestID: r.RequestID, Tag: "NetLiquidation"}, &wire.AccountSummaryEnd{RequestID: r.RequestID}}
	case *wire.RequestHeadTimestamp:
		return []wire.Message{&wire.HeadTimestamp{RequestID: r.RequestID, Time: "19801212"}}
	case *wire.RequestHistogramData:
		return []wire.Message{&wire.HistogramData{RequestID: r.RequestID, Points: []wire.HistogramPoint{{Price: 10}}}}
	case *wire.RequestHistoricalData:
		return []wire.Message{&wire.HistoricalSchedule{RequestID: r.RequestID, TimeZone: r.WhatToShow}}
	case *wire.RequestScannerParameters:
		return []wire.Message{&wire.ScannerParameters{XML: "<xml/>"}}
	case *wire.RequestMarketDepthExchanges:
		return []wire.Message{&wire.MarketDepthExchanges{Exchanges: []wire.DepthExchange{{Exchange: "ARCA"}}}}
	case *wire.RequestSmartComponents:
		return []wire.Message{&wire.SmartComponents{RequestID: r.RequestID, Components: []wire.SmartComponent{{}}}}
	case *wire.RequestSoftDollarTiers:
		return []wire.Message{&wire.SoftDollarTiers{RequestID: r.RequestID, Tiers: []wire.SoftDollarTier{{}}}}
	case *wire.RequestFamilyCodes:
		return []wire.Message{&wire.FamilyCodes{Codes: []wire.FamilyCode{{}, {}}}}
	case *wire.RequestNewsProviders:
		return []wire.Message{&wire.NewsProviders{Providers: []wire.NewsProvider{{Code: "BRFG"}}}}
	case *wire.RequestNewsArticle:
		return []wire.Message{&wire.NewsArticle{RequestID: r.RequestID, Text: "text"}}
	case *wire.RequestHistoricalNews:
		return []wire.Message{&wire.HistoricalNews{RequestID: r.RequestID}, &wire.HistoricalNewsEnd{RequestID: r.RequestID, HasMore: true}}
	}
	return answerToMore(m)
}

// TestQuestions: every question reaches the gateway and returns what it answered.
func TestQuestions(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			for {
				payload, err := p.in.Next()
				if err != nil {
					return
				}
				m, err := p.dec.Decode(payload)
				p.check(err)
				p.send(answerTo(m)...)
			}
		}()
		ctx := t.Context()
		for i, q := range append(questions(ctx, c), services(ctx, c, version)...) {
			got, err := q.ask()
			if err != nil || fmt.Sprint(got) != q.want {
				t.Errorf("question %d: %v, %v, want %s", i, got, err, q.want)
			}
		}
		synctest.Wait() // the peer has said everything
		c.Close()
	})
}

type asked struct {
	ask  func() (any, error)
	want string
}

func questions(ctx context.Context, c *client.Conn) []asked {
	x := stock("X")
	return []asked{
		{func() (any, error) { return c.UserInfo(ctx) }, "wb"},
		{func() (any, error) { return count(c.MatchingSymbols(ctx, "X")) }, "2"},
		{func() (any, error) { return count(c.OptionParameters(ctx, wire.RequestSecDefOptParams{Symbol: "X"})) }, "2"},
		{func() (any, error) { return count(c.MarketRule(ctx, 26)) }, "3"},
		{func() (any, error) { return count(c.AccountSummary(ctx, "All", "NetLiquidation")) }, "1"},
		{func() (any, error) { return c.HeadTimestamp(ctx, wire.RequestHeadTimestamp{Contract: x}) }, "19801212"},
		{func() (any, error) { return count(c.Histogram(ctx, wire.RequestHistogramData{Contract: x})) }, "1"},
		{func() (any, error) {
			s, err := c.HistoricalSchedule(ctx, wire.RequestHistoricalData{Contract: x, Duration: "5 D"})
			return s.TimeZone, err
		}, "SCHEDULE"},
		{func() (any, error) { return c.ScannerParameters(ctx) }, "<xml/>"},
		{func() (any, error) { return count(c.DepthExchanges(ctx)) }, "1"},
		{func() (any, error) { return count(c.SmartComponents(ctx, "a6")) }, "1"},
		{func() (any, error) { return count(c.SoftDollarTiers(ctx)) }, "1"},
		{func() (any, error) { return count(c.FamilyCodes(ctx)) }, "2"},
		{func() (any, error) { return count(c.NewsProviders(ctx)) }, "1"},
		{func() (any, error) {
			a, err := c.NewsArticle(ctx, wire.RequestNewsArticle{ProviderCode: "BRFG", ArticleID: "1"})
			return a.Text, err
		}, "text"},
		{func() (any, error) {
			rows, more, err := c.HistoricalNews(ctx, wire.RequestHistoricalNews{ConID: 1})
			return fmt.Sprint(len(rows), more), err
		}, "1 true"},
		{func() (any, error) { return count(c.HistoricalTrades(ctx, wire.RequestHistoricalTicks{Contract: x})) }, "3"},
		{func() (any, error) { return count(c.HistoricalQuotes(ctx, wire.RequestHistoricalTicks{Contract: x})) }, "2"},
		{func() (any, error) {
			return count(c.HistoricalMidpoints(ctx, wire.RequestHistoricalTicks{Contract: x}))
		}, "1"},
	}
}

func count[T any](rows []T, err error) (any, error) { return len(rows), err }

// firstOf returns the first value of a stream and closes it.
func firstOf[T any](ctx context.Context) func(*client.Stream[T], error) (T, error) {
	return func(s *client.Stream[T], err error) (v T, _ error) {
		if err != nil {
			return v, err
		}
		defer s.Close()
		return s.Next(ctx)
	}
}
