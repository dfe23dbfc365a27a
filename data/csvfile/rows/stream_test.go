package rows

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/market"
)

// counter yields trades at times 1, 2, … up to last, then an error.
type counter struct {
	at, last market.Time
	err      error
	closed   bool
}

func (c *counter) Read(t *market.Trade) error {
	if c.at == c.last {
		return c.err
	}
	c.at++
	*t = market.Trade{Time: c.at}
	return nil
}

func (c *counter) Close() error     { c.closed = true; return nil }
func (c *counter) Summary() Summary { return Summary{Rows: int64(c.at)} }

// The rows before an error come first, then the error, again and again.
func TestStream(t *testing.T) {
	broken := errors.New("broken")
	for _, end := range []error{io.EOF, broken} {
		stream := Trades(&counter{last: 10, err: end})
		batch := market.Trades{Time: make([]market.Time, 0, 4), Price: make([]float64, 0, 4), Size: make([]float64, 0, 4)}
		var sizes []int
		var err error
		for err = stream.Next(&batch); err == nil; err = stream.Next(&batch) {
			sizes = append(sizes, batch.Len())
		}
		if len(sizes) != 3 || sizes[0] != 4 || sizes[2] != 2 || batch.Len() != 0 {
			t.Errorf("batches of %v, want 4, 4 and 2 and an empty one with the error", sizes)
		}
		if again := stream.Next(&batch); !errors.Is(err, end) || !errors.Is(again, end) {
			t.Errorf("ended with %v, then %v, want %v", err, again, end)
		}
	}
}

func TestStreamDefaultBatch(t *testing.T) {
	stream := Trades(&counter{last: BatchRows + 1, err: io.EOF})
	var batch market.Trades
	if err := stream.Next(&batch); err != nil || batch.Len() != BatchRows {
		t.Errorf("a batch of %d, error %v, want %d", batch.Len(), err, BatchRows)
	}
}

func TestClosedStream(t *testing.T) {
	source := &counter{last: 10, err: io.EOF}
	stream := Trades(source)
	if err := stream.Close(); err != nil || !source.closed {
		t.Errorf("close: %v", err)
	}
	if err := stream.Next(new(market.Trades)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("after close: error %v, want fs.ErrClosed", err)
	}
}

// A summary is printed as JSON by the command line.
func TestSummaryJSON(t *testing.T) {
	ledger := NewLedger(Drop)
	reader := NewReader(strings.NewReader("x\n"), Place{File: "f"}, ',', Limits{})
	if err := reader.Next(); err != nil {
		t.Fatal(err)
	}
	ledger.File()
	for range 3 {
		ledger.Row()
	}
	ledger.Yield()
	ledger.Skip(OneSided)
	if keep, err := ledger.Bad(reader, "close", []byte("x"), BadNumber); keep || err != nil {
		t.Fatal(keep, err)
	}
	text, err := json.Marshal(ledger.Summary())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"files":1,"rows":3,"yielded":1,"dropped":1,"skipped":[{"reason":"one-sided","rows":1}],"bad":[{"problem":"bad-number","rows":1,"first":` +
		`{"file":"f","line":1,"column":"close","value":"x","problem":"bad-number","fix":"correct or drop the row; in a CSV mapping, check columns and decimal"}}]}`
	if string(text) != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestTexts(t *testing.T) {
	for p := NoProblem; int(p) < problems; p++ {
		var back Problem
		if err := back.UnmarshalText([]byte(p.String())); err != nil || back != p {
			t.Errorf("problem %s comes back as %s, %v", p, back, err)
		}
		if p != NoProblem && problemTexts[p].fix == "" {
			t.Errorf("problem %s has no fix", p)
		}
	}
	for _, p := range []Policy{Fail, Drop, Keep} {
		var back Policy
		if err := back.UnmarshalText([]byte(p.String())); err != nil || back != p {
			t.Errorf("policy %s comes back as %s, %v", p, back, err)
		}
	}
	if err := new(Policy).UnmarshalText([]byte("ignore")); err == nil {
		t.Error("policy ignore: no error")
	}
}
