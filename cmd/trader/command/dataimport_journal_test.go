package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/cmd/trader/command"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/tape"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/store/journal"
)

// list is a source of events that are known.
type list []market.Event

func (l *list) Next(_ market.Time, ev *market.Event) data.Status {
	if len(*l) == 0 {
		return data.Ended
	}
	*ev, *l = (*l)[0], (*l)[1:]
	return data.Delivered
}

func (*list) Take() engine.Input { return engine.Input{} }
func (*list) Err() error         { return nil }
func (*list) Close() error       { return nil }

// recorded writes the journal of a run that begins at 15:00:00 and is shown events.
func recorded(t *testing.T, config string, begin market.Time, events list) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "journal")
	w, err := journal.Create(folder, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	r := tape.Record(w, tape.Header{Start: begin, Config: text, Symbols: []string{"SPY"}})
	source := r.Source(&events)
	var ev market.Event
	for source.Next(market.Never, &ev) == data.Delivered {
	}
	if err := w.Close(); err != nil || r.Err() != nil {
		t.Fatal(err, r.Err())
	}
	return folder
}

// What a live run was shown comes into the catalog as it was, and a backtest with the run's configuration plays it.
func TestImportJournal(t *testing.T) {
	begin := market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))
	after := func(seconds int) market.Time { return begin.Add(time.Duration(seconds) * time.Second) }
	book := func(at market.Time, bid, ask float64) market.Event {
		d := &market.Depth{Time: at}
		d.Bids[0], d.Asks[0], d.Asks[1] = market.Level{Price: bid, Size: 100}, market.Level{Price: ask, Size: 50}, market.Level{Price: ask + 1, Size: 70}
		return market.Event{Kind: market.DepthEvent, Time: at, Depth: d}
	}
	bar := func(from, to int) market.Event {
		b := market.Bar{Start: after(from), End: after(to), Open: 500, High: 502, Low: 499, Close: 501, Volume: 10}
		return market.Event{Kind: market.BarEvent, Time: b.End, Bar: b}
	}
	config := "broker: {kind: simulated, account: DU1}\nstore: " + filepath.Join(t.TempDir(), "state.db") + "\ninstruments: [{symbol: SPY, kind: etf, source: {bars: 1m, quotes: true, trades: true, depth: true}}]\n" +
		"strategies: [{use: sma-cross, params: {symbol: SPY, bars: 1m}}]\n"
	folder := recorded(t, config, begin, list{
		bar(-60, 0), // the warm-up
		{Kind: market.QuoteEvent, Time: after(1), Quote: market.Quote{Time: after(1), Bid: 500, Ask: 501, BidSize: 100, AskSize: 50}},
		book(after(1), 500, 501),
		{Kind: market.TradeEvent, Time: after(2), Trade: market.Trade{Time: after(2), Price: 501, Size: 5}},
		book(after(3), 500.5, 502),
		bar(0, 60),
	})
	root := filepath.Join(t.TempDir(), "catalog")
	out := done(t, "data", "import", "journal", folder, "--catalog", root)
	for _, line := range []string{
		"SPY quotes: 1 rows, 2024-03-04T15:00:01Z to 2024-03-04T15:00:01Z", "SPY trades: 1 rows", "SPY 1m bars: 1 rows, 2024-03-04T15:01:00Z",
		"SPY depth: 2 rows, 2024-03-04T15:00:01Z to 2024-03-04T15:00:03Z",
	} {
		if !strings.Contains(out, line) {
			t.Errorf("no line %q in\n%s", line, out)
		}
	}
	exported := strings.Split(done(t, "data", "export", "SPY", "--depth", "--catalog", root), "\n")
	if len(exported) != 4 || !strings.HasPrefix(exported[1], "2024-03-04T15:00:01Z,500,501,100,50,0,502,0,70,0,") ||
		!strings.HasPrefix(exported[2], "2024-03-04T15:00:03Z,500.5,502,100,50,0,503,0,70,0,") {
		t.Errorf("exported %q", exported)
	}
	fails(t, []string{"data", "import", "journal", folder, "--catalog", root}, command.ExitFailed, "already holds", "--replace")
	fails(t, []string{"data", "import", "journal", folder, "--session", "9", "--catalog", root}, command.ExitFailed, "no session 9")
	fails(t, []string{"data", "import", "journal", t.TempDir(), "--catalog", root}, command.ExitFailed, "no session is recorded there")

	path := filepath.Join(t.TempDir(), "again.yaml")
	again := config + "period: {from: 2024-03-04, to: 2024-03-04}\ndata: {catalog: " + root + "}\nreport: {folder: " + t.TempDir() + "}\n"
	if err := os.WriteFile(path, []byte(again), 0o600); err != nil {
		t.Fatal(err)
	}
	run := decoded[struct {
		Manifest struct {
			Points int `json:"data_points"`
		}
	}](t, "backtest", path)
	if run.Manifest.Points != 5 {
		t.Errorf("%d events are played, want a quote, a trade, a bar and two books", run.Manifest.Points)
	}
}
