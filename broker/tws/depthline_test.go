package tws

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// bookOf are rows of a subscription that fill a book of one level a side.
func bookOf(id int, bid, ask float64) []wire.Message {
	return []wire.Message{
		&wire.MarketDepth{RequestID: id, Operation: wire.DepthInsert, Side: wire.DepthBid, Price: bid, Size: wire.Some(100.0)},
		&wire.MarketDepth{RequestID: id, Operation: wire.DepthInsert, Side: wire.DepthAsk, Price: ask, Size: wire.Some(200.0)},
	}
}

// books are the books that were delivered, and asked is the latest request for them.
func (s *scene) books() []*market.Depth {
	var list []*market.Depth
	for _, ev := range events[market.Event](s) {
		if ev.Kind == market.DepthEvent {
			list = append(list, ev.Depth)
		}
	}
	return list
}

func (s *scene) asked() *wire.RequestMarketDepth {
	s.Helper()
	return last[*wire.RequestMarketDepth](s)
}

// quoted is a scene whose book is 500 with 100 and 501 with 200.
func quoted(t *testing.T, change ...func(*scene)) *scene {
	s := watching(t, Want{Depth: true}, change...)
	elapse(time.Second)
	s.push(bookOf(s.asked().RequestID, 500, 501)...)
	return s
}

func TestBooksOfRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := quoted(t)
		if r := s.asked(); !r.SmartDepth || r.Rows != 20 || r.Contract.Exchange != "SMART" {
			t.Errorf("asked for %+v", r)
		}
		books := s.books()
		if len(books) != 1 || books[0].Bids[0] != at(500, 100) || books[0].Asks[0] != at(501, 200) || books[0].Time != now() {
			t.Fatalf("%d books: %+v", len(books), books)
		}
		only[broker.DataRestored](s)
		id := s.asked().RequestID
		s.push(&wire.MarketDepthL2{RequestID: id, Position: 1, MarketMaker: "ARCA", Operation: wire.DepthInsert, Side: wire.DepthAsk, Price: 501, Size: wire.Some(50.0), SmartDepth: true})
		s.push(&wire.MarketDepthL2{RequestID: id, Position: 0, MarketMaker: "ARCA", Operation: wire.DepthDelete, Side: wire.DepthBid, SmartDepth: true})
		books = s.books()
		if len(books) != 3 || books[1].Asks[0] != at(501, 250) || books[2].Bids[0].Size != 0 {
			t.Errorf("%d books: %+v", len(books), books)
		}
		none[broker.DataLost](s)
	})
}

// The primary exchange's book alone is asked for without the flag, and fewer rows of it.
func TestDirectDepth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := quoted(t, func(s *scene) { s.opts.DirectDepth = true })
		if r := s.asked(); r.SmartDepth || r.Rows != 10 || r.Contract.Exchange == "SMART" {
			t.Errorf("asked for %+v", r)
		}
	})
}

// A book that is crossed between two messages is not shown; one that stays so is.
func TestBooksBetweenMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := quoted(t)
		change := func(side wire.DepthSide, price float64) {
			s.push(&wire.MarketDepth{RequestID: s.asked().RequestID, Operation: wire.DepthUpdate, Side: side, Price: price, Size: wire.Some(100.0)})
		}
		change(wire.DepthBid, 502)
		if n := len(s.books()); n != 1 {
			t.Fatalf("%d books while the ask is on its way", n)
		}
		change(wire.DepthAsk, 503)
		if books := s.books(); len(books) != 2 || books[1].Bids[0].Price != 502 || books[1].Asks[0].Price != 503 {
			t.Fatalf("books %+v", books)
		}
		change(wire.DepthBid, 504)
		elapse(3 * time.Second)
		if books := s.books(); len(books) != 3 || books[2].Bids[0].Price != 504 {
			t.Fatalf("a book that stays crossed: %+v", books)
		}
		change(wire.DepthBid, 505) // and goes on being so
		if n := len(s.books()); n != 4 {
			t.Errorf("%d books", n)
		}
	})
}

// Rows of one exchange that stay out of order are asked for anew; nobody says that those of several are in order.
func TestBooksOutOfOrder(t *testing.T) {
	play(t, "one exchange", func(t *testing.T) {
		s := quoted(t, func(s *scene) { s.opts.DirectDepth = true })
		s.push(&wire.MarketDepth{RequestID: s.asked().RequestID, Position: 1, Operation: wire.DepthInsert, Side: wire.DepthAsk, Price: 500.5, Size: wire.Some(1.0)})
		if n := len(s.books()); n != 1 {
			t.Errorf("%d books", n)
		}
		elapse(10 * time.Second)
		if n := len(sent[*wire.RequestMarketDepth](s)); n != 2 {
			t.Errorf("asked for %d times", n)
		}
		if lost := only[broker.DataLost](s); !strings.Contains(lost.Cause, "out of order") {
			t.Errorf("%+v", lost)
		}
	})
	play(t, "several exchanges", func(t *testing.T) {
		s := quoted(t)
		s.push(&wire.MarketDepth{RequestID: s.asked().RequestID, Position: 1, Operation: wire.DepthInsert, Side: wire.DepthAsk, Price: 500.5, Size: wire.Some(1.0)})
		if books := s.books(); len(books) != 2 || books[1].Asks[0] != at(500.5, 1) || books[1].Asks[1] != at(501, 200) {
			t.Errorf("books %+v", books)
		}
	})
}

// A doubtful book is cancelled and asked for anew, at first after a second, then less and less often.
func TestDoubtfulBooksAreAskedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := quoted(t)
		bad := func() {
			s.push(&wire.MarketDepth{RequestID: s.asked().RequestID, Position: 4, Operation: wire.DepthUpdate, Price: 501, Size: wire.Some(1.0)})
		}
		bad()
		if lost := only[broker.DataLost](s); !strings.Contains(lost.Cause, "in doubt") {
			t.Errorf("%+v", lost)
		}
		elapse(5 * time.Second)
		if len(sent[*wire.CancelMarketDepth](s)) != 1 || len(sent[*wire.RequestMarketDepth](s)) != 2 {
			t.Fatal("not asked for anew")
		}
		s.push(bookOf(s.asked().RequestID, 510, 511)...)
		if books := s.books(); books[len(books)-1].Bids[0] != at(510, 100) || books[len(books)-1].Bids[1].Size != 0 {
			t.Errorf("the new book has old rows: %+v", books[len(books)-1])
		}
		for range 10 * 60 { // ten minutes of nonsense
			bad()
			elapse(time.Second)
		}
		if n := len(sent[*wire.RequestMarketDepth](s)); n > 25 {
			t.Errorf("asked for %d times", n)
		}
	})
}

// Error 317 empties the book and the subscription goes on; 316 ends it, and it is made anew. (TWS API, message codes.)
func TestResetBooks(t *testing.T) {
	play(t, "317, and rows follow", func(t *testing.T) {
		s := quoted(t)
		id := s.asked().RequestID
		s.push(append([]wire.Message{&wire.Error{RequestID: id, Code: 317, Message: "Market depth data has been RESET. Please empty deep book contents before applying any new entries."}},
			bookOf(id, 505, 506)...)...)
		books := s.books()
		if len(books) != 2 || books[1].Bids[0] != at(505, 100) || books[1].Bids[1].Size != 0 || len(sent[*wire.RequestMarketDepth](s)) != 1 {
			t.Errorf("books %+v", books)
		}
	})
	play(t, "317, and nothing follows", func(t *testing.T) {
		s := quoted(t)
		s.push(&wire.Error{RequestID: s.asked().RequestID, Code: 317, Message: "RESET"})
		elapse(5 * time.Second)
		if books := s.books(); len(books) != 2 || shows(books[1]) {
			t.Errorf("books %+v", books)
		}
	})
	play(t, "317, and changes of rows follow that are not there", func(t *testing.T) {
		s := quoted(t)
		id := s.asked().RequestID
		s.push(&wire.Error{RequestID: id, Code: 317, Message: "RESET"}, &wire.MarketDepth{RequestID: id, Operation: wire.DepthUpdate, Price: 501, Size: wire.Some(1.0)})
		elapse(5 * time.Second)
		if n := len(sent[*wire.RequestMarketDepth](s)); n != 2 {
			t.Errorf("asked for %d times", n)
		}
	})
	play(t, "316", func(t *testing.T) {
		s := quoted(t)
		s.push(&wire.Error{RequestID: s.asked().RequestID, Code: 316, Message: "Market depth data has been HALTED. Please re-subscribe."})
		only[broker.DataLost](s)
		elapse(5 * time.Second)
		if len(sent[*wire.RequestMarketDepth](s)) != 2 {
			t.Error("not asked for anew")
		}
	})
}

// What IB says of a book: 2152 changes nothing, 309 and 10092 end it, with one alarm each.
func TestAdviceAboutBooks(t *testing.T) {
	for _, c := range []struct {
		code     int
		text     string
		times    int // asked for in five minutes, at most
		restored bool
	}{
		{2152, "Exchanges - Depth: ARCA; Top: BYX; need additional market data permissions", 1, true},
		{309, "Max number (3) of market depth requests has been reached", 11, false},
		{10092, "Deep market data is not supported for this combination of security type/exchange", 1, false},
		{354, "Requested market data is not subscribed.", 1, false},
	} {
		play(t, c.text, func(t *testing.T) {
			s := watching(t, Want{Depth: true}, func(s *scene) {
				s.take = func(p *peer, m wire.Message) bool {
					if r, ok := m.(*wire.RequestMarketDepth); ok {
						p.send(&wire.Error{RequestID: r.RequestID, Code: c.code, Message: c.text})
					}
					return false
				}
			})
			elapse(time.Second)
			if c.restored {
				s.push(bookOf(s.asked().RequestID, 500, 501)...)
				only[broker.DataRestored](s)
				only[broker.Alarm](s)
				return
			}
			elapse(5 * time.Minute)
			only[broker.Alarm](s)
			only[broker.DataLost](s)
			if n := len(sent[*wire.RequestMarketDepth](s)); n > c.times {
				t.Errorf("asked for %d times, want %d", n, c.times)
			}
		})
	}
}

// After an outage in which the gateway lost its subscriptions (1101), and on a new connection, the book is asked for again.
func TestBooksAfterAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := quoted(t)
		s.notice(1100, "Connectivity between IB and Trader Workstation has been lost.")
		only[broker.DataLost](s)
		elapse(20 * time.Second)
		s.notice(1101, "Connectivity between IB and Trader Workstation has been restored- data lost.")
		elapse(5 * time.Second)
		if n := len(sent[*wire.RequestMarketDepth](s)); n != 2 {
			t.Fatalf("asked for %d times", n)
		}
		s.push(bookOf(s.asked().RequestID, 502, 503)...)
		if n := len(events[broker.DataRestored](s)); n != 2 {
			t.Errorf("restored %d times", n)
		}
		s.hangUp()
		elapse(10 * time.Second)
		if n := len(sent[*wire.RequestMarketDepth](s)); n != 3 {
			t.Errorf("asked for %d times", n)
		}
	})
}

// A book that falls silent in an open market is asked for again.
func TestASilentBook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := quoted(t)
		elapse(5 * time.Minute)
		only[broker.DataLost](s)
		if n := len(sent[*wire.RequestMarketDepth](s)); n < 2 {
			t.Errorf("asked for %d times", n)
		}
	})
}
