package desk_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// level is a price and a size.
func level(price, size float64) market.Level { return market.Level{Price: price, Size: size} }

// book is a share's book from now on, and the quote at its top.
func (b *bench) book(bids, asks []market.Level) {
	id := b.pit.find("AAPL").ID()
	d := market.Depth{Instrument: id}
	copy(d.Bids[:], bids)
	copy(d.Asks[:], asks)
	b.pit.books[id] = d
	top := &b.pit.tops[id]
	q := d.Quote()
	top.Bid, top.Ask, top.BidSize, top.AskSize, top.QuoteTime = q.Bid, q.Ask, q.BidSize, q.AskSize, b.pit.now
	q.Time = b.pit.now
	b.desk.Observe(&market.Event{Kind: market.QuoteEvent, Instrument: id, Time: b.pit.now, Quote: q})
}

// left is what clients see of the asks.
func (b *bench) left(what string, want ...market.Level) {
	b.t.Helper()
	d := market.Depth{Instrument: b.pit.find("AAPL").ID()}
	b.desk.Book(&d)
	var all [market.MaxLevels]market.Level
	copy(all[:], want)
	if d.Asks != all {
		b.t.Errorf("%s: the asks are %v, want %v", what, d.Asks, want)
	}
}

// A market order takes 300 at 170.02, 150 of the 200 at 170.03, and what it took is not there for the next one, which gets
// the 50 that are left and waits for more. 170.04 with 100 is new to it.
func TestOrdersWalkTheBook(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Books: true})
	bids := []market.Level{level(170, 500)}
	b.book(bids, []market.Level{level(170.02, 300), level(170.03, 200)})
	b.left("nothing has traded", level(170.02, 300), level(170.03, 200))

	b.place(1, 1, aaplID, at(wire.Buy, "450"))
	b.expect("two levels are two executions, of one commission: 450 × 0.005 is 2.25, 1.50 of it for the first 300",
		"1 open 1 PreSubmitted", "1 status 1 PreSubmitted 0/450",
		"1 exec 1 BOT 300 AAPL @ 170.02", "1 open 1 Submitted", "1 status 1 Submitted 300/150", "1 commission 1.5",
		"1 exec 1 BOT 150 AAPL @ 170.03", "1 open 1 Filled", "1 status 1 Filled 450/0", "1 open 1 Filled", "1 status 1 Filled 450/0",
		"1 commission 0.75")
	if q, avg := b.position(aaplID); q != "450" || avg != "170.02833333" { // (300 × 170.02 + 150 × 170.03 + 2.25) / 450
		t.Errorf("position %s at %s", q, avg)
	}
	b.left("what was taken is gone", level(170.03, 50))
	if taken := b.desk.Taken(); len(taken) == 0 || !b.desk.Thinned(taken[0]) || len(b.desk.Taken()) != 0 {
		t.Errorf("taken %v", taken)
	}

	b.place(1, 2, aaplID, at(wire.Buy, "100"))
	b.has("the second finds 50", "1 exec 2 BOT 50 AAPL @ 170.03")
	b.left("the book is used up")
	b.wait("10:00:01")
	b.book(bids, []market.Level{level(170.02, 300), level(170.03, 200)})
	b.expect("the same book again has nothing new")
	b.wait("10:00:02")
	b.book(bids, []market.Level{level(170.02, 300), level(170.03, 200), level(170.04, 100)})
	b.has("a level that is new has", "1 exec 2 BOT 50 AAPL @ 170.04")
	b.left("half of it", level(170.04, 50))
}

// Immediate-or-cancel takes what there is within its limit, fill-or-kill nothing unless there is all.
func TestOrdersThatMustFillAtOnce(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Books: true})
	b.book([]market.Level{level(170, 500)}, []market.Level{level(170.02, 300), level(170.03, 200)})
	all := limit(wire.Buy, "400", "170.02")
	all.TimeInForce = wire.FillOrKill
	b.place(1, 1, aaplID, all)
	b.has("300 are too little", "1 status 1 Cancelled 0/400")
	some := limit(wire.Buy, "400", "170.02")
	some.TimeInForce = wire.ImmediateOrCancel
	b.place(1, 2, aaplID, some)
	b.has("300 are something", "1 status 2 Cancelled 300/100")
	b.left("the level beyond the limit stands", level(170.03, 200))
}

// Without books an order of any size fills at the quote, as before.
func TestWithoutBooks(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.book([]market.Level{level(170, 500)}, []market.Level{level(170.02, 300), level(170.03, 200)})
	b.place(1, 1, aaplID, at(wire.Buy, "450"))
	b.has("all of it", "1 exec 1 BOT 450 AAPL @ 170.02")
	if len(b.desk.Taken()) != 0 || b.desk.Thinned(b.pit.find("AAPL").ID()) {
		t.Error("a book was taken from")
	}
}

// A bid of 50 joins the 500 displayed at 170. 500 traded there are those before it, the next 30 are its own; with a book in
// the place of the quote it is the same.
func TestQueue(t *testing.T) {
	for _, books := range []bool{false, true} {
		b := newBench(t, "10:00:00", desk.Options{Books: books, Queue: sim.Behind})
		b.book([]market.Level{level(170, 500)}, []market.Level{level(170.02, 300)})
		b.place(1, 1, aaplID, limit(wire.Buy, "50", "170"))
		b.told = nil
		b.deal("10:00:01", 170, 500)
		b.expect("those before it are served")
		b.deal("10:00:02", 170, 30)
		b.has("then the order", "1 exec 1 BOT 30 AAPL @ 170")
	}
}

// deal is a trade of others.
func (b *bench) deal(when string, price, size float64) {
	b.wait(when)
	id := b.pit.find("AAPL").ID()
	b.desk.Observe(&market.Event{
		Kind: market.TradeEvent, Instrument: id, Time: b.pit.now, Trade: market.Trade{Instrument: id, Time: b.pit.now, Price: price, Size: size},
	})
}

// What is left of a parent that walked half the book goes on after a restart, and its child works for the 300 that it has
// bought: it needs no more of them.
func TestRestartOfAPartlyFilledParent(t *testing.T) {
	o := desk.Options{Books: true, Book: newShelf()}
	b := newBench(t, "10:00:00", o)
	b.book([]market.Level{level(170, 500)}, []market.Level{level(170.02, 300)})
	entry := at(wire.Buy, "450")
	entry.Transmit = false
	b.place(1, 1, aaplID, entry)
	target := limit(wire.Sell, "450", "171")
	target.ParentID = 1
	b.place(1, 2, aaplID, target)
	b.has("the child works", "1 status 2 Submitted 0/450")
	b.told = nil
	b.open(o)
	if got := lines(b.desk.OpenOrders(1)); got != "open 1 Submitted\nstatus 1 Submitted 300/150\nopen 2 Submitted\nstatus 2 Submitted 0/450\n*wire.OpenOrdersEnd" {
		t.Errorf("open after the restart:\n%s", got)
	}
	b.wait("10:00:01")
	b.book([]market.Level{level(171, 1000)}, nil)
	b.has("it sells what was bought", "1 exec 2 SLD 300 AAPL @ 171")
}
