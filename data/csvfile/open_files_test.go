package csvfile_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/market"
)

// No way to end with an error keeps a file open, whatever the file is packed with.
func TestErrorsLeaveNoFileOpen(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("this system does not list open files:", err)
		}
		return len(entries)
	}
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for _, name := range []string{"a.csv", "b.csv"} {
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "file")
	before := open()
	for name, content := range map[string][]byte{
		"a bad row":       []byte("2020-01-02,10,11,9,10.5,1000\n2020-01-03,10,11,9,abc,1\n"),
		"UTF-16":          []byte("\xff\xfe2\x000\x00"),
		"zip cut off":     packed.Bytes()[:packed.Len()/2],
		"zip of two":      packed.Bytes(),
		"gzip cut off":    []byte("\x1f\x8b\x08\x00"),
		"gzip of nothing": []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"),
	} {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			stream, err := csvfile.OpenBars(path, daily, csvfile.Options{})
			if err == nil {
				var batch market.Bars
				for err == nil {
					err = stream.Next(&batch)
				}
				stream.Close()
			}
			if _, err := csvfile.SniffFile(path); err == nil {
				t.Errorf("%s: no error from sniffing", name)
			}
		}
		if after := open(); after > before {
			t.Errorf("%s: %d files were open before, %d after", name, before, after)
		}
	}
}
