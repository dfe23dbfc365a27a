package wirelog

import (
	"errors"
	"fmt"
)

// Options say how much to keep. The zero value redacts accounts and user names and keeps five files of 64 MiB.
type Options struct {
	// MaxBytes is how large a file may grow; 64 MiB when 0. At least 1 MiB, and a single larger frame is still written.
	MaxBytes int64
	// Rotated is how many full files are kept beside the one being written, as FILE.1 (the latest) and so on; 4
	// when 0, none when negative.
	Rotated int

	Redaction Redaction
}

// Redaction says what is replaced, see the package comment.
type Redaction struct {
	KeepAccounts bool
	KeepNames    bool
	OrderRefs    bool // replace these too
}

const minBytes = 1 << 20

// Validate returns every fault of the options, joined.
func (o Options) Validate() error {
	var faults []error
	if o.MaxBytes != 0 && o.MaxBytes < minBytes {
		faults = append(faults, fmt.Errorf("wirelog: %d bytes a file: give at least %d", o.MaxBytes, minBytes))
	}
	if o.Rotated > maxRotated {
		faults = append(faults, fmt.Errorf("wirelog: %d rotated files: at most %d", o.Rotated, maxRotated))
	}
	return errors.Join(faults...)
}

const maxRotated = 1000

func (o Options) withDefaults() Options {
	if o.MaxBytes == 0 {
		o.MaxBytes = 64 << 20
	}
	if o.Rotated == 0 {
		o.Rotated = 4
	}
	return o
}
