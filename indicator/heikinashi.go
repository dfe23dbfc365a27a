package indicator

import "github.com/tidemark/tidemark/market"

// HeikinAshi averages bars ("average foot", Valcu in Stocks & Commodities 22:2, 2004):
//
//	close = (O + H + L + C)/4,  open = (open₁ + close₁)/2 of the averaged bar before
//	high = max(H, open, close),  low = min(L, open, close)
//
// Its value is the close. Seed: the first open is (O + C)/2. Warm-up: 1.
type HeikinAshi struct {
	core
	open, high, low float64
}

// NewHeikinAshi makes the averaged bars.
func NewHeikinAshi() *HeikinAshi {
	h := &HeikinAshi{}
	h.start(h, 1, named("HeikinAshi"))
	return h
}

// Update adds a bar and returns the new Value, the averaged close.
func (h *HeikinAshi) Update(b market.Bar) float64 {
	if !h.acceptBar(&b) {
		return h.Value()
	}
	if h.taken == 1 {
		h.open = (b.Open + b.Close) / 2
	} else {
		h.open = (h.open + h.value) / 2
	}
	closing := averagePrice(&b)
	h.high, h.low = max(b.High, h.open, closing), min(b.Low, h.open, closing)
	return h.set(closing)
}

// Open is the averaged bar's open.
func (h *HeikinAshi) Open() float64 { return h.open }

// High is the averaged bar's high.
func (h *HeikinAshi) High() float64 { return h.high }

// Low is the averaged bar's low.
func (h *HeikinAshi) Low() float64 { return h.low }

// Close is the averaged bar's close.
func (h *HeikinAshi) Close() float64 { return h.Value() }

func (h *HeikinAshi) state(c *codec) {
	c.output(&h.open)
	c.output(&h.high)
	c.output(&h.low)
}
