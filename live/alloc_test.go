package live

import (
	"context"
	"errors"
	"testing"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"
)

// seen gets an element for each quote that the strategy look-on has seen.
var seen = make(chan market.Quote, 1)

type onlooker struct{}

func (onlooker) Start(s *strategy.Session) error {
	s.Quotes("DEMO", func(q market.Quote) { seen <- q })
	return nil
}

func init() {
	strategy.Register("look-on", "sees every quote", func(*strategy.Params) strategy.Strategy { return onlooker{} })
}

// A tick allocates nothing from the socket to the strategy, in a whole live run. What a run does once a second, such as a
// new status, is far less than one allocation a tick.
func TestATickAllocatesNothing(t *testing.T) {
	g := still(t)
	bridge := newBridge(t, g)
	run, err := config.Load(config.Layers{Path: written(t, bridge.port(), "batch", "look-on")})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	gateEnd, runEnd, ready := serve(ctx, g), make(chan error, 1), make(chan struct{})
	go func() {
		_, err := Run(ctx, run, Options{Log: zerolog.Nop(), Ready: func(string, func() *engine.Status) { close(ready) }})
		runEnd <- err
	}()
	select {
	case <-ready:
	case err := <-runEnd:
		t.Fatal(err)
	}
	p := <-bridge.quotes
	ticks, n := quotes(t, p.line), 0
	tick := func() {
		n++
		if err := p.write(ticks[n%len(ticks)]); err != nil {
			t.Fatal(err)
		}
		<-seen
	}
	for range 1000 { // queues grow
		tick()
	}
	if got := testing.AllocsPerRun(5000, tick); got != 0 {
		t.Errorf("%v allocations from the socket to the strategy", got)
	}
	cancel()
	if err := errors.Join(<-runEnd, <-gateEnd); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}
