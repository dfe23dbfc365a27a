package gateway_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/gateway/witness"
	"github.com/tidemark/tidemark/market"
)

var errKilled = errors.New("killed")

// mortal is a book whose gateway dies at one of its saves: before it is on the disk, or after it, when nobody has been
// told yet.
type mortal struct {
	*deskfile.File
	lives int // saves until then
	after bool
}

func (m *mortal) Save(c *desk.Change) error {
	m.lives--
	switch {
	case m.lives > 0:
		return m.File.Save(c)
	case m.after && m.lives == 0:
		return errors.Join(errKilled, m.File.Save(c))
	}
	return errKilled
}

// steady is a market of AAPL at 250.
func steady(t *testing.T) *floor.Floor {
	t.Helper()
	var r floor.Recording
	for i := range 600 {
		r.Quotes.Append(market.Quote{Time: opening.Add(time.Duration(i) * time.Second), Bid: 249.99, Ask: 250.01 + float64(i%2)/100, BidSize: 100, AskSize: 100})
	}
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598}},
		Archive:  floor.Memory{"AAPL": r}, Start: opening,
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestKilled: a gateway that dies at any of its saves, before or after, has told nothing that its successor does not
// know, and its successor knows nothing twice.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	told := witness.New(t, 5)
	const lives = 40
	for life := range lives + 1 {
		synctest.Test(t, func(t *testing.T) {
			file, err := deskfile.Open(path, deskfile.Options{Quick: true})
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			book := &mortal{File: file, lives: 1000, after: life%2 == 1}
			g, err := gateway.New(gateway.Options{
				Floor: steady(t), Desk: &desk.Options{Accounts: []desk.Account{{Name: account}}, Book: book}, Rate: -1,
			})
			if err != nil {
				t.Fatal(err)
			}
			book.lives = 1 + life*7%23
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ended := make(chan error, 1)
			go func() { ended <- g.Run(ctx) }()
			c, err := client.Dial(t.Context(), client.Options{Dialer: g, ClientID: 1, Idle: -1, Rate: 1000})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if told.Check(ctx, c); life == lives {
				cancel()
			} else {
				told.Trade(ctx, c)
			}
			if err := <-ended; life < lives && !errors.Is(err, errKilled) {
				t.Errorf("life %d: the gateway ended with %v", life, err)
			}
		})
		if t.Failed() {
			t.Fatalf("in life %d", life)
		}
	}
	t.Logf("%d deaths: %v", lives, told)
	if told.Fills() < lives {
		t.Error("nothing was tested")
	}
}
