package simtest

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
)

var (
	days    = flag.Int("days", 24, "how many days TestDays trades")
	first   = flag.Uint64("seed", 0, "the one day that TestDays trades, or the first of -days")
	verbose = flag.Bool("logs", false, "print what the parts of a day log too")
)

// TestDays trades days in which everything goes wrong that the catalogue knows, and compares both sides after each.
func TestDays(t *testing.T) {
	from, n := uint64(1), *days
	flag.Visit(func(f *flag.Flag) {
		if f.Name == "seed" {
			from, n = *first, 1
		}
	})
	flag.Visit(func(f *flag.Flag) {
		if f.Name == "days" {
			n = *days
		}
	})
	for seed := from; seed < from+uint64(n); seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.db")
			var events log
			defer func() {
				if t.Failed() {
					// The scheduler of the goroutines has its own mind, so that a day may have to be traded more than once.
					t.Logf("\n%s\nagain with: go test ./simtest -run TestDays -seed %d -count 10", events.String(), seed)
				}
			}()
			synctest.Test(t, func(t *testing.T) {
				d := newDay(t, seed, path, &events)
				d.run()
			})
		})
	}
}

// log is what happened on a day.
type log struct {
	mu   sync.Mutex // guards text
	text strings.Builder
}

func (l *log) note(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.WriteString(time.Now().UTC().Format("15:04:05.000 "))
	l.text.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
	l.text.WriteByte('\n')
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// A day is one seed at work.
type day struct {
	*testing.T
	*rand.Rand
	*log
	plan  *plan
	world *world
	path  string
	us    *process   // who runs now
	past  []*process // who ran before
	ended market.Time
}

func newDay(t *testing.T, seed uint64, path string, events *log) *day {
	d := &day{T: t, Rand: rand.New(rand.NewPCG(seed, 1)), log: events, path: path}
	d.plan = newPlan(seed, d.Rand)
	if *verbose {
		d.plan.log = logTo(d.note)
	}
	d.world = newWorld(d.Rand, opening, d.plan.from.Add(d.plan.length+3*settling), d.plan.weather(d.Rand))
	d.world.venue = d.plan.venue
	for _, step := range d.world.script.Steps {
		d.note("weather %+v: %s %+v, chance %.3f", *step.On, fault.Verb(step.Do[0]), step.Do[0], step.Chance)
	}
	<-time.After(time.Until(d.plan.from.UTC()))
	return d
}

// settling is how long the two sides have to agree after everything works again.
const settling = 12 * time.Minute

func (d *day) run() {
	if err := d.world.open(); err != nil {
		d.Fatal(err)
	}
	defer func() {
		if err := d.world.close(); err != nil {
			d.Errorf("the gateway ended: %v", err)
		}
	}()
	d.begin()
	defer func() {
		if d.us != nil {
			_, _ = d.us.kill(d.path)
		}
	}()
	if d.us == nil {
		return
	}
	end := d.plan.from.Add(d.plan.length)
	for {
		d.pass(time.Duration(d.IntN(90_000)) * time.Millisecond)
		if d.us == nil || market.At(time.Now()) >= end {
			break
		}
		if d.mishap(); d.us == nil {
			break
		}
	}
	if d.us != nil {
		d.settle()
		d.compare()
	}
}

// pass lets time pass, and buries a process that dies meanwhile.
func (d *day) pass(t time.Duration) {
	timer := time.NewTimer(t)
	defer timer.Stop()
	for d.us != nil {
		select {
		case <-timer.C:
			synctest.Wait()
			return
		case <-d.us.killed:
			d.note("killed at a store or a submission")
			d.crash()
		case err := <-d.us.done:
			d.Errorf("the engine ended: %v", err)
			d.us.done <- err
			_, _ = d.us.kill(d.path)
			d.us = nil
		}
	}
}

// begin starts our program.
func (d *day) begin() {
	us, err := start(d.plan, d.world, d.path, len(d.past)+1, d.note)
	if err != nil {
		d.Errorf("start: %v", err)
		d.us = nil
		return
	}
	d.us = us
	d.note("started, life %d", us.life)
}

// crash kills our program and starts it again.
func (d *day) crash() {
	path, err := d.us.kill(d.path)
	if err != nil {
		d.Error(err)
	}
	d.note("killed, life %d", d.us.life)
	d.bury(path)
}

func (d *day) bury(path string) {
	d.path = path
	d.past = append(d.past, d.us)
	d.us = nil
	// More starts in so short a time would be a loop, which halts.
	<-time.After(time.Duration(2*60+d.IntN(30)) * time.Second)
	d.begin()
}

// restart ends our program in order and starts it again, unless it dies on its way out.
func (d *day) restart(exit engine.ExitPolicy) {
	d.us.ordered.Store(d.us.ordered.Load() || exit == engine.FlattenAll)
	path := d.path
	err := d.us.stop(exit)
	if d.us.dead.Load() {
		path, err = d.us.kill(d.path)
	}
	if err != nil {
		d.Errorf("stop: %v", err)
	}
	d.bury(path)
}
