package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/report"
)

// An account with margin has its figures in equity.csv, what the broker did in account.csv, and both in short in result.json;
// one without has neither.
func TestAccountOfTheBroker(t *testing.T) {
	run := busyRun()
	if files := accountFiles(t, run); files["account.csv"] != "" || strings.Contains(files["equity.csv"], "margin") || strings.Contains(files["result.json"], "least_excess") {
		t.Error("an account without margin shows some")
	}
	d := decimal.NewFromInt
	at := run.Samples[0].Time
	run.Samples[0].Margin = &report.Margin{Initial: d(500), Maintenance: d(250), Available: d(1500), Excess: d(1750), BuyingPower: d(3000)}
	run.Samples[1].Margin = &report.Margin{Initial: d(700), Maintenance: d(350), Available: d(-100), Excess: d(-50)}
	run.AccountEvents = []report.AccountEvent{
		{Time: at, Kind: "margin-call", Equity: d(300), Maintenance: d(350)},
		{Time: at, Kind: "liquidation", Equity: d(300), Maintenance: d(350), Strategy: "s", Symbol: "A", Quantity: d(-3)},
	}
	files := accountFiles(t, run)
	want := "time,event,equity_with_loan,maintenance_margin,base_currency,strategy,symbol,quantity\n" +
		at.String() + ",margin-call,300.00,350.00,USD,,,\n" + at.String() + ",liquidation,300.00,350.00,USD,s,A,-3\n"
	if files["account.csv"] != want {
		t.Errorf("account.csv:\n%s\nwant\n%s", files["account.csv"], want)
	}
	rows := strings.Split(files["equity.csv"], "\n")
	for i, end := range []string{
		",initial_margin,maintenance_margin,available_funds,excess_liquidity,buying_power",
		",500.00,250.00,1500.00,1750.00,3000.00", ",700.00,350.00,-100.00,-50.00,0.00",
	} {
		if !strings.HasSuffix(rows[i], end) {
			t.Errorf("row %d of equity.csv is %s, want it to end with %s", i, rows[i], end)
		}
	}
	var result struct {
		Account struct {
			Events map[string]int
			Least  string `json:"least_excess"`
			Most   string `json:"most_maintenance"`
		}
	}
	if err := json.Unmarshal([]byte(files["result.json"]), &result); err != nil {
		t.Fatal(err)
	}
	if a := result.Account; a.Least != "-50" || a.Most != "350" || a.Events["margin-call"] != 1 || a.Events["liquidation"] != 1 {
		t.Errorf("account in result.json: %+v", a)
	}
}

func accountFiles(t *testing.T, run *report.Run) map[string]string {
	t.Helper()
	r, err := report.Build(run)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := r.Write(dir); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range []string{"account.csv", "equity.csv", "result.json"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && name != "account.csv" {
			t.Fatal(err)
		}
		files[name] = string(text)
	}
	return files
}
