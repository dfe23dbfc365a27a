package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// shelf is a book in memory that keeps what it is given as JSON text, as a file does.
type shelf struct {
	text map[string]string
	fail error
}

func newShelf() *shelf { return &shelf{text: map[string]string{}} }

func (s *shelf) put(kind string, key any, v any) {
	s.text[fmt.Sprintf("%s/%020v", kind, key)] = string(must(json.Marshal(v)))
}

func (s *shelf) Save(c *desk.Change) error {
	if s.fail != nil {
		return s.fail
	}
	for _, t := range c.Tickets {
		s.put("ticket", t.PermID, t)
	}
	for _, e := range c.Executions {
		s.put("execution", e.Number, e)
	}
	for _, x := range c.Accounts {
		s.put("account", x.Name, x)
	}
	for _, x := range c.Mornings {
		s.put("morning", x.Name, x)
	}
	if c.Counters != nil {
		s.put("counters", 0, c.Counters)
	}
	for _, id := range c.ForgetTickets {
		delete(s.text, fmt.Sprintf("ticket/%020v", id))
	}
	for _, n := range c.ForgetExecutions {
		delete(s.text, fmt.Sprintf("execution/%020v", n))
	}
	return nil
}

func (s *shelf) Load() (*desk.Change, error) {
	c := &desk.Change{}
	for _, key := range slices.Sorted(maps.Keys(s.text)) {
		text := []byte(s.text[key])
		switch key[0] {
		case 't':
			c.Tickets = append(c.Tickets, new(desk.Ticket))
			must(0, json.Unmarshal(text, c.Tickets[len(c.Tickets)-1]))
		case 'e':
			c.Executions = append(c.Executions, new(desk.Execution))
			must(0, json.Unmarshal(text, c.Executions[len(c.Executions)-1]))
		case 'a', 'm':
			var sheet desk.Sheet
			must(0, json.Unmarshal(text, &sheet))
			if key[0] == 'a' {
				c.Accounts = append(c.Accounts, sheet)
			} else {
				c.Mornings = append(c.Mornings, sheet)
			}
		case 'c':
			c.Counters = new(desk.Counters)
			must(0, json.Unmarshal(text, c.Counters))
		}
	}
	return c, nil
}

// What has expired while the gateway was down is found cancelled, and what has not goes on.
func TestRestart(t *testing.T) {
	o := desk.Options{Book: newShelf()}
	b := newBench(t, "10:00:00", o)
	b.quote("AAPL", 170, 170.02)
	b.place(1, 3, aaplID, at(wire.Buy, "100"))
	b.told = nil
	bracket(b)
	good := limit(wire.Buy, "10", "150")
	good.TimeInForce = wire.GoodTillCancelled
	b.place(1, 8, aaplID, good)
	held := good
	held.Transmit = false
	b.place(1, 9, aaplID, held)
	b.told, b.all = nil, nil

	b.pit.now = clock("11:00:00")
	b.open(o)
	b.expect("nothing is told at the start")
	b.cancel(1, 9)
	b.expect("a held order is lost", "1 error 9 10147")
	if next := b.desk.NextOrderID(1); next != 10 {
		t.Errorf("next id %d: a lost order has used its id", next)
	}
	b.quote("AAPL", 169.3, 169.4)
	b.has("the bracket lives: the children follow their parent", "1 status 7 PreSubmitted 0/100 trigger")
	b.wait("11:00:01")
	b.quote("AAPL", 172.5, 172.52)
	b.has("and are a group", "1 status 7 Cancelled 0/100")
	if q, avg := b.position(aaplID); q != "100" || avg != "169.72" { // of 170.03 and 169.41: at the venue the parent was new
		t.Errorf("position %s at %s", q, avg)
	}
	b.place(1, 10, aaplID, limit(wire.Buy, "10", "150"))
	b.told = nil

	b.pit.now = clock("2024-03-05 11:00:00")
	b.open(o)
	if got := lines(b.desk.OpenOrders(1)); got != "open 8 Submitted\nstatus 8 Submitted 0/10\n*wire.OpenOrdersEnd" {
		t.Errorf("open on the next day:\n%s", got)
	}
	b.cancel(1, 10)
	b.expect("the day order has expired: too late for its list, for that was yesterday", "1 error 10 10148")
}

// An order of which a part was filled before the restart works for the rest.
func TestRestartWithAPart(t *testing.T) {
	s := newShelf()
	b := newBench(t, "10:00:00", desk.Options{Book: s})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169"))
	for key, text := range s.text {
		s.text[key] = strings.Replace(text, `"Filled":"0"`, `"Filled":"40"`, 1)
	}
	b.told = nil
	b.open(desk.Options{Book: s})
	b.wait("10:00:01")
	b.quote("AAPL", 168.9, 169)
	b.expect("the rest", "1 exec 5 BOT 60 AAPL @ 169",
		"1 open 5 Filled", "1 status 5 Filled 100/0", "1 open 5 Filled", "1 status 5 Filled 100/0", "1 commission 1")
}

func TestABookThatFailsStopsTheDesk(t *testing.T) {
	s := newShelf()
	b := newBench(t, "10:00:00", desk.Options{Book: s})
	s.fail = errors.New("disk full")
	b.place(1, 5, aaplID, limit(wire.Buy, "10", "150"))
	b.expect("what is not saved is not told")
	if !errors.Is(b.desk.Err(), s.fail) {
		t.Errorf("error %v", b.desk.Err())
	}
	s.fail = nil
	b.place(1, 6, aaplID, limit(wire.Buy, "10", "150"))
	b.expect("nothing more is done")
}

func TestNewRefusesWhatDoesNotFit(t *testing.T) {
	o := desk.Options{Book: newShelf()}
	newBench(t, "10:00:00", o)
	tell := func(desk.Audience, wire.Message) {}
	for name, o := range map[string]desk.Options{
		"no accounts":           {Tell: tell},
		"nobody to tell":        {Accounts: []desk.Account{{Name: "DU1"}}},
		"the same account":      {Tell: tell, Accounts: []desk.Account{{Name: "DU1"}, {Name: "DU1"}}},
		"a name that means all": {Tell: tell, Accounts: []desk.Account{{Name: "All"}}},
		"negative cash":         {Tell: tell, Accounts: []desk.Account{{Name: "DU1", Cash: dec("-1")}}},
		"a stranger in a group": {Tell: tell, Accounts: []desk.Account{{Name: "DU1"}}, Groups: []desk.Group{{Name: "g", Accounts: []string{"DU2"}}}},
		"another account":       {Tell: tell, Accounts: []desk.Account{{Name: "DU2"}}, Book: o.Book},
		"another currency":      {Tell: tell, Accounts: []desk.Account{{Name: "DU1", Currency: "EUR"}}, Book: o.Book},
	} {
		if _, err := desk.New(newPit("10:00:00"), o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
