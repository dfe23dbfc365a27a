package fault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

// TestMistakes: every mistake is reported with its line and with what to write instead.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"unknown key", "steps:\n  - at: 5s\n    doo: [drop]", `s.yaml:3: steps.1.doo: no such key (did you mean "do"?); here are name, at, after`},
		{"unknown action", "steps:\n  - at: 5s\n    do: [linc: lost]", `s.yaml:3: steps.1.do.1: there is no action linc (did you mean "link"?)`},
		{"unknown message", "steps:\n  - on: {out: OrderState}\n    do: [drop]", `s.yaml:2: steps.1.on.out: OrderState is no answer (did you mean "OrderStatus"?)`},
		{"a request where an answer belongs", "steps:\n  - on: {in: OrderStatus}\n    do: [ignore]", "OrderStatus is no request"},
		{"unknown field", "steps:\n  - on: {out: OrderStatus, where: {state: Filled}}\n    do: [drop]", `OrderStatus has no field state (did you mean "status"?)`},
		{"ambiguous field", "steps:\n  - on: {out: Executed, where: {exchange: NYSE}}\n    do: [drop]", "exchange may be contract.exchange or execution.exchange: write which"},
		{"a field that is a struct", "steps:\n  - on: {out: Executed}\n    do: [replace: {contract: AAPL}]", "has parts of its own: name one of them"},
		{"value of the wrong type", "steps:\n  - on: {out: OrderStatus}\n    do: [replace: {filled: many}]", "s.yaml:3: steps.1.do.1.replace.filled: many: want a number"},
		{"sum of words", "steps:\n  - on: {out: OrderStatus}\n    do: [replace: {status: {add: 1}}]", "is no number"},
		{"bad duration", "steps:\n  - at: 5s\n    every: soon\n    do: [cut]", "s.yaml:3: steps.1.every: soon: want a duration such as 40ms, 90s or 1h30m"},
		{"bad moment", "steps:\n  - at: noon\n    do: [cut]", "s.yaml:2: steps.1.at: noon: want a duration from the start such as 90s, a time of day"},
		{"moment before the start", "steps:\n  - at: -5s\n    do: [cut]", "must not be before the start"},
		{"time of day on the wall clock", "clock: wall\nsteps:\n  - at: \"15:45:00\"\n    do: [cut]", "the clock of this script is wall"},
		{"unknown cause", "steps:\n  - after: lost\n    do: [cut]", "s.yaml:2: steps.1.after: there is no step lost"},
		{"unknown end", "steps:\n  - name: lots\n    at: 1s\n    until: lost\n    do: [cut]", `there is no step lost (did you mean "lots"?)`},
		{"itself", "steps:\n  - {name: a, after: a, do: [cut]}", "a step cannot wait for itself"},
		{"a circle", "steps:\n  - {name: a, after: b, do: [cut]}\n  - {name: b, after: a, do: [cut]}", "causes itself without a pause"},
		{"two names", "steps:\n  - {name: a, do: [cut]}\n  - {name: a, do: [cut]}", "s.yaml:3: steps.2.name: there is another step a"},
		{"name that is a duration", "steps:\n  - {name: 5s, do: [cut]}", "reads as a duration"},
		{"nothing to do", "steps:\n  - at: 5s", "nothing is to be done"},
		{"message action without a message", "steps:\n  - at: 5s\n    do: [drop]", "s.yaml:3: steps.1.do.1: drop stands only with on: {out: ...}"},
		{"request action on an answer", "steps:\n  - on: {out: OrderStatus}\n    do: [ignore]", "ignore stands only with on: {in: ...}"},
		{"both directions", "steps:\n  - on: {in: any, out: any}\n    do: [cut]", "want one of in, a request, and out, an answer"},
		{"fields of any message", "steps:\n  - on: {out: any}\n    do: [replace: {status: Filled}]", "fields need a kind of message, not any"},
		{"message that waits", "steps:\n  - on: {out: OrderStatus}\n    wait: 5s\n    do: [drop]", "cannot wait: want delay or hold"},
		{"every with on", "steps:\n  - on: {out: OrderStatus}\n    every: 5s\n    do: [drop]", "steps.1.every: is for steps that wait for a time"},
		{"chance", "steps:\n  - at: 5s\n    chance: 1.5\n    do: [cut]", "1.5: must lie above 0 and not above 1"},
		{"times", "steps:\n  - at: 5s\n    times: 0\n    do: [cut]", "0: want a number above 0, or always"},
		{"door without an end", "steps:\n  - at: 5s\n    do: [door: silent]", "want for how long, or for the next how many connections"},
		{"shut door for a number", "steps:\n  - at: 5s\n    do: [door: {is: shut, next: 2}]", "nobody comes through a door that is shut"},
		{"manner", "steps:\n  - at: 5s\n    do: [cut: gently]", "gently: want reset, close, half"},
		{"bytes", "steps:\n  - on: {out: CurrentTime}\n    do: [bytes: xyz]", "xyz: want pairs of hexadecimal digits"},
		{"two forms of a value", "steps:\n  - on: {out: Error}\n    do: [replace: {message: {raw: a, hex: \"61\"}}]", "want one of raw, hex and add"},
		{"raw in a request", "steps:\n  - on: {in: PlaceOrder}\n    do: [replace: {order.ref: {raw: a}}]", "a request is not written again"},
		{"key given twice", "steps:\n  - at: 5s\n    at: 6s\n    do: [cut]", "is given twice"},
		{"not a list of keys", "- 1", "want keys and values: title, seed, clock, zone, steps"},
		{"alias", "steps:\n  - &a {at: 5s, do: [cut]}\n  - *a", "aliases are not read"},
		{"not YAML", "steps: [", "s.yaml: "},
		{"port", "steps:\n  - at: 5s\n    do: [port: 99999]", "port 99999: want 1 to 65535"},
		{"silent farm that is broken", "steps:\n  - at: 5s\n    do: [farm: {name: usfarm, silent: true}]", "silent goes with is: ok"},
		{"zone", "zone: Mars/Base\nsteps: []", "s.yaml:1: zone: Mars/Base: want a zone such as Europe/Zurich"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := fault.Read(strings.NewReader(c.script), "s.yaml")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v\nwant one with %s", err, c.want)
			}
		})
	}
}

// TestEveryFaultIsReported at once.
func TestEveryFaultIsReported(t *testing.T) {
	_, err := fault.Read(strings.NewReader("seed: x\nsteps:\n  - {at: 5s, doo: 1}\n  - {do: [fly]}"), "s.yaml")
	faults, ok := err.(fault.Faults)
	if !ok || len(faults) != 3 {
		t.Errorf("faults %v", err)
	}
}

// TestEveryActionHasAnExample among the scripts of testdata.
func TestEveryActionHasAnExample(t *testing.T) {
	used := map[string]bool{}
	scripts, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		for _, st := range readScript(t, path).Steps {
			for _, a := range st.Do {
				used[fault.Verb(a)] = true
			}
		}
	}
	for _, v := range fault.Verbs() {
		if !used[v.Name] {
			t.Errorf("no example has %s", v.Name)
		}
	}
}

// FuzzRead: no text makes the reader, the engine or the writer panic, and what is read can be played.
func FuzzRead(f *testing.F) {
	scripts, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range scripts {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		script, err := fault.Read(strings.NewReader(text), "fuzz")
		if err != nil {
			return
		}
		pester(t, script)
	})
}
