package command_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/cmd/trader/command"
)

// archive answers questions for the history of a share: three minutes after the opens of 18 and 19 January 2024,
// 14:30 UTC, and two trades.
func archive(version int) answerer {
	const open18, open19 = 1705588200, 1705674600
	return func(m wire.Message) []wire.Message {
		switch m := m.(type) {
		case *wire.RequestMarketRule:
			return []wire.Message{&wire.MarketRule{ID: m.ID, Increments: []wire.PriceIncrement{{Increment: dec("0.01")}}}}
		case *wire.RequestHeadTimestamp:
			return []wire.Message{&wire.HeadTimestamp{RequestID: m.RequestID, Time: "345479400"}} // 1980-12-12
		case *wire.RequestHistoricalData:
			var bars []wire.Bar
			for _, open := range []int{open18, open19} {
				for i := range 3 {
					bars = append(bars, wire.Bar{
						Date: strconv.Itoa(open + 60*i), Open: 190, High: 191, Low: 189, Close: 190.5, Volume: wire.Some(100.0), Count: 1,
					})
				}
			}
			return history(version, m.RequestID, bars...)
		case *wire.RequestHistoricalTicks:
			var ticks []wire.HistoricalTrade
			if m.Start == "20240118-14:30:00" {
				ticks = []wire.HistoricalTrade{
					{Time: open18, Price: 190, Size: wire.Some(100.0)}, {Time: open18 + 7, Price: 190.01, Size: wire.Some(50.0)},
				}
			}
			return []wire.Message{&wire.HistoricalTicksLast{RequestID: m.RequestID, Ticks: ticks, Done: true}}
		}
		return apple(m)
	}
}

func downloading(root, line string, flags []string) []string {
	return append(append(strings.Fields("data download "+line), "--catalog", root), flags...)
}

// A plan is told first, only what is missing is asked for, and what came is in the catalog.
func TestDownload(t *testing.T) {
	for _, v := range versions {
		flags := gateway(t, v, archive(v))
		root := filepath.Join(t.TempDir(), "catalog")
		const days = "AAPL --bars 1m --rth --from 2024-01-18 --to 2024-01-19"
		type plan struct {
			Series                   string
			Con_id                   int
			Sessions, Held, Requests int
			Estimate_seconds         float64
		}
		want := plan{"AAPL 1m bars", 265598, 2, 0, 2, 4}
		if plans := decoded[[]plan](t, downloading(root, days+" --dry-run", flags)...); len(plans) != 1 || plans[0] != want {
			t.Errorf("%+v", plans)
		}
		if _, err := os.Stat(root); err == nil {
			t.Error("a dry run made a catalog")
		}
		lines := table(t, downloading(root, days, flags)...)
		if len(lines) != 3 || lines[1] != "AAPL 1m bars 2024-01-18 2024-01-19 2 0 2 4s" ||
			lines[2] != "AAPL 1m bars: 6 rows, 2024-01-18T14:31:00Z to 2024-01-19T14:33:00Z, 2 requests" {
			t.Errorf("%q", lines)
		}
		got := decoded[[]struct {
			Series         string
			Rows, Requests int
		}](t, downloading(root, days, flags)...)
		if len(got) != 1 || got[0].Rows != 0 || got[0].Requests != 0 {
			t.Errorf("again: %+v", got)
		}
		exported := done(t, "data", "export", "AAPL", "--bars", "1m", "--catalog", root)
		if lines := strings.Split(strings.TrimSpace(exported), "\n"); len(lines) != 7 ||
			lines[1] != "2024-01-18T14:30:00Z,2024-01-18T14:31:00Z,190,191,189,190.5,100,0" {
			t.Errorf("%q", lines)
		}
		fails(t, downloading(root, "AAPL --bars 1m --from 2024-01-18", flags), command.ExitFailed, "regular hours", "all hours")
	}
}

func TestDownloadTicks(t *testing.T) {
	root := filepath.Join(t.TempDir(), "catalog")
	flags := gateway(t, 225, archive(225))
	out := done(t, downloading(root, "AAPL --ticks trades --rth --from 2024-01-18 --to 2024-01-19", flags)...)
	// A page for each session, and one more behind the trades of the first.
	if !strings.Contains(out, "at least 2") || !strings.Contains(out, "AAPL trades: 2 rows, 2024-01-18T14:30:00Z to 2024-01-18T14:30:07Z, 3 requests, 1 of them without data") {
		t.Error(out)
	}
}

// A gateway that hangs up in the middle costs a reconnect and nothing else.
func TestDownloadReconnects(t *testing.T) {
	var asked atomic.Int32
	answer := archive(225)
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		if _, ok := m.(*wire.RequestHistoricalData); ok && asked.Add(1) == 2 {
			return nil // serve hangs up on hangUp
		}
		return answer(m)
	}, func(m wire.Message) bool {
		_, ok := m.(*wire.RequestHistoricalData)
		return ok && asked.Load() == 2
	})
	root := filepath.Join(t.TempDir(), "catalog")
	log := filepath.Join(t.TempDir(), "wire.log")
	a := trader(t, downloading(root, "AAPL --bars 1m --rth --from 2024-01-18 --to 2024-01-19 --wire-log "+log, flags)...)
	if a.code != command.ExitDone || !strings.Contains(a.out, "6 rows") || !strings.Contains(a.err, "connecting again") {
		t.Errorf("exit code %d: %s%s", a.code, a.out, a.err)
	}
	printed := done(t, "tws", "log", log)
	if strings.Count(printed, "== session: server version 225, client 90") != 2 || strings.Count(printed, "-> RequestHistoricalData") != 3 {
		t.Error(printed)
	}
	only := done(t, "tws", "log", log, "--kind", "HeadTimestamp")
	if strings.Count(only, "\n") != 3 || !strings.Contains(only, "<- HeadTimestamp") {
		t.Error(only)
	}
}

func TestDownloadMistakes(t *testing.T) {
	for line, texts := range map[string][]string{
		"A --from 2024-01-02":                                       {"--bars 1m", "--ticks"},
		"A --bars 1m --ticks trades --from 2024-01-02":              {"--bars 1m", "--ticks"},
		"A --ticks midpoints --from 2024-01-02":                     {"--ticks", "trades or quotes"},
		"A --ticks trades --what BID --from 2024-01-02":             {"--what"},
		"A --bars 1x --from 2024-01-02":                             {"--bars"},
		"A --bars 7m --from 2024-01-02":                             {"no bars of 7m"},
		"A --bars 1m":                                               {"--from is missing"},
		"A --bars 1m --from 2090-01-02":                             {"has not come yet"},
		"--bars 1m --from 2024-01-02":                               {"no contract is named"},
		"A --bars 1m --from 2024-01-02 --right sideways --type OPT": {"--right"},
		"A --bars 1m --from 2024-01-02 --port 99999":                {"--port"},
	} {
		root := filepath.Join(t.TempDir(), "catalog")
		fails(t, downloading(root, line, nil), command.ExitUsage, texts...)
	}
	root := filepath.Join(t.TempDir(), "catalog")
	unknown := gateway(t, 225, func(m wire.Message) []wire.Message {
		r, ok := m.(*wire.RequestContractDetails)
		if !ok {
			return nil
		}
		return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found"}}
	})
	fails(t, downloading(root, "A --bars 1m --from 2024-01-02 --to 2024-01-03", unknown), command.ExitFailed, "error 200", "trader tws contracts")
	if _, err := os.Stat(root); err == nil {
		t.Error("a download that failed made a catalog")
	}
}

// A series that is named twice is downloaded once.
func TestDownloadTwice(t *testing.T) {
	flags := gateway(t, 225, archive(225))
	lines := table(t, downloading(t.TempDir(), "AAPL aapl AAPL --bars 1m --rth --from 2024-01-18 --to 2024-01-19", flags)...)
	if len(lines) != 3 || lines[2] != "AAPL 1m bars: 6 rows, 2024-01-18T14:31:00Z to 2024-01-19T14:33:00Z, 2 requests" {
		t.Errorf("%q", lines)
	}
}

// Of several symbols the one that is unknown is named, and nothing is downloaded.
func TestDownloadNamesTheUnknown(t *testing.T) {
	root := filepath.Join(t.TempDir(), "catalog")
	flags := gateway(t, 225, func(m wire.Message) []wire.Message {
		if r, ok := m.(*wire.RequestContractDetails); ok && r.Contract.Symbol == "APPL" {
			return []wire.Message{&wire.Error{RequestID: r.RequestID, Code: 200, Message: "No security definition has been found for the request"}}
		}
		return archive(225)(m)
	})
	fails(t, downloading(root, "AAPL APPL --bars 1m --from 2024-01-18", flags), command.ExitFailed, "APPL", "error 200", "trader tws contracts")
	if _, err := os.Stat(root); err == nil {
		t.Error("a catalog was made")
	}
}
