package config_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/config"
)

// Every fault of a schedule of fees says where it is and what to write.
func TestFeeFaults(t *testing.T) {
	for _, c := range []struct{ schedule, where, says string }{
		{"{symbol: B, charges: [{per_unit: 1}]}", "schedule.0.symbol", "want A, ESH4, ES"},
		{"{kind: stock, charges: [{per_unit: 1}]}", "schedule.0.kind", `"stock": want a kind such as equity`},
		{"{kind: equity}, {symbol: A, kind: equity}", "schedule.1", "never holds: rule 0 fits all that it fits"},
		{"{charges: [{per_unit: 1}]}, {symbol: A}", "schedule.1", "never holds"},
		{"{currency: EUR}, {currency: EUR}", "schedule.1", "never holds"},
		{"{kind: equity, on_top: true}", "schedule.0.on_top", "adds nothing: give charges"},
		{"{charges: [{per_unit: -1}]}", "schedule.0.charges.0.per_unit", "-1: must not be negative"},
		{"{charges: [{per_unit: 1, maximum_percent: -1}]}", "schedule.0.charges.0.maximum_percent", "must not be negative"},
		{"{charges: [{per_unit: 1, minimum: 3, maximum: 2}]}", "schedule.0.charges.0.minimum", "3 is above the maximum 2"},
		{"{charges: [{maximum: 2}]}", "schedule.0.charges.0", "charges nothing: give per_unit, percent, per_order or minimum"},
		{"{charges: [{side: short, per_unit: 1}]}", "schedule.0.charges.0.side", `"short" is not known`},
		{"{charges: [{per_unit: 1}, {per_unit: 2}]}", "schedule.0.charges.1.from", "without a day it begins before or with the commission above it: give a later day, or another name"},
		{"{charges: [{from: 2024-02-01, per_unit: 1}, {from: 2024-01-01, per_unit: 2}]}", "schedule.0.charges.1.from", "2024-01-01 begins before or with"},
		{"{charges: [{side: buy, per_unit: 1}, {side: sell, from: 2024-01-01, per_unit: 2}]}", "schedule.0.charges.1.side", `"sell" differs from the commission above it`},
		{"{charges: [{per_share: 1}]}", "schedule.0.charges.0.per_share", "no such key"},
	} {
		_, err := loadFees(c.schedule)
		if err == nil || !strings.Contains(err.Error(), "x.yaml:8: sim.fees."+c.where+": ") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v\nwant line 8, %s and %q", c.schedule, err, c.where, c.says)
		}
	}
	for _, good := range []string{
		"{symbol: ES, charges: [{per_unit: 1}]}, {kind: future, charges: [{per_unit: 2}]}, {charges: [{percent: 0.1}]}",
		"{charges: [{name: SEC fee, side: sell, percent: 0.00278}, {name: SEC fee, side: sell, from: 2025-05-14}]}", // ended
		"{symbol: A}",
		"{on_top: true, charges: [{per_order: 1}]}, {kind: equity, charges: [{per_unit: 1}]}", // both hold
	} {
		if _, err := loadFees(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
}

// A printed configuration with a schedule is the same when it is read again.
func TestFeesPrint(t *testing.T) {
	run, err := loadFees("{kind: future, charges: [{per_unit: 0.85}, {name: exchange fee, from: 2024-02-01, per_unit: 1.38}]}")
	if err != nil {
		t.Fatal(err)
	}
	text, err := config.YAML(run)
	if err != nil {
		t.Fatal(err)
	}
	again, err := config.Load(config.Layers{Path: "y.yaml", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	want, got := run.Sim.Fees.Schedule, again.Sim.Fees.Schedule
	if len(got) != 1 || len(got[0].Charges) != 2 || got[0].Charges[1].From != 20240201 || !got[0].Charges[1].PerUnit.Equal(want[0].Charges[1].PerUnit) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func loadFees(schedule string) (*config.Run, error) {
	return config.Load(config.Layers{Path: "x.yaml", Text: []byte(`period: {from: 2024-01-02, to: 2024-01-03}
strategies: [{use: buy-and-hold}]
instruments:
  - {symbol: A, source: {from: synth, bars: 1m}}
  - {symbol: ESH4, kind: future, underlying: ES, multiplier: 50, tick: 0.25, expiry: 2024-03-15, source: {from: synth, bars: 1m}}
sim:
  fees:
    schedule: [` + schedule + "]\n")})
}
