package tws

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/market"
)

// weather is what is known of the ways by which data comes to the gateway.
type weather struct {
	cutOff atomic.Bool  // the gateway does not reach IB: silence is no wonder
	backAt atomic.Int64 // when a farm or the link came back last, nanoseconds
}

// watchFeeds looks every second for lines that should flow and do not.
func (s *session) watchFeeds() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-s.ctx.Done():
			return
		}
		if s.sky.cutOff.Load() {
			continue
		}
		now := time.Now()
		notAhead(&s.sky.backAt, now)
		s.eachLine(func(ln *line) { ln.check(now, s.sky.backAt.Load()) })
	}
}

// notAhead corrects a time that was noted before the computer's clock was set back: silence would else begin an hour late.
func notAhead(at *atomic.Int64, now time.Time) {
	if noted := at.Load(); noted > now.UnixNano() {
		at.CompareAndSwap(noted, now.UnixNano())
	}
}

// reaches waits until the gateway reaches IB: what it is asked before, it refuses for reasons that are none. It is false
// when ctx ends first.
func (s *session) reaches(ctx context.Context) bool {
	for s.sky.cutOff.Load() {
		if !sleep(ctx, time.Second) {
			return false
		}
	}
	return true
}

func (s *session) eachLine(do func(*line)) {
	for _, f := range s.feeds {
		f.mu.Lock()
		lines, running := f.lines, f.running == s
		f.mu.Unlock()
		for _, ln := range lines {
			if running {
				do(ln)
			}
		}
	}
}

// check makes a subscription anew that has been silent too long for its market and for itself, or has not come back
// with its farm.
func (ln *line) check(t time.Time, backAt int64) {
	moment := market.At(t)
	notAhead(&ln.seen, t)
	notAhead(&ln.began, t)
	if ln.busy.Load() || !ln.trading(moment) {
		return
	}
	quietSince := max(ln.seen.Load(), ln.began.Load(), int64(ln.opened(moment)))
	patience := ln.patience()
	if ln.seen.Load() < backAt && backAt >= ln.began.Load() {
		patience = max(ln.opts.Grace, 3*time.Duration(ln.usual.Load()))
		quietSince = max(backAt, int64(ln.opened(moment)))
	}
	quiet := time.Duration(t.UnixNano() - quietSince)
	if quiet < patience {
		return
	}
	if ln.silent.Add(1) == 2 {
		ln.alarm("%s of %s stay silent although the market is open and they were asked for again", ln.name, ln.instrument.Symbol)
	}
	ln.cut(errSilent)
}

// dataDoubt marks every line: the gateway gets no data itself.
func (s *session) dataDoubt(cause string) {
	s.sky.cutOff.Store(true)
	s.eachLine(func(ln *line) {
		ln.doubted.Store(true)
		ln.lose(ln, ln.last(), cause)
	})
}

// dataBack expects data again. When the gateway lost its subscriptions every line is asked for anew; else only those
// that stay silent, and the others fetch what they missed: one bar is enough.
func (s *session) dataBack(bare bool) {
	s.sky.cutOff.Store(false)
	s.sky.backAt.Store(time.Now().UnixNano())
	s.eachLine(func(ln *line) {
		if bare {
			ln.cut(errBare)
		} else {
			ln.doubted.Store(true)
		}
	})
}

// historical is the service that history comes from.
const historical = "historical data"

// farmLost notes that a part of the data may stop. Which lines come from a farm is not told, so nothing is done to
// any before it falls silent.
func (s *session) farmLost(service, farm string) {
	s.opts.Log.Warn().Str("service", service).Str("farm", farm).Msg("farm lost")
	if service == historical {
		s.archives.set(farm, true)
	}
}

// farmBack notes that a farm answers, or will when it is asked.
func (s *session) farmBack(service, farm string) {
	if service == historical {
		s.archives.set(farm, false)
	}
}

// archives are the farms of history that are broken: while one is, no history says nothing about the past.
type archives struct {
	mu     sync.Mutex // guards broken
	broken map[string]bool
}

func (a *archives) set(farm string, broken bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken == nil {
		a.broken = map[string]bool{}
	}
	a.broken[farm] = broken
}

// complete tells whether none is broken.
func (a *archives) complete() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, broken := range a.broken {
		if broken {
			return false
		}
	}
	return true
}

// restored forgets them all: the link is back, and what is broken then is told again.
func (a *archives) restored() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.broken)
}

// hushed remembers which alarms were raised lately.
type hushed struct {
	mu sync.Mutex // guards at
	at map[string]time.Time
}

// first tells whether a kind of alarm has not been raised within a time.
func (h *hushed) first(kind string, t time.Time, within time.Duration) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if last, ok := h.at[kind]; ok && t.Sub(last) < within {
		return false
	}
	if h.at == nil {
		h.at = map[string]time.Time{}
	}
	h.at[kind] = t
	return true
}
