package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Downloader downloads series one after the other. It belongs to one goroutine.
type Downloader struct {
	// Catalog may be nil for a plan, when there is none yet.
	Catalog *data.Catalog
	Source  Source
	// Reconnect, when set, replaces a source whose connection has ended.
	Reconnect func(context.Context) (Source, error)
	// Progress, when set, hears after each request how far a run has come.
	Progress func(Progress)
	// Notice, when set, is told of failures that are being overcome.
	Notice func(text string)
}

// Progress is how far a run has come.
type Progress struct {
	Done, Steps int
	Rows        int64
	// At is the time up to which there is an answer.
	At market.Time
}

// Result is what a run has done.
type Result struct {
	Requests int   `json:"requests"`
	Rows     int64 `json:"rows"`
	// First and Last are the times of the first and the last row, 0 when there are none.
	First market.Time `json:"first,omitzero"`
	Last  market.Time `json:"last,omitzero"`
	// Empty counts the steps of which IB has nothing, and Homeless the daily bars of days without a session.
	Empty    int `json:"empty"`
	Homeless int `json:"homeless"`
}

// ErrStale refuses a plan that is not true any more.
var ErrStale = errors.New("there was another download since the plan was made: plan again")

const (
	// flushAfter is how much may be lost to a crash, unless writing takes more than a tenth of it.
	flushAfter = 10 * time.Second
	// flushRows bounds the memory of a run.
	flushRows = 500_000
)

// run is one run of a plan.
type run struct {
	d      *Downloader
	plan   *Plan
	buffer buffer
	done   int // steps
	// asked are the spans to record once the buffer is written, and end is where the buffered rows end.
	asked   []data.Span
	end     market.Time
	flushed time.Time
	writing time.Duration // what the last flush took
	result  Result
}

// Run asks for what is missing and writes it. Whatever ends it, an interrupt included, what was received is in the
// catalog, and another plan goes on from there. A catalog without a definition of the instrument gets it first. While
// another download of the series runs the error is a [*data.BusyError], and after one that ended since the plan was
// made, [ErrStale].
func (d *Downloader) Run(ctx context.Context, p *Plan) (Result, error) {
	if err := d.define(p.Instrument); err != nil {
		return Result{}, err
	}
	hold, err := d.Catalog.HoldDownload(p.Series)
	if err != nil {
		return Result{}, err
	}
	if err := d.fresh(p); err != nil {
		return Result{}, errors.Join(err, hold.Close())
	}
	r := &run{d: d, plan: p, buffer: buffer{series: p.Series}, flushed: time.Now()}
	err = r.steps(ctx)
	for _, failed := range []error{r.flush(ctx), hold.Close()} {
		if failed != nil {
			err = errors.Join(err, failed)
		}
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		err = fmt.Errorf("download %s: %w", p.Series, err)
	}
	return r.result, err
}

// define stores the instrument, unless somebody has defined it in his own way.
func (d *Downloader) define(in market.Instrument) error {
	_, err := d.Catalog.Instrument(in.Symbol)
	var unknown *data.UnknownInstrumentError
	if errors.As(err, &unknown) {
		return d.Catalog.PutInstrument(in)
	}
	return err
}

// fresh tells whether what is recorded is what the plan was made of.
func (d *Downloader) fresh(p *Plan) error {
	recorded, err := d.Catalog.Download(p.Series)
	if err != nil {
		return err
	}
	if !slices.Equal(recorded.Spans, p.record.Spans) {
		return fmt.Errorf("download %s: %w", p.Series, ErrStale)
	}
	return nil
}

func (r *run) steps(ctx context.Context) error {
	for i, s := range r.plan.Steps {
		if r.buffer.rows() > 0 && r.end != s.From {
			// Rows that are held may lie between.
			if err := r.flush(ctx); err != nil {
				return err
			}
		}
		if err := r.step(ctx, s); err != nil {
			return err
		}
		r.done = i + 1
		r.progress(s.To)
		if err := r.relieve(ctx); err != nil {
			return err
		}
	}
	return nil
}

// step asks for one step and notes what to record of it.
func (r *run) step(ctx context.Context, s Step) error {
	ask := r.ticks
	if r.plan.Series.Kind == data.Bars {
		ask = r.bars
	}
	last, err := ask(ctx, s)
	if last > 0 {
		r.end = s.To
	}
	if err != nil {
		return err
	}
	r.end = s.To
	span := data.Span{From: s.From, To: s.To, Empty: last == 0}
	if !s.settled {
		span.To, span.Empty = last, false
	}
	if span.To > span.From {
		r.asked = append(r.asked, span)
	}
	if last == 0 {
		r.result.Empty++
	}
	return nil
}

func (r *run) progress(at market.Time) {
	if r.d.Progress != nil {
		r.d.Progress(Progress{r.done, len(r.plan.Steps), r.result.Rows + int64(r.buffer.rows()), at})
	}
}

// relieve flushes when it is time to.
func (r *run) relieve(ctx context.Context) error {
	if time.Since(r.flushed) < max(flushAfter, 10*r.writing) && r.buffer.rows() < flushRows {
		return nil
	}
	return r.flush(ctx)
}

// flush writes the rows, and then the record of what was asked. An interrupt must not keep it from that.
func (r *run) flush(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	begin := time.Now()
	if n := r.buffer.rows(); n > 0 {
		first, last := r.buffer.span()
		if err := r.buffer.write(ctx, r.d.Catalog); err != nil {
			return err
		}
		r.result.Rows += int64(n)
		if r.result.First == 0 {
			r.result.First = first
		}
		r.result.Last = last
	}
	if len(r.asked) > 0 {
		for _, s := range r.asked {
			r.plan.record.Add(s)
		}
		r.asked = nil
		if err := r.d.Catalog.PutDownload(r.plan.Series, r.plan.record); err != nil {
			return err
		}
	}
	r.flushed, r.writing = time.Now(), time.Since(begin)
	return nil
}
