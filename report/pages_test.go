package report_test

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/tidemark/tidemark/report"
)

var pages = flag.String("pages", "", "write the sample reports into this folder, to look at them")

var samples = map[string]func() *report.Run{
	"busy": busyRun, "idle": idleRun, "ruin": ruinRun, "single": singleRun, "minutes": minuteRun,
}

func TestSamplesWrite(t *testing.T) {
	for name, run := range samples {
		dir := t.TempDir()
		if *pages != "" {
			dir = filepath.Join(*pages, name)
		}
		result, err := report.Build(run())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := result.Write(dir); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}
