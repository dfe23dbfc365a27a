package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/tape"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/store/journal"
)

// record puts a recorder between the engine and the world, when the run has a journal.
func (r *running) record(start market.Time, source *engine.LiveSource, w *wiring) (err error) {
	if r.run.Broker.Journal == "" {
		return nil
	}
	text, err := config.YAML(r.run)
	if err != nil {
		return err
	}
	header := tape.Header{Start: start}
	if header.Config, err = json.Marshal(string(text)); err != nil {
		return err
	}
	for _, in := range r.universe.All() {
		header.Symbols = append(header.Symbols, in.Symbol)
	}
	if r.journal, err = journal.Create(r.run.Broker.Journal, journal.Options{}); err != nil {
		return err
	}
	recorder := tape.Record(&loudJournal{Journal: r.journal, alarm: r.inbox.Notice, wrote: r.timings.Journal}, header)
	*source, *w = recorder.Source(*source), wiring{recorder.Venue(w.venue), recorder.Store(w.store), recorder.Latch(w.latch), w.charged}
	return nil
}

// loudJournal raises an alarm when the recording breaks off, as on a full disk: the run goes on without it.
type loudJournal struct {
	tape.Journal
	alarm  func(broker.Notice)
	wrote  func(time.Duration)
	broken bool
}

func (j *loudJournal) Append(payload []byte) error {
	from := time.Now()
	err := j.heard(j.Journal.Append(payload))
	j.wrote(time.Since(from))
	return err
}

func (j *loudJournal) Flush() error { return j.heard(j.Journal.Flush()) }

func (j *loudJournal) heard(err error) error {
	if err != nil && !j.broken {
		j.broken = true
		j.alarm(broker.Alarm{Moment: broker.Moment{Time: market.At(time.Now())},
			Text: fmt.Sprintf("the run is not recorded any more: %v", err)})
	}
	return err
}

// Replayed is what came of a replay.
type Replayed struct {
	Session uint64         `json:"session"`
	Entries int            `json:"entries"`
	Summary engine.Summary `json:"summary"`
	// Difference is the first thing that went otherwise, nil when all was the same.
	Difference *tape.Difference `json:"difference,omitempty"`
}

// Replay plays a recorded session of a journal through the same engine, strategies and rules, and compares everything
// that they do. A session of 0 is the last one. The error says why it could not be played, not that it differed.
func Replay(ctx context.Context, folder string, session uint64, log zerolog.Logger) (Replayed, error) {
	session, err := recorded(folder, session)
	if err != nil {
		return Replayed{}, err
	}
	out := Replayed{Session: session}
	entries, err := journal.Open(folder, session)
	if err != nil {
		return out, err
	}
	var run *config.Run
	var universe *market.Universe
	player, err := tape.Play(entries, func(h tape.Header) (*market.Universe, error) {
		run, universe, err = configured(h)
		return universe, err
	})
	if err != nil {
		return out, err
	}
	recorder, err := monitor.NewRecorder(prometheus.NewRegistry())
	if err != nil {
		return out, err
	}
	w := wiring{player.Venue(), player.Store(), player.Latch(), nil}
	e, err := assemble(run, universe, player.Header().Start, w, recorder, log)
	if err != nil {
		return out, err
	}
	if err := e.Start(ctx); err != nil {
		return out, err
	}
	out.Summary, err = e.RunLive(ctx, player.Source())
	out.Entries = player.Entries()
	if difference := new(tape.Difference); errors.As(player.Err(), &difference) {
		out.Difference = difference
		return out, nil
	}
	return out, errors.Join(err, player.Err())
}
