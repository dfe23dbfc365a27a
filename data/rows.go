package data

import (
	"io"
	"path/filepath"
	"sort"

	"github.com/tidemark/tidemark/market"
)

// batchRows is the number of rows that a catalog's stream reads at a time. More is no faster, and with a
// thousand streams open every row of a batch is 64 kB.
const batchRows = 1024

// rows reads a period of a series, year file after year file.
type rows struct {
	layout   *layout
	paths    []string
	from, to market.Time

	file *yearFile
	// buffer is what files are read into, batch what of it is valid until the next call.
	buffer, batch columns
	// ready says that batch has been read and not handed out.
	ready bool
	last  market.Time
	err   error
}

// open prepares the rows of a series in (from, to] and reads the first batch, so that a period without
// rows is an *EmptyPeriodError here and not a silence later.
func (c *Catalog) open(s Series, from, to market.Time) (*rows, error) {
	dir, held, err := c.find(s)
	if err != nil {
		return nil, err
	}
	r := &rows{layout: &layouts[s.Kind], from: from, to: to, last: Beginning}
	for _, year := range held {
		if yearMeets(year, from, to) {
			r.paths = append(r.paths, filepath.Join(dir, yearName(year)))
		}
	}
	r.buffer = r.layout.makeColumns(batchRows, false)
	switch err := r.fill(); {
	case err == io.EOF:
		info, err := c.Info(s)
		if err != nil {
			return nil, err
		}
		return nil, &EmptyPeriodError{Series: s, From: from, To: to, First: info.First, Last: info.Last}
	case err != nil:
		r.Close()
		return nil, err
	}
	r.ready = true
	return r, nil
}

// next makes batch the next rows, or makes it empty and returns io.EOF or an error, from then on the same.
func (r *rows) next() error {
	if r.ready {
		r.ready = false
		return nil
	}
	return r.fill()
}

func (r *rows) fill() error {
	r.batch = columns{}
	for r.err == nil && len(r.batch.times[0]) == 0 {
		r.err = r.advance()
	}
	return r.err
}

// advance reads a batch, of which nothing may be wanted, or goes on to the next file.
func (r *rows) advance() error {
	switch {
	case r.file == nil:
		return r.openNext()
	case r.last > r.to:
		r.paths = nil
		return r.closeFile()
	}
	n, err := r.file.read(&r.buffer, r.from, r.to)
	if err == io.EOF {
		return r.closeFile()
	}
	if err != nil {
		return err
	}
	batch := r.buffer.slice(0, n)
	if first, end := r.wanted(r.layout.order(&batch)); first < end {
		r.batch = batch.slice(first, end)
	}
	return nil
}

func (r *rows) openNext() (err error) {
	if len(r.paths) == 0 {
		return io.EOF
	}
	if r.file, err = openYear(r.paths[0], r.layout); err != nil {
		return err
	}
	r.paths = r.paths[1:]
	optional := len(r.layout.values) - 1
	switch {
	case !r.layout.optional:
	case !r.file.hasOptional():
		r.buffer.values[optional] = nil
	case r.buffer.values[optional] == nil:
		r.buffer.values[optional] = make([]float64, batchRows)
	}
	return nil
}

// wanted is the part [first, end) of a batch's times that lies in (from, to].
func (r *rows) wanted(times []market.Time) (first, end int) {
	end = len(times)
	r.last = times[end-1]
	if times[0] <= r.from {
		first = sort.Search(end, func(i int) bool { return times[i] > r.from })
	}
	if r.last > r.to {
		end = sort.Search(end, func(i int) bool { return times[i] > r.to })
	}
	return first, end
}

func (r *rows) closeFile() error {
	if r.file == nil {
		return nil
	}
	err := r.file.close()
	r.file = nil
	return err
}

// Close releases the open file; nothing can be read afterwards.
func (r *rows) Close() error {
	r.ready, r.batch, r.err = false, columns{}, io.EOF
	return r.closeFile()
}

type barRows struct{ *rows }

func (s barRows) Next(batch *market.Bars) error {
	err := s.next()
	s.batch.bars(batch)
	return err
}

type quoteRows struct{ *rows }

func (s quoteRows) Next(batch *market.Quotes) error {
	err := s.next()
	s.batch.quotes(batch)
	return err
}

type tradeRows struct{ *rows }

func (s tradeRows) Next(batch *market.Trades) error {
	err := s.next()
	s.batch.trades(batch)
	return err
}
