package wirelog_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// private is a conversation full of what others need not know.
func private() []wire.Message {
	order := wire.Order{Account: "DU7654321", Action: wire.Buy, TotalQuantity: decimal.NewFromInt(1), OrderType: wire.Market,
		Ref: "alpha/42", Transmit: true, Short: wire.ShortSale{ExemptCode: -1}}
	return []wire.Message{
		&wire.ManagedAccounts{Accounts: "DU7654321,U11223344,Family A,"},
		&wire.PlaceOrder{OrderID: 1, Contract: wire.Contract{ConID: 265598, Symbol: "AAPL", LocalSymbol: "ESU5"}, Order: order},
		&wire.Executed{RequestID: -1, Contract: wire.Contract{ConID: 265598, Symbol: "AAPL"}, Execution: wire.Execution{
			ExecID: "00025b46.63f8f39c.01.01", Account: "DU7654321", OrderRef: "alpha/42", Shares: decimal.NewFromInt(1)}},
		&wire.Error{RequestID: 1, Code: 201, Message: "Order rejected for account U11223344, ISIN AU000000BHP4"},
		&wire.AccountValue{Key: "AccountCode", Value: "DU7654321", Account: "DU7654321"},
		&wire.ReceiveFA{Type: 1, XML: "<acct>U11223344</acct><acct>DF5550001</acct>"},
	}
}

// TestRedaction: nothing private is in the file, what replaces it is the same everywhere, and the rest is untouched.
func TestRedaction(t *testing.T) {
	secret := []string{"DU7654321", "U11223344", "DF5550001", "Family A"}
	for _, version := range []int{176, 203, 225} {
		log := record(t, version, wirelog.Options{}, private()...)
		for _, s := range secret {
			if bytes.Contains(log, []byte(s)) {
				t.Errorf("%d: %s is in the log", version, s)
			}
		}
		got := messages(t, log)
		if m := got[0].(*wire.ManagedAccounts); m.Accounts != "DU0000001,U00000002,account-3," {
			t.Error(m.Accounts)
		}
		p := got[1].(*wire.PlaceOrder)
		if p.Order.Account != "DU0000001" || p.Order.Ref != "alpha/42" || p.Contract.LocalSymbol != "ESU5" || p.Contract.ConID != 265598 {
			t.Errorf("%+v", p)
		}
		x := got[2].(*wire.Executed).Execution
		if x.Account != "DU0000001" || x.OrderRef != "alpha/42" || x.ExecID != "00025b46.63f8f39c.01.01" {
			t.Errorf("%+v", x)
		}
		if m := got[3].(*wire.Error); m.Message != "Order rejected for account U00000002, ISIN AU000000BHP4" || m.Code != 201 {
			t.Error(m)
		}
		if m := got[4].(*wire.AccountValue); m.Value != "DU0000001" || m.Account != "DU0000001" {
			t.Errorf("%+v", m)
		}
		if m := got[5].(*wire.ReceiveFA); m.XML != "<acct>U00000002</acct><acct>DF0000004</acct>" {
			t.Error(m.XML)
		}
	}
}

// TestNamesAndReferences: who gave an order, and its reference when asked for, in the versions that have them.
func TestNamesAndReferences(t *testing.T) {
	m := private()
	m[1].(*wire.PlaceOrder).Order.ExtOperator = "jane"
	m[2].(*wire.Executed).Execution.Submitter = "jane"
	m = append(m, &wire.UserInfo{WhiteBrandingID: "acme"})
	log := record(t, 225, wirelog.Options{Redaction: wirelog.Redaction{KeepAccounts: true, OrderRefs: true}}, m...)
	for _, s := range []string{"jane", "acme", "alpha"} {
		if bytes.Contains(log, []byte(s)) {
			t.Errorf("%s is in the log", s)
		}
	}
	got := messages(t, log)
	order, fill := got[1].(*wire.PlaceOrder).Order, got[2].(*wire.Executed).Execution
	if order.Ref != fill.OrderRef || order.ExtOperator != fill.Submitter || order.Account != "DU7654321" {
		t.Errorf("%+v\n%+v", order, fill)
	}
	open := record(t, 225, wirelog.Options{Redaction: wirelog.Redaction{KeepAccounts: true, KeepNames: true}}, m...)
	for i, got := range messages(t, open) {
		if want := payload(t, m[i], 225); !bytes.Equal(payload(t, got, 225), want) {
			t.Errorf("%v was changed", got.Kind())
		}
	}
}

// TestWithheld: what cannot be looked into is not shown, but counted.
func TestWithheld(t *testing.T) {
	var b bytes.Buffer
	r, err := wirelog.New(&b, wirelog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Session(176, 0)
	for _, p := range []string{"15\x001", "999\x00DU7654321\x00", "zzz DU7654321"} {
		r.Frame(false, []byte(p))
	}
	r.Frame(true, payload(t, &wire.VerifyRequest{APIName: "DU7654321", APIVersion: "1"}, 176))
	if strings.Contains(b.String(), "DU7654321") {
		t.Error("shown")
	}
	got, _ := readAll(wirelog.NewReader(&b))
	lengths := []int{4, 14, 13, len(payload(t, &wire.VerifyRequest{APIName: "DU7654321", APIVersion: "1"}, 176))}
	if len(got) != len(lengths) {
		t.Fatal(got)
	}
	for i, want := range lengths {
		if got[i].withheld != want || got[i].sent != (i == 3) {
			t.Errorf("%d: %+v, want %d bytes", i, got[i], want)
		}
	}
}

// messages decodes a log.
func messages(t *testing.T, log []byte) (all []wire.Message) {
	t.Helper()
	r := wirelog.NewReader(bytes.NewReader(log))
	for {
		rec, err := r.Next()
		if err != nil {
			return all
		}
		if rec.Err != nil || rec.Withheld > 0 {
			t.Errorf("record %d: %v, %d bytes withheld", len(all), rec.Err, rec.Withheld)
		}
		if rec.Message != nil {
			all = append(all, rec.Message)
		}
	}
}
