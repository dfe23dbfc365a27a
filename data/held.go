package data

import (
	"io"

	"github.com/tidemark/tidemark/market"
)

// held is the rows of an existing file, passed through once.
type held struct {
	file   *yearFile
	layout *layout
	buffer columns
	// batch are rows read and not passed yet.
	batch columns
	ended bool
}

func openHeld(path string, l *layout) (*held, error) {
	f, err := openYear(path, l)
	if err != nil {
		return nil, err
	}
	h := &held{file: f, layout: l, buffer: l.makeColumns(batchRows, f.hasOptional())}
	if err := h.fill(); err != nil {
		f.close()
		return nil, err
	}
	return h, nil
}

// head is the time of the next row; false at the end.
func (h *held) head() (market.Time, bool) {
	times := h.layout.order(&h.batch)
	if len(times) == 0 {
		return 0, false
	}
	return times[0], true
}

// fill reads a batch when the last one has been passed.
func (h *held) fill() error {
	if h.ended || len(h.batch.times[0]) > 0 {
		return nil
	}
	n, err := h.file.read(&h.buffer, Beginning, market.Never)
	if err == io.EOF {
		h.ended = true
		return nil
	}
	h.batch = h.buffer.slice(0, n)
	return err
}

// pass removes the rows for which before holds, which are at the front, and hands them to use.
func (h *held) pass(before func(market.Time) bool, use func(*columns) error) error {
	for {
		times := h.layout.order(&h.batch)
		n := 0
		for n < len(times) && before(times[n]) {
			n++
		}
		if n == 0 {
			return nil
		}
		part := h.batch.slice(0, n)
		if err := use(&part); err != nil {
			return err
		}
		h.batch = h.batch.slice(n, len(times))
		if err := h.fill(); err != nil {
			return err
		}
	}
}

// copyBefore passes the rows before a time to out; before market.Never means all.
func (h *held) copyBefore(end market.Time, out *yearWriter) error {
	return h.pass(func(t market.Time) bool { return t < end }, out.append)
}

// drop passes over the rows up to a time, included, and returns their number.
func (h *held) drop(upTo market.Time) (n int64, err error) {
	err = h.pass(func(t market.Time) bool { return t <= upTo }, func(rows *columns) error {
		n += int64(len(rows.times[0]))
		return nil
	})
	return n, err
}
