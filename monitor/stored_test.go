package monitor_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

// stateFile writes records as an engine does.
func stateFile(t *testing.T, puts ...store.Put) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Commit(store.Step{Puts: puts}), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func booking(number uint64, charge bool, exec, quantity, fee string) store.Put {
	return store.Put{Table: store.Bookings, Key: store.NumberKey(number), Value: portfolio.Booking{Number: number, Charge: charge,
		Fill:   order.Fill{ExecID: exec, Strategy: "cross", Quantity: dec(quantity), Price: dec("10"), Fee: dec(fee), FeeCurrency: market.USD, Time: noon},
		Before: portfolio.HoldingState{Symbol: "SPY"}}}
}

func TestReadStored(t *testing.T) {
	o := partlyFilled(t)
	ended := o
	ended.ID, ended.State = "L6", order.Filled
	later := ended
	later.ID, later.Updated = "L8", noon.Add(1)
	path := stateFile(t,
		store.Put{Table: store.Orders, Key: "L6", Value: &ended},
		store.Put{Table: store.Orders, Key: "L7", Value: &o},
		store.Put{Table: store.Orders, Key: "L8", Value: &later},
		store.Put{Table: store.Ledgers, Key: "cross", Value: portfolio.LedgerState{Strategy: "cross", Holdings: []portfolio.HoldingState{{Symbol: "SPY", Quantity: dec("40")}}}},
		store.Put{Table: store.External, Key: "1002", Value: broker.Report{BrokerID: "1002", Symbol: "TSLA", State: order.Accepted}},
		booking(1, false, "a.1.1.01", "40", "0"),
		booking(2, false, "b.1.1.01", "1", "0.35"),
		booking(3, true, "a.1.1.01", "40", "1.05"), // the fee of the first
		booking(4, true, "a.1.1.02", "40", "-0.05"),
		booking(5, true, "long ago", "1", "1"),
		booking(6, false, "c.1.1.02", "0", "0"), // taken back
		store.Put{Table: store.Halts, Key: store.NumberKey(1), Value: engine.HaltRecord{Number: 1, Reason: "old", Lifted: noon}},
		store.Put{Table: store.Halts, Key: store.NumberKey(2), Value: engine.HaltRecord{Number: 2, Reason: "lunch"}},
	)
	s, err := monitor.ReadStored(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Orders) != 1 || s.Orders[0].ID != "L7" || !s.Orders[0].Counts("0.1.1.01") {
		t.Errorf("orders %+v", s.Orders)
	}
	if len(s.Ended) != 2 || s.Ended[0].ID != "L8" || s.Ended[1].ID != "L6" {
		t.Errorf("ended orders %+v", s.Ended)
	}
	if len(s.Ledgers) != 1 || !s.Ledgers[0].Holdings[0].Quantity.Equal(dec("40")) || len(s.Foreign) != 1 || s.Foreign[0].Symbol != "TSLA" {
		t.Errorf("ledgers %+v, foreign %+v", s.Ledgers, s.Foreign)
	}
	if s.Halt == nil || s.Halt.Reason != "lunch" {
		t.Errorf("halt %+v", s.Halt)
	}
	if len(s.Fills) != 2 || s.Fills[0].Symbol != "SPY" || !s.Fills[0].Fee.Equal(dec("1")) || !s.Fills[1].Fee.Equal(dec("0.35")) {
		t.Errorf("fills %+v", s.Fills)
	}
}

func TestReadStoredOfNothing(t *testing.T) {
	s, err := monitor.ReadStored(stateFile(t))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := json.Marshal(s); err != nil || string(text) != `{"ledgers":[],"orders":[],"ended":[],"fills":[]}` {
		t.Errorf("%s, %v", text, err)
	}
	if _, err := monitor.ReadStored(filepath.Join(t.TempDir(), "none.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := monitor.ReadStored(stateFile(t, store.Put{Table: store.Orders, Key: "L1", Value: []int{1}})); err == nil {
		t.Error("a damaged record was passed over in silence")
	}
}

func TestStoreHalt(t *testing.T) {
	path := stateFile(t, store.Put{Table: store.Halts, Key: store.NumberKey(4), Value: engine.HaltRecord{Number: 4, Reason: "old", Lifted: noon}})
	want := engine.HaltRecord{Number: 5, At: noon, Reason: "fire"}
	if got, err := monitor.StoreHalt(path, "fire", noon); err != nil || got != want {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err := monitor.StoreHalt(path, "again", noon.Add(1)); err != nil || got != want {
		t.Errorf("halted once more: %+v, %v", got, err)
	}
	if s, err := monitor.ReadStored(path); err != nil || s.Halt == nil || *s.Halt != want {
		t.Errorf("stored %+v, %v", s, err)
	}
	none := filepath.Join(t.TempDir(), "none.db")
	if _, err := monitor.StoreHalt(none, "fire", noon); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a slip in the name made a file")
	}
}

// While an engine has the file, nobody else reads or writes it.
func TestStoredOfARunningEngine(t *testing.T) {
	path := stateFile(t)
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := monitor.ReadStored(path); !errors.Is(err, store.ErrLocked) {
		t.Errorf("read: %v", err)
	}
	if _, err := monitor.StoreHalt(path, "fire", noon); !errors.Is(err, store.ErrLocked) {
		t.Errorf("halt: %v", err)
	}
}
