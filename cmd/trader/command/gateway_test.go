package command_test

import (
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// answerer is what a gateway of the tests says to a request.
type answerer func(m wire.Message) []wire.Message

// gateway plays TWS on a loopback port until the test ends and returns the flags that lead there. Requests that
// answer leaves alone are answered with silence, and when one of cut says so by hanging up.
func gateway(t *testing.T, version int, answer answerer, cut ...func(wire.Message) bool) []string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed by the clean-up
			}
			serving.Go(func() {
				defer conn.Close()
				if err := serve(conn, version, answer, cut); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
					t.Errorf("gateway: %v", err)
				}
			})
		}
	})
	t.Cleanup(func() {
		listener.Close()
		serving.Wait()
	})
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return []string{"--port", port, "--timeout", "10s"}
}

// serve holds one conversation.
func serve(conn net.Conn, version int, answer answerer, cut []func(wire.Message) bool) error {
	in := wire.NewReader(conn, 0)
	if err := in.Prefix(); err != nil {
		return err
	}
	payload, err := in.Next()
	if err != nil {
		return err
	}
	if _, err := wire.ParseHello(payload); err != nil {
		return err
	}
	if _, err := conn.Write(wire.Welcome{Version: version, Time: "20260302 16:00:00 EST"}.Append(nil)); err != nil {
		return err
	}
	dec, enc := wire.NewDecoder(true, version), wire.NewEncoder(false, version)
	for {
		payload, err := in.Next()
		if err != nil {
			return err
		}
		m, err := dec.Decode(payload)
		if err != nil {
			return err
		}
		var replies []wire.Message
		switch m.(type) {
		case *wire.StartAPI:
			replies = []wire.Message{&wire.ManagedAccounts{Accounts: "DU1,DU2"}, &wire.NextValidID{OrderID: 1}}
		case *wire.RequestCurrentTime:
			replies = []wire.Message{&wire.CurrentTime{Time: 1772467200}} // 2026-03-02 16:00 UTC
		default:
			replies = answer(m)
		}
		if slices.ContainsFunc(cut, func(cuts func(wire.Message) bool) bool { return cuts(m) }) {
			return nil
		}
		for _, reply := range replies {
			frame, err := enc.Append(nil, reply)
			if err != nil {
				return err
			}
			if _, err := conn.Write(frame); err != nil {
				return nil // the command has what it wanted
			}
		}
	}
}

// apple answers questions for contracts with one.
func apple(m wire.Message) []wire.Message {
	r, ok := m.(*wire.RequestContractDetails)
	if !ok {
		return nil
	}
	k := wire.Contract{
		ConID: 265598, Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", PrimaryExchange: "NASDAQ", Currency: "USD",
		LocalSymbol: "AAPL", TradingClass: "NMS",
	}
	return []wire.Message{
		&wire.ContractDetails{RequestID: r.RequestID, Contract: k, Details: wire.Details{
			LongName: "APPLE INC", MinTick: wire.Some(dec("0.01")), TimeZoneID: "US/Eastern", ValidExchanges: "SMART,NASDAQ",
			MarketRuleIDs: "26,26", StockType: "COMMON",
		}},
		&wire.ContractDetailsEnd{RequestID: r.RequestID},
	}
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }
