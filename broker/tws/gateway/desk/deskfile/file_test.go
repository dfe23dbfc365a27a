package deskfile_test

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"go.etcd.io/bbolt"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

func open(t *testing.T, path string) *deskfile.File {
	t.Helper()
	f, err := deskfile.Open(path, deskfile.Options{Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var start = market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))

// run opens a desk over the file, lets it do something and closes the file.
func run(t *testing.T, path string, do func(*desk.Desk)) {
	t.Helper()
	var quotes market.Quotes
	quotes.Append(market.Quote{Time: start, Bid: 170, Ask: 170.02, BidSize: 1, AskSize: 1})
	pit, err := floor.New(floor.Options{Archive: floor.Memory{"AAPL": {Quotes: quotes}}, Start: start})
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	d, err := desk.New(pit, desk.Options{
		Accounts: []desk.Account{{Name: "DU1"}}, Book: f, Tell: func(desk.Audience, wire.Message) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	do(d)
	if err := errors.Join(d.Err(), f.Close(), pit.Close()); err != nil {
		t.Fatal(err)
	}
}

func place(d *desk.Desk, id int, kind wire.OrderType, price int64) {
	d.Place(1, &wire.PlaceOrder{OrderID: id, Contract: wire.Contract{ConID: 265598, Exchange: "SMART"}, Order: wire.Order{
		Action: wire.Buy, OrderType: kind, TotalQuantity: decimal.NewFromInt(100), Transmit: true,
		LimitPrice: wire.Some(decimal.NewFromInt(price)), TimeInForce: wire.GoodTillCancelled,
	}})
}

func TestADeskComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gateway.db")
	type picture struct {
		Next             int
		Open, Executions []wire.Message
		Positions        []wire.Position
		Values           []desk.Value
	}
	take := func(d *desk.Desk) picture {
		return picture{d.NextOrderID(1), d.OpenOrders(1), d.Executions(&wire.RequestExecutions{}), d.Positions(""), d.Values("DU1")}
	}
	var before, after picture
	run(t, path, func(d *desk.Desk) {
		place(d, 5, wire.Market, 0)
		place(d, 6, wire.Limit, 169)
		before = take(d)
	})
	run(t, path, func(d *desk.Desk) { after = take(d) })
	if diff := cmp.Diff(before, after, cmp.Comparer(decimal.Decimal.Equal), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("- before, + after the restart:\n%s", diff)
	}
	if len(before.Open) != 3 || len(before.Executions) != 3 || len(before.Positions) != 1 {
		t.Errorf("nothing was tested: %+v", before)
	}
}

func TestOnlyItsOwnerReadsIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gateway.db")
	f := open(t, path)
	defer f.Close()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("mode %v, want 0600", mode)
	}
}

// TestSchema walks a file and compares it with the drawing in the package comment.
func TestSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gateway.db")
	run(t, path, func(d *desk.Desk) { place(d, 5, wire.Market, 0) })
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	got := map[string][]string{}
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(key, _ []byte) error {
				text := string(key)
				if len(key) == 8 && name[0] != 'm' {
					text = time.Duration(binary.BigEndian.Uint64(key)).String()
				}
				got[string(name)] = append(got[string(name)], text)
				return nil
			})
		})
	})
	want := map[string][]string{
		"meta": {"counters", "version"}, "tickets": {"1.000000001s"}, "executions": {"1ns"}, "accounts": {"DU1"}, "mornings": {"DU1"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestOpenRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gateway.db")
	f := open(t, path)
	if _, err := deskfile.Open(path, deskfile.Options{}); !errors.Is(err, deskfile.ErrLocked) {
		t.Errorf("open twice: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	change := func(bucket, key string, value []byte) {
		t.Helper()
		err := db.Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte(bucket)).Put([]byte(key), value) })
		if err != nil {
			t.Fatal(err)
		}
	}
	change("tickets", "12345678", []byte("{broken"))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f = open(t, path)
	if _, err := f.Load(); err == nil {
		t.Error("a broken ticket was read")
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = bbolt.Open(path, 0o600, nil); err != nil {
		t.Fatal(err)
	}
	change("meta", "version", binary.BigEndian.AppendUint64(nil, 99))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	var version *deskfile.VersionError
	if _, err := deskfile.Open(path, deskfile.Options{}); !errors.As(err, &version) || version.Found != 99 {
		t.Errorf("a file of the future: %v", err)
	}
}
