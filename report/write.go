package report

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// The names of the files that Write makes.
const (
	ResultFile = "result.json"
	FillsFile  = "fills.csv"
	OrdersFile = "orders.csv"
	TradesFile = "trades.csv"
	EquityFile = "equity.csv"
	PageFile   = "report.html"
	// PostingsFile is there only if the run has postings.
	PostingsFile = "postings.csv"
	// AccountFile is there only if the broker did something to the account.
	AccountFile = "account.csv"
)

// Write makes the files of the result in dir, which it creates when needed, and replaces those of an
// earlier result. Everything is first written beside them and flushed to the disk; only when all of it is
// there do the names change. A failure, such as a full disk, leaves what was there as it was.
func (r *Result) Write(dir string) error { return r.writeTo(dir, create) }

// target is what a file is written to: an *os.File, or in tests one that fails.
type target interface {
	io.Writer
	Sync() error
	Close() error
}

func create(path string) (target, error) { return os.Create(path) }

func (r *Result) files() []output {
	list := []output{
		{FillsFile, r.writeFills},
		{OrdersFile, r.writeOrders},
		{TradesFile, r.writeTrips},
		{EquityFile, r.writeEquity},
		{PageFile, r.WritePage},
	}
	if len(r.run.Postings) > 0 {
		list = append(list, output{PostingsFile, r.writePostings})
	}
	if len(r.run.AccountEvents) > 0 {
		list = append(list, output{AccountFile, r.writeAccount})
	}
	return append(list, output{ResultFile, r.WriteJSON}) // last: who finds it finds the others of the same run
}

type output struct {
	name  string
	write func(io.Writer) error
}

func (r *Result) writeTo(dir string, create func(path string) (target, error)) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write result: %w", err)
	}
	staging, err := os.MkdirTemp(dir, ".unfinished-")
	if err != nil {
		return fmt.Errorf("write result to %s: %w", dir, hint(err))
	}
	defer func() { err = errors.Join(err, os.RemoveAll(staging)) }()

	for _, f := range r.files() {
		if err := writeFile(filepath.Join(staging, f.name), f.write, create); err != nil {
			return fmt.Errorf("write result to %s: %s: %w; what was there is unchanged", dir, f.name, hint(err))
		}
	}
	for _, f := range r.files() {
		if err := os.Rename(filepath.Join(staging, f.name), filepath.Join(dir, f.name)); err != nil {
			return fmt.Errorf("write result to %s: %w", dir, err)
		}
	}
	return syncFolder(dir)
}

func writeFile(path string, write func(io.Writer) error, create func(string) (target, error)) error {
	file, err := create(path)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(file, 1<<16)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// syncFolder makes the new names last through a power cut.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("flush folder: %w", err)
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("flush folder %s: %w", dir, err)
	}
	return nil
}

func hint(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("the disk is full (%w): free some space or choose another folder", err)
	}
	return err
}

// WriteJSON writes result.json.
func (r *Result) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
