package tape

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/market"
)

// Events reads what a recorded run was shown of the market, in the order in which its engine saw it.
type Events struct {
	entries Entries
	header  Header
	count   int
}

// ReadEvents reads the beginning of a tape.
func ReadEvents(entries Entries) (*Events, error) {
	entry, err := entries.Next()
	if err != nil {
		return nil, fmt.Errorf("read a tape: %w", err)
	}
	e := &Events{entries: entries, count: 1}
	if e.header, err = readHeader(entry); err != nil {
		return nil, fmt.Errorf("read a tape: %w", err)
	}
	return e, nil
}

func readHeader(entry []byte) (h Header, err error) {
	if len(entry) == 0 || kind(entry[0]) != beginning {
		return h, errors.New("it does not begin with a beginning")
	}
	if err := json.Unmarshal(entry[1:], &h); err != nil {
		return h, fmt.Errorf("its beginning: %w", err)
	}
	return h, nil
}

// Header is how the recorded run began.
func (e *Events) Header() Header { return e.header }

// Next fills ev with the next market event, and its book if it has one already; io.EOF ends the tape.
func (e *Events) Next(ev *market.Event) error {
	for {
		entry, err := e.entries.Next()
		if err != nil {
			return err
		}
		e.count++
		if len(entry) == 0 || kind(entry[0]) != marketEvent {
			continue
		}
		if err := readEvent(entry[1:], ev, len(e.header.Symbols)); err != nil {
			return fmt.Errorf("entry %d of the tape: %w", e.count, err)
		}
		return nil
	}
}
