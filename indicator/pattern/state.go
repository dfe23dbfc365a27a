package pattern

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

// ErrState marks a saved state that cannot be taken up. Warm up from history instead.
var ErrState = errors.New("unusable state of a candle pattern")

// The state of a window is its candles; everything else is measured again from them.
//
//	offset 0          format version, 1
//	offset 1          1 when the last bar was skipped, else 0
//	offset 2          number of candles, 0 to 16
//	offset 3 + 32 i   candle i, oldest first: open, high, low, close as little-endian float64
const (
	stateVersion = 1
	stateHeader  = 3
	candleBytes  = 4 * 8
)

func (w *window) append(b []byte) []byte {
	var blind byte
	if w.blind {
		blind = 1
	}
	b = append(b, stateVersion, blind, byte(w.seen))
	for ago := w.seen - 1; ago >= 0; ago-- {
		c := w.at(ago)
		for _, price := range [...]float64{c.open, c.high, c.low, c.close} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(price))
		}
	}
	return b
}

func parseWindow(data []byte) (window, error) {
	var w window
	if len(data) < stateHeader {
		return w, fmt.Errorf("%w: %d bytes, want at least %d", ErrState, len(data), stateHeader)
	}
	version, blind, candles := data[0], data[1], int(data[2])
	switch want := stateHeader + candles*candleBytes; {
	case version != stateVersion:
		return w, fmt.Errorf("%w: format %d, want %d", ErrState, version, stateVersion)
	case blind > 1 || candles > memory:
		return w, fmt.Errorf("%w: flag %d and %d candles, want at most 1 and %d", ErrState, blind, candles, memory)
	case len(data) != want:
		return w, fmt.Errorf("%w: %d bytes for %d candles, want %d", ErrState, len(data), candles, want)
	}
	for rest := data[stateHeader:]; len(rest) > 0; rest = rest[candleBytes:] {
		price := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(rest[8*i:])) }
		bar := market.Bar{Open: price(0), High: price(1), Low: price(2), Close: price(3)}
		if w.push(&bar); w.blind {
			return w, fmt.Errorf("%w: a candle of %v, %v, %v, %v, want numbers below 1e100",
				ErrState, bar.Open, bar.High, bar.Low, bar.Close)
		}
	}
	w.blind = blind == 1
	return w, nil
}
