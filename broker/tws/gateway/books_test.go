package gateway_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A row of a book that a client keeps.
type row struct{ price, size float64 }

// watchBook subscribes to the rows of a share's book. The returned function reads what has come and gives the asks.
func watchBook(t *testing.T, c *client.Conn) func() []row {
	t.Helper()
	s, err := c.MarketDepth(t.Context(), wire.RequestMarketDepth{Contract: aapl, Rows: 20})
	if err != nil {
		t.Fatal(err)
	}
	var asks []row
	return func() []row {
		for _, u := range arrived(t, s) {
			if u.Side != wire.DepthAsk {
				continue
			}
			switch r := (row{u.Price, u.Size.Or(0)}); u.Operation {
			case wire.DepthInsert:
				asks = slices.Insert(asks, u.Position, r)
			case wire.DepthUpdate:
				asks[u.Position] = r
			case wire.DepthDelete:
				asks = slices.Delete(asks, u.Position, u.Position+1)
			}
		}
		return slices.Clone(asks)
	}
}

// arrived is what has come of a stream once nothing moves any more.
func arrived[T any](t *testing.T, s *client.Stream[T]) (all []T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	for {
		v, err := s.Next(ctx)
		if err != nil {
			return all
		}
		all = append(all, v)
	}
}

// TestOrdersWalkTheBookThatClientsSee: a market order through the protocol takes the rows that reqMktDepth shows, in
// their order, and other clients see them gone, in the book, in the quote and in the ticks.
func TestOrdersWalkTheBookThatClientsSee(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		g := start(t, gateway.Options{
			Held: true, Desk: &desk.Options{Books: true, Accounts: []desk.Account{{Name: account}}},
		})
		trader, watcher := connect(t, g, 1, version), connect(t, g, 2, version)
		quotes, err := watcher.MarketData(t.Context(), wire.RequestMarketData{Contract: aapl})
		if err != nil {
			t.Fatal(err)
		}
		arrived(t, quotes)
		rows := watchBook(t, watcher)
		before := rows()
		if len(before) != 10 || before[0] != (row{100.02, 200}) {
			t.Fatalf("book of %v", before)
		}
		third := before[2].size - 1
		quantity := fmt.Sprint(200 + before[1].size + third)
		place(t, trader, aapl, marketOrder(wire.Buy, quantity))
		var fills []row
		for _, m := range until(t, trader, func(m wire.Message) bool {
			s, ok := m.(*wire.OrderStatus)
			return ok && s.Status == wire.Filled
		}) {
			if e, ok := m.(*wire.Executed); ok {
				fills = append(fills, row{e.Execution.Price.InexactFloat64(), e.Execution.Shares.InexactFloat64()})
			}
		}
		if want := []row{before[0], before[1], {before[2].price, third}}; !slices.Equal(fills, want) {
			t.Errorf("fills %v, want the rows %v", fills, want)
		}
		after := rows()
		want := append([]row{{before[2].price, before[2].size - third}}, before[3:]...)
		if !slices.Equal(after, want) {
			t.Errorf("the book is then %v, want %v", after, want)
		}
		last := map[wire.TickType]client.Tick{}
		for _, tick := range arrived(t, quotes) {
			last[tick.Type] = tick
		}
		if ask := last[wire.TickAsk]; ask.Price != want[0].price || ask.Size.Value != want[0].size || last[wire.TickBid].Type != 0 {
			t.Errorf("the quote has become %+v, want an ask of %v", last, want[0])
		}
		place(t, trader, aapl, marketOrder(wire.Buy, "1"))
		next := until(t, trader, func(m wire.Message) bool { _, ok := m.(*wire.Executed); return ok })
		if e := next[len(next)-1].(*wire.Executed).Execution; e.Price.InexactFloat64() != want[0].price {
			t.Errorf("the next one fills at %s, want %v", e.Price, want[0].price)
		}
	})
}

// Combos trade with the books of their legs and take from them; they have quotes, and no book of their own.
func TestCombosTakeFromTheBooksOfTheirLegs(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		o := pairMarket(t)
		o.Held, o.Desk = true, &desk.Options{Books: true, Accounts: []desk.Account{{Name: account}}}
		c := connect(t, start(t, o), 1, version)
		rows := watchBook(t, c)
		before := rows()
		quotes, err := c.MarketData(t.Context(), wire.RequestMarketData{Contract: pair()})
		if err != nil {
			t.Fatal(err)
		}
		place(t, c, pair(), pairOrder(wire.Market, "0"))
		until(t, c, func(m wire.Message) bool {
			s, ok := m.(*wire.OrderStatus)
			return ok && s.Status == wire.Filled
		})
		if len(arrived(t, quotes)) == 0 {
			t.Error("the combo has no quote")
		}
		want := slices.Clone(before)
		want[0].size -= 10
		if after := rows(); !slices.Equal(after, want) {
			t.Errorf("the book of AAPL is %v, want %v", after, want)
		}
	})
}
