//go:build e2e

package data

import (
	"bytes"
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// The process that is killed finds here what to write, and where.
const (
	killedRoot  = "TIDEMARK_KILLED_ROOT"
	killedPrice = "TIDEMARK_KILLED_PRICE"
)

// writeSymbols writes two symbols with bars of three years at a price.
func writeSymbols(root string, price float64) error {
	c, err := Create(root)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(3, 5))
	var bars market.Bars
	end := utc("2015-01-01 00:00")
	for range 20_000 {
		end = end.Add(70 * time.Minute)
		last := price + float64(random.IntN(20_000))/100
		bars.Append(market.Bar{Start: end.Add(-time.Minute), End: end, Open: last, High: last, Low: last, Close: last, Volume: 1})
	}
	for _, symbol := range []string{"A", "B"} {
		if _, err := c.WriteBars(context.Background(), symbol, minute, FromBars(&bars), Options{Overlap: Replace}); err != nil {
			return err
		}
		if err := c.PutInstrument(market.NewEquity(symbol)); err != nil {
			return err
		}
	}
	return nil
}

// TestKilled is the process that is killed.
func TestKilled(t *testing.T) {
	root := os.Getenv(killedRoot)
	if root == "" {
		t.Skip("it runs in a process of its own, started by TestKill")
	}
	price, err := strconv.ParseFloat(os.Getenv(killedPrice), 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeSymbols(root, price); err != nil {
		t.Fatal(err)
	}
}

// contents are the files below a folder by their path, without locks and the temporary files of documents,
// which only an older writer's age tells from a write on its way.
func contents(t *testing.T, root string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		if err != nil || d.IsDir() || d.Name() == lockName || strings.HasPrefix(name, instrumentsFolder) && strings.HasSuffix(name, temporarySuffix) {
			return err
		}
		files[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A writer that is killed at any moment leaves each file as it was or as it was to be, a catalog that
// can be read, and nothing that the next writer does not clear away.
func TestKill(t *testing.T) {
	const rounds = 20
	dir := t.TempDir()
	references := map[float64]map[string][]byte{}
	var whole time.Duration
	for _, price := range []float64{100, 500} {
		root := filepath.Join(dir, strconv.Itoa(int(price)))
		begun := time.Now()
		if err := writeSymbols(root, price); err != nil {
			t.Fatal(err)
		}
		whole = time.Since(begun)
		references[price] = contents(t, root)
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	interrupted := 0
	root := filepath.Join(dir, "killed")
	for round := range rounds {
		if round%3 == 0 { // every third into an empty catalog, the others over what is there
			if err := os.RemoveAll(root); err != nil {
				t.Fatal(err)
			}
		}
		price := []float64{100, 500}[round%2]
		after := time.Duration(random.Int64N(int64(whole + whole/4)))
		if kill(t, root, price, after) {
			interrupted++
		}
		c, err := Create(root)
		if err != nil {
			t.Fatal(err)
		}
		wantReadable(t, c)
		for name, content := range contents(t, root) {
			old, became := bytes.Equal(content, references[100][name]), bytes.Equal(content, references[500][name])
			if !old && !became && !strings.HasSuffix(name, temporarySuffix) {
				t.Errorf("killed after %v: %s is neither of the two versions", after, name)
			}
		}
		if err := writeSymbols(root, price); err != nil {
			t.Fatalf("killed after %v, write again: %v", after, err)
		}
		wantSameFiles(t, contents(t, root), references[price])
	}
	if interrupted < rounds/3 {
		t.Errorf("only %d of %d writers were killed at work", interrupted, rounds)
	}
}

// kill starts a writer, kills it after a while and reports whether it was still at work.
func kill(t *testing.T, root string, price float64, after time.Duration) bool {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), killedRoot+"="+root, killedPrice+"="+strconv.FormatFloat(price, 'g', -1, 64))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	return cmd.Wait() != nil
}

func wantReadable(t *testing.T, c *Catalog) {
	t.Helper()
	infos, err := c.Series()
	if err != nil {
		t.Errorf("list: %v", err)
	}
	for _, info := range infos {
		stream, err := c.Bars(info.Symbol, info.Spec, Beginning, market.Never)
		if err != nil {
			t.Errorf("read: %v", err)
			continue
		}
		if bars := drain(t, stream); int64(bars.Len()) != info.Rows {
			t.Errorf("%s has %d rows, its files promise %d", info.Series, bars.Len(), info.Rows)
		}
	}
	if _, err := c.Instruments(); err != nil {
		t.Errorf("instruments: %v", err)
	}
}

func wantSameFiles(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	for name, content := range want {
		if !bytes.Equal(got[name], content) {
			t.Errorf("%s is not what an undisturbed writer makes", name)
		}
	}
	for name := range got {
		if want[name] == nil {
			t.Errorf("%s is left", name)
		}
	}
}
