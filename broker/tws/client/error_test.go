package client_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestErrorTexts: an error says what was attempted, on what, why it failed and what to do, and nothing twice.
func TestErrorTexts(t *testing.T) {
	place := (*wire.PlaceOrder)(nil).Kind()
	candidate := func(conID int, exchange string) *wire.ContractDetails {
		return &wire.ContractDetails{Contract: wire.Contract{
			ConID: conID, LocalSymbol: "ABC", Exchange: "SMART", PrimaryExchange: exchange, Currency: "USD",
		}}
	}
	for _, c := range []struct {
		err  error
		want string
	}{
		{&client.DialError{Addr: "h:1", ClientID: 3, Stage: client.Connecting, Reason: client.ErrRefused, Err: io.EOF},
			"client: connect to h:1 as client 3: connecting: nothing listens there: start TWS or Gateway, enable its API and check the port: EOF"},
		{&client.DialError{Addr: "h:1", Stage: client.Starting, Reason: client.ErrClientIDInUse, Err: client.ErrClientIDInUse},
			"client: connect to h:1 as client 0: starting the API: the client id is in use: choose another, or wait if it was ours"},
		{&client.SendError{Kind: place, Err: io.EOF}, "client: send PlaceOrder: not sent: EOF"},
		{&client.SendError{Kind: place, MaybeSent: true, Err: io.EOF}, "client: send PlaceOrder: may have arrived: EOF"},
		{&client.CallError{Request: place, Err: io.EOF}, "client: PlaceOrder: no complete answer: EOF"},
		{&client.RequestError{Request: place, Code: client.Code{Number: 201}, Text: "no"}, "client: PlaceOrder: error 201: no"},
		{&client.AmbiguousError{Contract: stock("ABC"), Candidates: []*wire.ContractDetails{candidate(1, "NYSE"), candidate(2, "LSE")}},
			"client: ABC STK is ambiguous, give the contract id of one of:\n  1: ABC  on SMART (NYSE) in USD\n  2: ABC  on SMART (LSE) in USD"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%q\nwant %q", got, c.want)
		}
	}
	if err := error(&client.DialError{Reason: client.ErrRefused, Err: io.EOF}); !errors.Is(err, client.ErrRefused) || !errors.Is(err, io.EOF) {
		t.Error("a DialError hides its reasons")
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		value fmt.Stringer
		want  string
	}{
		{client.Greeting, "agreeing on a version"}, {client.Stage(9), "stage 9"},
		{client.CancelLane, "cancel"}, {client.OrderLane, "order"}, {client.OtherLane, "other"}, {client.Lane(9), "lane 9"},
		{client.Misuse, "misuse"}, {client.Class(-1), "class -1"},
		{client.FarmConnecting, "farm connecting"}, {client.Event(99), "event 99"},
	} {
		if got := c.value.String(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
