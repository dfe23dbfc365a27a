package pattern

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
)

// The state of a window is its candles; everything else is measured again from them.
//
//	offset 0          format version, 1
//	offset 1          number of candles, 0 to 16
//	offset 2 + 32 i   candle i, oldest first: open, high, low, close as little-endian float64
const (
	stateVersion = 1
	stateHeader  = 2
	candleBytes  = 4 * 8
)

func (w *window) append(b []byte) []byte {
	b = append(b, stateVersion, byte(w.seen))
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
	switch {
	case len(data) < stateHeader:
		return w, fmt.Errorf("state of %d bytes: want at least %d", len(data), stateHeader)
	case data[0] != stateVersion:
		return w, fmt.Errorf("state format %d: want %d; warm up from history instead", data[0], stateVersion)
	case data[1] > memory:
		return w, fmt.Errorf("state with %d candles: want at most %d", data[1], memory)
	case len(data) != stateHeader+int(data[1])*candleBytes:
		return w, fmt.Errorf("state of %d candles in %d bytes: want %d bytes", data[1], len(data), stateHeader+int(data[1])*candleBytes)
	}
	for rest := data[stateHeader:]; len(rest) > 0; rest = rest[candleBytes:] {
		price := func(i int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(rest[8*i:])) }
		bar := market.Bar{Open: price(0), High: price(1), Low: price(2), Close: price(3)}
		if !w.push(&bar) {
			return w, fmt.Errorf("state with a candle of %v %v %v %v: want numbers", bar.Open, bar.High, bar.Low, bar.Close)
		}
	}
	return w, nil
}
