package fault_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// at is a moment of both clocks after the start.
func at(d time.Duration) fault.Now { return fault.Now{Market: opening.Add(d), Wall: d} }

func engine(t testing.TB, script string) *fault.Engine {
	t.Helper()
	s, err := fault.Read(strings.NewReader(script), "test")
	if err != nil {
		t.Fatal(err)
	}
	e, err := fault.New(s, at(0))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// run advances an engine second by second and notes what happens.
func run(e *fault.Engine, seconds int) (happened []string) {
	for i := range seconds + 1 {
		for _, d := range e.Advance(at(time.Duration(i) * time.Second)) {
			happened = append(happened, fmt.Sprintf("%d %s", i, fault.Verb(d.Action)))
		}
	}
	return happened
}

// TestTime: each way in which a step can wait for a time.
func TestTime(t *testing.T) {
	for _, c := range []struct {
		name, script string
		seconds      int
		want         string
	}{
		{"from the start", "{at: 3s, do: [cut]}", 10, "3 cut"},
		{"time of day in New York", "{at: \"10:00:04\", do: [cut]}", 10, "4 cut"},
		{"instant", "{at: 2024-03-04T15:00:05Z, do: [cut]}", 10, "5 cut"},
		{"at, then wait", "{at: 3s, wait: 2s, do: [cut]}", 10, "5 cut"},
		{"every", "{every: 3s, do: [cut]}", 10, "3 cut, 6 cut, 9 cut"},
		{"every, from a time, some times", "{at: 1s, every: 3s, times: 2, do: [cut]}", 10, "1 cut, 4 cut"},
		{"every, until", "{at: 1s, every: 3s, until: 5s, do: [cut]}", 10, "1 cut, 4 cut"},
		{"never by itself", "{name: a, do: [cut]}", 10, ""},
		{"after", "{name: a, at: 2s, do: [cut]}, {after: a, do: [deaf]}, {after: a, wait: 3s, do: [mute]}", 10, "2 cut, 2 deaf, 5 mute"},
		{"after, each time", "{name: a, every: 4s, do: [cut]}, {after: a, wait: 1s, do: [mute]}", 10, "4 cut, 5 mute, 8 cut, 9 mute"},
		{"until another", "{every: 2s, until: b, do: [cut]}, {name: b, at: 5s, do: [mute]}", 10, "2 cut, 4 cut, 5 mute"},
		{"a circle with a pause", "{name: a, after: b, wait: 2s, do: [cut]}, {name: b, after: a, wait: 1s, do: [mute]}, {after: c, name: d, do: [deaf]}, {name: c, at: 1s, do: [deaf]}", 10, "1 deaf, 1 deaf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(run(engine(t, "steps: ["+c.script+"]"), c.seconds), ", "); got != c.want {
				t.Errorf("happened: %s\nwant:     %s", got, c.want)
			}
		})
	}
}

// TestTimeOfDayTomorrow: a time of day that has passed is the next day's.
func TestTimeOfDayTomorrow(t *testing.T) {
	e := engine(t, "steps: [{at: \"09:00:00\", do: [cut]}]")
	if due, want := e.Due().Market, opening.Add(23*time.Hour); due != want {
		t.Errorf("due at %v, want %v", due, want)
	}
}

// TestWallClock: a script of the wall clock asks for nothing on the market's.
func TestWallClock(t *testing.T) {
	e := engine(t, "clock: wall\nsteps: [{at: 3s, do: [cut]}]")
	if due := e.Due(); due.Wall != 3*time.Second || due.Market.String() != "never" {
		t.Errorf("due %v", due)
	}
	if deeds := e.Advance(fault.Now{Market: opening, Wall: 3 * time.Second}); len(deeds) != 1 {
		t.Errorf("deeds %v", deeds)
	}
}

// TestMessages: which messages a step waits for, and how often.
func TestMessages(t *testing.T) {
	seven := 7
	status := func(order int, s wire.Status) *wire.OrderStatus { return &wire.OrderStatus{OrderID: order, Status: s} }
	talk := []any{
		&wire.PlaceOrder{OrderID: 1, Order: wire.Order{Ref: "a"}}, &wire.PlaceOrder{OrderID: 2, Order: wire.Order{Ref: "b"}},
		status(1, wire.Submitted), status(2, wire.Submitted), status(1, wire.Filled),
		&wire.Executed{RequestID: -1, Execution: wire.Execution{OrderID: 2, ExecID: "x", ClientID: 7, OrderRef: "b"}},
		&wire.CommissionReport{ExecID: "x"}, status(2, wire.Filled), &wire.Error{RequestID: 2, Code: 399},
	}
	for _, c := range []struct{ name, on, rest, want string }{
		{"kind", "{out: OrderStatus}", ", times: always", "2 3 4 7"},
		{"once", "{out: OrderStatus}", "", "2"},
		{"from the third on", "{out: OrderStatus, nth: 3}", ", times: always", "4 7"},
		{"order", "{out: any, order: 2}", ", times: always", "3 5 6 7 8"},
		{"reference", "{out: any, ref: a}", ", times: always", "2 4"},
		{"reference of an execution", "{out: Executed, ref: b}", ", times: always", "5"},
		{"client", "{out: OrderStatus, client: 8}", ", times: always", ""},
		{"id of an error", "{out: Error, id: 2}", ", times: always", "8"},
		{"field", "{out: OrderStatus, where: {status: Filled}}", ", times: always", "4 7"},
		{"fields", "{out: OrderStatus, where: {status: Filled, orderID: 2}}", ", times: always", "7"},
		{"number of another form", "{out: OrderStatus, where: {filled: 0.00}}", "", "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, seen := engine(t, "steps: [{on: "+c.on+c.rest+", do: [drop]}]"), []string{}
			for i, m := range talk {
				if p, request := m.(*wire.PlaceOrder); request {
					e.In(at(0), 1, &seven, p)
				} else if v, _ := e.Out(at(0), 1, &seven, m); v.Gone {
					seen = append(seen, fmt.Sprint(i))
				}
			}
			if got := strings.Join(seen, " "); got != c.want {
				t.Errorf("dropped %q, want %q", got, c.want)
			}
		})
	}
}

// TestOtherConnections have no part in a step of one.
func TestOtherConnections(t *testing.T) {
	e := engine(t, "steps: [{connection: 2, do: [cut]}, {connection: 2, on: {out: CurrentTime}, do: [drop]}]")
	if n, deeds := e.Opened(at(0)); n != 1 || len(deeds) != 0 {
		t.Errorf("first connection: %d %v", n, deeds)
	}
	if n, deeds := e.Opened(at(0)); n != 2 || len(deeds) != 1 {
		t.Errorf("second connection: %d %v", n, deeds)
	}
	if v, _ := e.Out(at(0), 1, nil, &wire.CurrentTime{}); v.Gone {
		t.Error("a message of the first connection was dropped")
	}
	if v, _ := e.Out(at(0), 2, nil, &wire.CurrentTime{}); !v.Gone {
		t.Error("a message of the second connection was not dropped")
	}
}

// TestArmedAgain: a step that another arms begins anew each time.
func TestArmedAgain(t *testing.T) {
	e := engine(t, "steps: [{name: a, do: [cut]}, {after: a, until: b, on: {out: CurrentTime, nth: 2}, do: [drop]}, {name: b, do: [cut]}]")
	dropped := ""
	for _, step := range strings.Fields("- - a - - - a - - a - b - -") {
		if step != "-" {
			if _, err := e.Fire(at(0), step); err != nil {
				t.Fatal(err)
			}
			continue
		}
		v, _ := e.Out(at(0), 1, nil, &wire.CurrentTime{})
		dropped += map[bool]string{true: "x", false: "."}[v.Gone]
	}
	if want := "...x..x..."; dropped != want {
		t.Errorf("dropped %s, want %s", dropped, want)
	}
}

// TestUnknownStep is an error that names those there are.
func TestUnknownStep(t *testing.T) {
	if _, err := engine(t, "steps: [{name: lost, do: [cut]}]").Fire(at(0), "last"); err == nil || !strings.Contains(err.Error(), `"lost"`) {
		t.Errorf("error %v", err)
	}
}

// TestChangesTogether: changes of several steps meet in one message, in the order of the script; the message itself is
// untouched.
func TestChangesTogether(t *testing.T) {
	e := engine(t, `steps:
  - on: {out: OrderStatus}
    do: [replace: {status: Inactive, filled: {add: 5}}, delay: 1s]
  - on: {out: OrderStatus}
    do: [replace: {filled: {add: 2}}, delay: 2s, repeat: {times: 2, with: {orderID: 9}}]`)
	m := &wire.OrderStatus{OrderID: 1, Status: wire.Filled, Filled: decimal.NewFromInt(10)}
	v, _ := e.Out(at(0), 1, nil, m)
	changed := v.Changed.Message.(*wire.OrderStatus)
	if changed.Status != "Inactive" || !changed.Filled.Equal(decimal.NewFromInt(17)) || v.Delay != 3*time.Second || len(v.Copies) != 2 {
		t.Errorf("changed %+v, delay %v, %d copies", changed, v.Delay, len(v.Copies))
	}
	if again := v.Copies[0].Message.(*wire.OrderStatus); again.OrderID != 9 || !again.Filled.Equal(decimal.NewFromInt(17)) {
		t.Errorf("copy %+v", again)
	}
	if m.Status != wire.Filled || !m.Filled.Equal(decimal.NewFromInt(10)) {
		t.Errorf("the message itself was changed: %+v", m)
	}
}

// TestRaw: bytes in place of a field, in text and in protobuf. The frames are written by hand.
func TestRaw(t *testing.T) {
	e := engine(t, `steps: [{on: {out: Error}, times: always, do: [replace: {message: {hex: "ff00fe"}}]}]`)
	m := &wire.Error{RequestID: 5, Code: 399, Message: "whatever", Time: 1}
	for _, c := range []struct {
		version int
		want    string
	}{
		{150, "\x00\x00\x00\x0e4\x002\x005\x00399\x00\xff\x00\xfe\x00"},
		{225, "\x00\x00\x00\x10\x00\x00\x00\xcc" + "\x08\x05" + "\x18\x8f\x03" + "\x22\x03\xff\x00\xfe" + "\x10\x01"},
	} {
		v, _ := e.Out(at(0), 1, nil, m)
		frame, err := v.Changed.Append(nil, c.version)
		if err != nil {
			t.Fatal(err)
		}
		if string(frame) != c.want {
			t.Errorf("version %d: %q\nwant %q", c.version, frame, c.want)
		}
	}
}

// TestRawNumbers: an unset double and one that no double can hold.
func TestRawNumbers(t *testing.T) {
	e := engine(t, `steps: [{on: {out: PortfolioValue}, times: always, do: [replace: {marketPrice: unset, averageCost: {raw: "1e300"}, position: {raw: "9223372036854775807"}}]}]`)
	m := &wire.PortfolioValue{Account: "DU1", Position: decimal.NewFromInt(3)}
	v, _ := e.Out(at(0), 1, nil, m)
	text, err := v.Changed.Append(nil, 176)
	if err != nil || !bytes.Contains(text, []byte("\x009223372036854775807\x001.7976931348623157E308\x00")) || !bytes.Contains(text, []byte("\x001e300\x00")) {
		t.Errorf("text %q, %v", text, err)
	}
	binary, err := v.Changed.Append(nil, 225)
	// The largest double and 1e300, little endian, as in IEEE 754.
	if err != nil || !bytes.Contains(binary, []byte("\xff\xff\xff\xff\xff\xff\xef\x7f")) || !bytes.Contains(binary, []byte("\x9c\x75\x00\x88\x3c\xe4\x37\x7e")) ||
		!bytes.Contains(binary, []byte("9223372036854775807")) {
		t.Errorf("protobuf %q, %v", binary, err)
	}
	e = engine(t, `steps: [{on: {out: PortfolioValue}, do: [replace: {marketPrice: {raw: abc}}]}]`)
	v, _ = e.Out(at(0), 1, nil, m)
	if _, err := v.Changed.Append(nil, 225); err == nil {
		t.Error("protobuf took abc for a double")
	}
}

// TestSeed: the same seed makes the same choices, another one others; a step more leaves those of the others alone.
func TestSeed(t *testing.T) {
	choices := func(script string) string {
		e, s := engine(t, script), ""
		for range 64 {
			v, _ := e.Out(at(0), 1, nil, &wire.CurrentTime{})
			s += map[bool]string{true: "x", false: "."}[v.Gone]
		}
		return s
	}
	step := "{on: {out: CurrentTime}, chance: 0.5, times: always, do: [drop]}"
	one := choices("seed: 1\nsteps: [" + step + "]")
	if again := choices("seed: 1\nsteps: [" + step + "]"); again != one {
		t.Errorf("seed 1: %s, then %s", one, again)
	}
	if two := choices("seed: 2\nsteps: [" + step + "]"); two == one {
		t.Error("seed 2 is seed 1")
	}
	if more := choices("seed: 1\nsteps: [" + step + ", {on: {out: OrderStatus}, chance: 0.5, do: [drop]}]"); more != one {
		t.Error("another step has changed the choices")
	}
	// Half of 64 with a standard deviation of 4: five of those either way.
	if n := strings.Count(one, "x"); n < 12 || n > 52 {
		t.Errorf("%d of 64 dropped with a chance of 0.5", n)
	}
}

// pester drives an engine with every kind of message and checks that nothing breaks.
func pester(t interface{ Fatalf(string, ...any) }, s fault.Script) {
	e, err := fault.New(s, at(0))
	if err != nil {
		t.Fatalf("a script that was read does not start: %v", err)
	}
	client, now := 1, at(0)
	e.Opened(now)
	for i := range 3 {
		now = at(time.Duration(i) * time.Minute)
		e.Advance(now)
		for _, k := range wire.Kinds() {
			if k.FromClient() {
				e.In(now, 1, &client, k.New())
				continue
			}
			v, _ := e.Out(now, 1, &client, k.New())
			if v.Changed != nil {
				_, _ = v.Changed.Append(nil, 225) // may well be impossible
				_, _ = v.Changed.Append(nil, 176)
			}
		}
		_ = e.Err()
	}
}

// TestDueIsNeverMissed: whatever the steps, advancing to each moment that is due leaves nothing due, and the same
// script does the same again.
func TestDueIsNeverMissed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s fault.Script
		s.Seed = rapid.Uint64().Draw(t, "seed")
		second := rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.IntRange(0, 20).Draw(t, "seconds")) * time.Second
		})
		for i := range rapid.IntRange(1, 6).Draw(t, "steps") {
			st := fault.Step{
				Name: fmt.Sprintf("s%c", 'a'+i), Wait: second.Draw(t, "wait"), Every: second.Draw(t, "every"),
				Times: fault.Times(rapid.IntRange(1, 5).Draw(t, "times")), Do: []fault.Action{fault.Cut{}},
			}
			if i > 0 && rapid.Bool().Draw(t, "after") {
				st.After = fmt.Sprintf("s%c", 'a'+rapid.IntRange(0, i-1).Draw(t, "cause"))
			} else {
				st.At = fault.In(second.Draw(t, "at"))
			}
			s.Steps = append(s.Steps, st)
		}
		first, second1 := exhaust(t, s), exhaust(t, s)
		if d := cmp.Diff(first, second1); d != "" {
			t.Fatalf("the same script did something else: %s", d)
		}
	})
}

// exhaust advances an engine from moment to moment for an hour.
func exhaust(t *rapid.T, s fault.Script) (happened []string) {
	e, err := fault.New(s, at(0))
	if err != nil {
		t.Fatalf("%v", err)
	}
	end := opening.Add(time.Hour)
	for now := at(0); now.Market < end; now = e.Due() {
		for _, d := range e.Advance(now) {
			happened = append(happened, now.Market.String()+d.Step)
		}
		if e.Due().Market <= now.Market {
			t.Fatalf("at %v something is still due", now.Market)
		}
		if e.Due().Market.String() == "never" {
			break
		}
	}
	return happened
}

// TestGoForm: a script as Go structs is checked and played like one that was read.
func TestGoForm(t *testing.T) {
	read, err := fault.Read(strings.NewReader("seed: 3\nsteps: [{at: 5s, do: [link: lost]}, {on: {out: OrderStatus, where: {status: Filled}}, times: always, do: [delay: 2s]}]"), "test")
	if err != nil {
		t.Fatal(err)
	}
	written := fault.Script{Seed: 3, Steps: []fault.Step{
		{At: fault.In(5 * time.Second), Do: []fault.Action{fault.Link{Is: fault.Lost}}},
		{On: &fault.On{Out: "OrderStatus", Where: map[string]fault.Value{"status": fault.Text("Filled")}}, Times: fault.Always, Do: []fault.Action{fault.Delay{For: 2 * time.Second}}},
	}}
	if !reflect.DeepEqual(read, written) {
		t.Errorf("read    %+v\nwritten %+v", read, written)
	}
	bad := fault.Script{Steps: []fault.Step{{Do: []fault.Action{fault.Drop{}, nil}}}}
	if err := bad.Validate(); err == nil || !strings.Contains(err.Error(), "steps.1.do.1: drop stands only") || !strings.Contains(err.Error(), "steps.1.do.2: <nil> is no action") {
		t.Errorf("error %v", err)
	}
}
