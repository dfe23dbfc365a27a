package lean

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/tidemark/tidemark/market/calendar"
)

// Tree is a LEAN data folder. It may be used by several goroutines.
type Tree struct {
	root  string
	hours map[string]hoursEntry

	once       sync.Once
	properties properties
	propsErr   error
}

// Open opens the folder that holds equity/, forex/ and so on.
func Open(root string) (*Tree, error) {
	info, err := os.Stat(root)
	if err != nil {
		return nil, fmt.Errorf("open LEAN data folder: %w; give the folder that holds equity, forex and so on", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("open LEAN data folder %s: it is a file; give the folder that holds equity, forex and so on", root)
	}
	hours, err := loadHours(root)
	if err != nil {
		return nil, err
	}
	return &Tree{root: root, hours: hours}, nil
}

// Root is the folder.
func (t *Tree) Root() string { return t.root }

// ErrNoTrades tells that trade bars or trades were asked of a market that has quotes only.
var ErrNoTrades = errors.New("this market has quotes only: set price to mid, bid or ask")

// sessionCalendar is the calendar whose sessions the hour and daily bars cover; nil when the bars do not
// follow sessions, or follow those of an exchange that we have no calendar for.
func sessionCalendar(s *Selection) (*calendar.Calendar, error) {
	if !securityTypes[s.Type].sessions || s.Market != "usa" {
		return nil, nil
	}
	c, err := calendar.Get("XNYS")
	if err != nil {
		return nil, fmt.Errorf("sessions of %s: %w", s, err)
	}
	return c, nil
}
