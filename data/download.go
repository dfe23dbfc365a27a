package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/tidemark/tidemark/market"
)

// downloadName is the file of a Download, in the folder of its series: who deletes the series deletes both.
const downloadName = "download" + documentSuffix

// Download records for which periods a source has been asked for a series. Rows alone do not tell: where the source
// has none, there are none.
type Download struct {
	// Terms are the words in which the source was asked; what was asked in others is another series.
	Terms string `json:"terms"`
	// Spans are sorted and do not overlap. Each has its rows in the catalog.
	Spans []Span `json:"spans"`
}

// Span is the period after From up to To, included.
type Span struct {
	From market.Time `json:"from"`
	To   market.Time `json:"to"`
	// Empty tells that the source had nothing.
	Empty bool `json:"empty,omitempty"`
}

// Add records a span in place of what was known of its period. Spans that touch become one when both or neither are
// empty.
func (d *Download) Add(s Span) {
	var spans []Span
	for _, old := range d.Spans {
		if old.From < s.From {
			spans = append(spans, Span{old.From, min(old.To, s.From), old.Empty})
		}
	}
	spans = append(spans, s)
	for _, old := range d.Spans {
		if old.To > s.To {
			spans = append(spans, Span{max(old.From, s.To), old.To, old.Empty})
		}
	}
	d.Spans = spans[:0:0]
	for _, next := range spans {
		if n := len(d.Spans); n > 0 && d.Spans[n-1].To == next.From && d.Spans[n-1].Empty == next.Empty {
			d.Spans[n-1].To = next.To
			continue
		}
		d.Spans = append(d.Spans, next)
	}
}

// Missing lists the parts of a period that have not been asked for, oldest first.
func (d *Download) Missing(from, to market.Time) []Span {
	var missing []Span
	for _, s := range d.Spans {
		if s.To <= from {
			continue
		}
		if s.From >= to {
			break
		}
		if s.From > from {
			missing = append(missing, Span{From: from, To: s.From})
		}
		from = s.To
	}
	if from < to {
		missing = append(missing, Span{From: from, To: to})
	}
	return missing
}

func (d *Download) validate() error {
	for i, s := range d.Spans {
		if s.From >= s.To || i > 0 && s.From < d.Spans[i-1].To {
			return fmt.Errorf("the span from %s to %s ends before it begins, or before the one before it: delete the file, and its period is asked for again", s.From, s.To)
		}
	}
	return nil
}

// Download is the record of a series; the zero value when there is none. A faulty file is a *FileError.
func (c *Catalog) Download(s Series) (Download, error) {
	dir, err := c.folder(s)
	if err != nil {
		return Download{}, err
	}
	path := filepath.Join(dir, downloadName)
	var d Download
	err = readDocument(path, &d)
	if errors.Is(err, fs.ErrNotExist) {
		return Download{}, nil
	}
	if err == nil {
		if err = d.validate(); err != nil {
			err = &FileError{path, err}
		}
	}
	return d, err
}

// HoldDownload keeps others from downloading a series until it is closed. While another has it, the error is a
// *BusyError.
func (c *Catalog) HoldDownload(s Series) (io.Closer, error) {
	dir, err := c.folder(s)
	if err != nil {
		return nil, err
	}
	f, err := lockFolder(dir, holdName)
	if err != nil {
		return nil, fmt.Errorf("download %s: %w", s, err)
	}
	return f, nil
}

// PutDownload stores the record of a series, whose rows must have been written before.
func (c *Catalog) PutDownload(s Series, d Download) error {
	dir, err := c.folder(s)
	if err != nil {
		return err
	}
	if err := d.validate(); err != nil {
		return fmt.Errorf("record of the download of %s: %w", s, err)
	}
	d.Spans = slices.Clone(d.Spans)
	return c.writeDocument(filepath.Join(dir, downloadName), d)
}
