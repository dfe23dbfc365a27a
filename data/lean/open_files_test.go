package lean_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/tidemark/tidemark/market"
)

// A bad row and an archive that is cut off leave no file open once the stream is closed.
func TestErrorsLeaveNoFileOpen(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system does not list open files:", err)
		}
		return len(entries)
	}
	bad := write(t, dailyPath, "xyz.csv", "20200102 00:00,100000,110000,90000,105000,1000\n20200103 00:00,abc\n")
	cut := write(t, dailyPath, "xyz.csv", "20200102 00:00,100000,110000,90000,105000,1000\n")
	path := filepath.Join(cut.Root(), filepath.FromSlash(dailyPath))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/2); err != nil {
		t.Fatal(err)
	}
	before := open()
	for range 10 {
		if _, err := cut.Bars(daily); err == nil {
			t.Fatal("no error for an archive that is cut off")
		}
		stream, err := bad.Bars(daily)
		if err != nil {
			t.Fatal(err)
		}
		var batch market.Bars
		for err == nil {
			err = stream.Next(&batch)
		}
		if err := stream.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if after := open(); after > before {
		t.Errorf("%d files were open before, %d after", before, after)
	}
}
