package report_test

import (
	"io"
	"testing"

	"github.com/tidemark/tidemark/report"
)

func BenchmarkBuild(b *testing.B) {
	run := busyRun()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := report.Build(run); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	result := build(b, busyRun())
	b.ReportAllocs()
	for b.Loop() {
		if err := result.WritePage(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTradeHash(b *testing.B) {
	fill := smallFills()[0]
	h := report.NewTradeHasher()
	b.ReportAllocs()
	for b.Loop() {
		h.Add(&fill)
	}
}

// A bar that is recorded for the charts.
func BenchmarkRecorderBar(b *testing.B) {
	k := newDesk(true, "AAA", "BBB")
	bar := minuteBar(0, 100)
	b.ReportAllocs()
	for b.Loop() {
		k.recorder.Bar(&bar)
	}
}
