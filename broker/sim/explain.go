package sim

import (
	"math"

	"github.com/tidemark/tidemark/order"
)

// explain tells fresh orders where they stand now that they have met a price. An order is fresh after it
// was added, changed or held back by the hours; so a resting order whose reason stays the same costs
// nothing.
func (v *Venue) explain(b *book, s *sight) {
	still := b.fresh[:0]
	for _, w := range b.fresh {
		switch {
		case w.entered == s.number && w.noted != order.LimitNotReached:
			v.note(w, order.WaitingForData, math.NaN()) // a child that has just come to life
			still = append(still, w)
		case !v.standing(w, s):
			still = append(still, w)
		default:
			w.fresh = false
		}
	}
	clear(b.fresh[len(still):])
	b.fresh = still
}

// standing notes why an order has not filled; false if the observation said nothing to it.
func (v *Venue) standing(w *working, s *sight) bool {
	if _, ok := v.entry(w, s); !ok || !open(s.phase, w.request.OutsideRTH) {
		return false
	}
	if !s.known(w) {
		if w.book.whole != nil {
			v.noteLack(w, &w.book.whole.lacks[w.request.Side])
		} else if w.place == urgent && w.request.TimeInForce != order.OPG {
			v.note(w, order.NoLiquidity, math.NaN())
		}
		return false
	}
	if w.place != resting && w.place != watched {
		return false
	}
	if price, ok := w.nearest(); ok {
		v.note(w, w.awaits(), price)
	}
	return true
}

// awaits is what a resting order waits for.
func (w *working) awaits() order.Code {
	if w.waits() {
		return order.StopNotReached
	}
	return order.LimitNotReached
}

// noteClosed tells an order that it would have traded, had its market been open for it.
func (v *Venue) noteClosed(w *working, s *sight) {
	if w.place != resting || w.noted == order.MarketClosed {
		return
	}
	if _, ok := v.entry(w, s); !ok {
		return
	}
	all := s.reach()
	k, _ := w.shelf()
	v.note(w, order.MarketClosed, k.price(all[k]))
	if !w.fresh {
		w.fresh = true
		w.book.fresh = append(w.book.fresh, w)
	}
}

// noteNearest tells an order that ends how near it came.
func (v *Venue) noteNearest(w *working) {
	if w.place != resting && w.place != watched {
		return
	}
	if price, ok := w.nearest(); ok && (w.noted != w.awaits() || w.notedValue != price) {
		v.send(w, w.awaits(), price)
	}
}

// note tells an order why it has not filled, if that is news. The value is the price that decided, NaN
// if none did.
func (v *Venue) note(w *working, code order.Code, value float64) {
	if w.noted != code {
		v.send(w, code, value)
	}
}

func (v *Venue) send(w *working, code order.Code, value float64) {
	w.noted, w.notedValue = code, value
	reason := order.Reason{Code: code, Detail: details[code]}
	if value == value {
		reason.Limit, reason.Value = w.thresholdPrice(), written(value)
	}
	v.sink(order.Noted{Header: v.header(w), Reason: reason})
}

// details say the reasons in words.
var details = [1 << 8]string{
	order.WaitingForData:   "no price has come since the order began to work",
	order.WaitingForParent: "the parent has not filled",
	order.WaitingForOpen:   "the session has not opened",
	order.WaitingForClose:  "the session has not closed",
	order.WaitingForTime:   "its good-after time has not come",
	order.VolumeTaken:      "all that could be taken of the volume is taken",
	order.TradingHalted:    "trading is halted",
	order.BeyondBand:       "the price lies beyond the band in which the instrument may trade",
	order.TooLittle:        "less could trade than the order wants at least",
	order.MarketClosed:     "the market is closed for this order",
	order.LimitNotReached:  "the nearest price so far",
	order.StopNotReached:   "the nearest price so far",
	order.NoLiquidity:      "nothing was offered or traded",
}
