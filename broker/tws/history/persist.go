package history

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
)

// IB's limits for small bars, which package client keeps.
const (
	smallBar   = 30 * time.Second
	longMost   = 60
	longWindow = 10 * time.Minute
)

// patience is how long an answer may take.
const patience = 2 * time.Minute

// limit is how long a request may take, with its wait for its turn.
func (p *Plan) limit() time.Duration {
	if p.small() {
		return patience + longWindow
	}
	return patience
}

// A remedy is what to do about a failure, so many times in a row.
type remedy struct {
	times     int
	wait      time.Duration // before the first repetition; twice as long before each other
	reconnect bool
}

// longestWait is the time in which IB forgets a pacing violation.
const longestWait = longWindow

// historyServiceCode is said of everything that can happen at IB's historical data service; only its text, in the
// language of the login, tells what. What package client does not recognise may be anything but must not be taken
// for an absence of data.
const historyServiceCode = 162

func (d *Downloader) remedy(err error) remedy {
	var refused *client.RequestError
	switch {
	case errors.As(err, &refused) && refused.Code.Retriable:
		return remedy{times: 6, wait: 15 * time.Second}
	case errors.As(err, &refused) && refused.Code.Number == historyServiceCode:
		return remedy{times: 2, wait: 15 * time.Second}
	case errors.As(err, &refused):
		return remedy{}
	case d.Source.Err() != nil && d.Reconnect != nil:
		return remedy{times: 5, reconnect: true}
	case errors.Is(err, context.DeadlineExceeded):
		return remedy{times: 3}
	}
	return remedy{}
}

// persist asks until there is an answer, or no hope for one. An absence of data is an empty answer.
func persist[R any](ctx context.Context, d *Downloader, limit time.Duration, ask func(context.Context, Source) ([]R, error)) ([]R, error) {
	for failed := 0; ; failed++ {
		rows, err := once(ctx, d.Source, limit, ask)
		if err == nil || errors.Is(err, client.ErrNoData) {
			return rows, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := d.remedy(err)
		switch {
		case failed >= r.times && failed > 0:
			return nil, fmt.Errorf("history: given up after %d attempts: %w", failed+1, err)
		case failed >= r.times:
			return nil, err
		}
		if err := d.apply(ctx, r, failed, err); err != nil {
			return nil, err
		}
	}
}

func once[R any](ctx context.Context, source Source, limit time.Duration, ask func(context.Context, Source) ([]R, error)) ([]R, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return ask(ctx, source)
}

// apply waits, or connects anew.
func (d *Downloader) apply(ctx context.Context, r remedy, failed int, cause error) error {
	if r.reconnect {
		d.tell("the connection was lost (%v): connecting again", cause)
		source, err := d.Reconnect(ctx)
		if err != nil {
			return fmt.Errorf("history: connect again after %w: %w", cause, err)
		}
		d.Source = source
		return nil
	}
	wait := min(r.wait<<failed, longestWait)
	d.tell("%v: asking again in %v", cause, wait)
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *Downloader) tell(format string, args ...any) {
	if d.Notice != nil {
		d.Notice(fmt.Sprintf(format, args...))
	}
}
