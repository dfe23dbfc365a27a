package report_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/report"
)

var dataBlock = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)

// Whatever a strategy, tag or symbol is called, the page keeps its three script elements and its data.
func FuzzPageText(f *testing.F) {
	for _, seed := range []string{"trend", hostile, "]]>", "\x00\xff", "</ScRiPt\n>", "'-alert(1)-'", "javascript:alert(1)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		run := smallRun()
		run.Manifest.Strategies[0].Name, run.Instruments[0].Symbol, run.RoundTrips[0].EntryTag = text, text, text
		run.Manifest.Config, run.Benchmark.Name = text, text
		result, err := report.Build(run)
		if err != nil {
			t.Fatal(err)
		}
		var page bytes.Buffer
		if err := result.WritePage(&page); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(strings.ToLower(page.String()), "<script"); n != 3 {
			t.Errorf("%d script elements, want 3", n)
		}
		if block := dataBlock.FindSubmatch(page.Bytes()); block == nil || !json.Valid(block[1]) {
			t.Error("the data of the page is not JSON")
		}
	})
}
