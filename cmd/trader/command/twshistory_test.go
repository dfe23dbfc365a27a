package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/cmd/trader/command"
)

// history is bars in answer to a request; they have an end of their own since version 196.
func history(version, id int, bars ...wire.Bar) []wire.Message {
	answer := []wire.Message{&wire.HistoricalData{RequestID: id, Bars: bars}}
	if version >= 196 {
		answer = append(answer, &wire.HistoricalDataEnd{RequestID: id})
	}
	return answer
}

// Bars are asked for in UTC and printed with the start that IB gives.
func TestBars(t *testing.T) {
	for _, v := range versions {
		asked := make(chan wire.RequestHistoricalData, 1)
		flags := gateway(t, v, func(m wire.Message) []wire.Message {
			r, ok := m.(*wire.RequestHistoricalData)
			if !ok {
				return apple(m)
			}
			asked <- *r
			return history(v, r.RequestID,
				wire.Bar{Date: "1772461800", Open: 264.1, High: 265, Low: 264, Close: 264.5, Volume: wire.Some(12345.0), WAP: wire.Some(264.40000000000003), Count: 67},
				wire.Bar{Date: "1772462100", Open: 264.5, High: 264.5, Low: 264.25, Close: 264.25, Volume: wire.Some(-1.0), Count: -1})
		})
		lines := table(t, tws("bars AAPL --duration 1d --end 2026-03-02 --rth", flags)...)
		want := []string{
			"START OPEN HIGH LOW CLOSE VOLUME WAP TRADES",
			// date -u -d @1772461800: Monday, 2 March 2026, 14:30, the open of New York in winter
			"2026-03-02T14:30:00Z 264.1 265 264 264.5 12345 264.4 67",
			"2026-03-02T14:35:00Z 264.5 264.5 264.25 264.25 0",
		}
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Error(diff)
		}
		r := <-asked
		if r.BarSize != "5 mins" || r.Duration != "1 D" || r.End != "20260303-00:00:00" || !r.UseRTH || r.WhatToShow != "TRADES" ||
			r.FormatDate != 2 || r.Contract.ConID != 265598 {
			t.Errorf("%+v", r)
		}
	}
}

// Daily bars have dates, and no data is no failure.
func TestDailyBars(t *testing.T) {
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		r, ok := m.(*wire.RequestHistoricalData)
		switch {
		case !ok:
			return apple(m)
		case r.WhatToShow == "MIDPOINT":
			return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 162, Message: "Historical Market Data Service error message:HMDS query returned no data: AAPL@SMART Midpoint"}}
		}
		return history(225, r.RequestID, wire.Bar{Date: "20260302", Open: 1, High: 1, Low: 1, Close: 1})
	})
	rows := decoded[[]struct{ Start string }](t, tws("bars AAPL --bars 1d --duration 1w", flags)...)
	if len(rows) != 1 || rows[0].Start != "2026-03-02" {
		t.Errorf("%+v", rows)
	}
	if rows := decoded[[]struct{ Start string }](t, tws("bars AAPL --bars 1d --what midpoint", flags)...); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
}

// A name that several contracts have is refused with the list of them.
func TestAmbiguousContract(t *testing.T) {
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		r, ok := m.(*wire.RequestContractDetails)
		if !ok {
			return nil
		}
		row := func(id int, exchange string) wire.Message {
			return &wire.ContractDetails{RequestID: r.RequestID, Contract: wire.Contract{
				ConID: id, Symbol: "ES", SecType: wire.Future, Exchange: exchange, Currency: "USD", LocalSymbol: "ESZ6",
			}}
		}
		return []wire.Message{row(11, "CME"), row(12, "QBALGO"), &wire.ContractDetailsEnd{RequestID: r.RequestID}}
	})
	fails(t, tws("bars ES --type FUT", flags), command.ExitFailed, "ambiguous", "11: ESZ6", "12: ESZ6", "--con-id")
}

func TestTicks(t *testing.T) {
	for _, v := range versions {
		asked := make(chan wire.RequestHistoricalTicks, 1)
		flags := gateway(t, v, func(m wire.Message) []wire.Message {
			r, ok := m.(*wire.RequestHistoricalTicks)
			if !ok {
				return apple(m)
			}
			asked <- *r
			if r.WhatToShow == "BID_ASK" {
				return []wire.Message{&wire.HistoricalTicksBidAsk{RequestID: r.RequestID, Done: true, Ticks: []wire.HistoricalQuote{
					{Time: 1772461800, Bid: 264, Ask: 264.02, BidSize: wire.Some(300.0), AskSize: wire.Some(100.0)},
				}}}
			}
			return []wire.Message{&wire.HistoricalTicksLast{RequestID: r.RequestID, Done: true, Ticks: []wire.HistoricalTrade{
				{Time: 1772461800, Price: 264.01, Size: wire.Some(50.0), Exchange: "NASDAQ", SpecialConditions: "O"},
			}}}
		})
		lines := table(t, tws("ticks AAPL --from 2026-03-02T09:30:00-05:00 --count 10", flags)...)
		if len(lines) != 2 || lines[1] != "2026-03-02T14:30:00Z 264.01 50 NASDAQ O" {
			t.Errorf("%q", lines)
		}
		if r := <-asked; r.Start != "20260302-14:30:00" || r.End != "" || r.Count != 10 || r.WhatToShow != "TRADES" {
			t.Errorf("%+v", r)
		}
		lines = table(t, tws("ticks AAPL --what quotes", flags)...)
		if len(lines) != 2 || lines[1] != "2026-03-02T14:30:00Z 300 264 264.02 100" {
			t.Errorf("%q", lines)
		}
		if r := <-asked; r.Start != "" || !strings.HasPrefix(r.End, "20") {
			t.Errorf("%+v", r)
		}
	}
}

func TestTWSMistakes(t *testing.T) {
	for line, texts := range map[string][]string{
		"bars":                                      {"no contract is named", "--con-id"},
		"bars A --con-id 1":                         {"exclude each other"},
		"bars A --bars 7x":                          {"--bars"},
		"bars A --bars 100tick":                     {"--bars"},
		"bars A --duration 3":                       {"--duration", "2d"},
		"bars A --end yesterday":                    {"--end", "YYYY-MM-DD"},
		"bars A --right up --type OPT":              {"--right", "call or put"},
		"bars A --strike x --type OPT":              {"--strike", "number"},
		"ticks A --what bars":                       {"--what", "midpoints"},
		"ticks A --from 2026-01-01 --to 2026-01-02": {"exclude each other"},
		"ticks A --count 0":                         {"--count", "1 to 1000"},
		"watch" + strings.Repeat(" A", 101):         {"101 symbols"},
		"watch":                                     {"no contract is named"},
		"watch A --data fresh":                      {"--data", "delayed-frozen"},
		"watch A --for -1s":                         {"--for"},
		"scan":                                      {"trader tws scan CODE"},
		"scan X --rows 51":                          {"--rows", "1 to 50"},
		"scan X --filter price":                     {"NAME=VALUE"},
		"ping --port 0":                             {"--port"},
		"ping --timeout 0s":                         {"--timeout"},
		"ping --client-id -1":                       {"client id -1"},
		"ping --count 0":                            {"--count"},
		"pong":                                      {"trader tws --help"},
	} {
		fails(t, tws(line, nil), command.ExitUsage, texts...)
	}
}
