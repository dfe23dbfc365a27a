package tws

import (
	"sync"

	"github.com/tidemark/tidemark/broker"
)

// warmth counts the lines whose history from before the start has not been delivered yet.
type warmth struct {
	mu    sync.Mutex // guards what follows
	cold  int
	asked bool // the engine has said what it wants
	told  bool
}

func (w *warmth) expect() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cold++
}

func (w *warmth) wanted(v *Venue) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = true
	w.tell(v)
}

func (w *warmth) done(v *Venue) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cold--
	w.tell(v)
}

// tell ends the warm-up, once.
func (w *warmth) tell(v *Venue) {
	if w.asked && w.cold == 0 && !w.told {
		w.told = true
		v.inbox.Notice(broker.WarmedUp{Moment: moment()})
	}
}
