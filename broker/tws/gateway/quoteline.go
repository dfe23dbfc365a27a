package gateway

import (
	"strconv"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// A quoteLine is one market data line: a client's subscription to the ticks of a listing.
type quoteLine struct {
	session *session
	id      int
	listing *floor.Listing
	generic genericTicks
	types   *tickTypes // live or delayed
	delay   *delay     // where it gets delayed data from, nil for a live line
	sampler *sampler   // nil to deliver every change
	bare    bool       // only the generic ticks are wanted
	open    bool
	dirty   bool // the sampler will deliver it
	late    bool // something was kept back because the client does not read

	told told // what the client knows

	price wire.TickPrice // reused
	size  wire.TickSize
	text  wire.TickString
	value wire.TickGeneric
	words []byte
}

// told is the last value that was sent of each tick.
type told struct {
	bid, ask, bidSize, askSize  float64
	last, lastSize, volume      float64
	high, low, open, closePrice float64
	mark, lastRegular           float64
	lastTime                    market.Time
	volumeTime, tradesTime      market.Time
	trades                      int
	halted                      bool
	begun                       bool
}

// tickTypes are the types of a line's ticks.
type tickTypes struct {
	bid, bidSize, ask, askSize, last, lastSize          wire.TickType
	high, low, open, closePrice, volume, lastTime, halt wire.TickType
}

var (
	liveTicks = tickTypes{
		wire.TickBid, wire.TickBidSize, wire.TickAsk, wire.TickAskSize, wire.TickLastPrice, wire.TickLastSize,
		wire.TickHigh, wire.TickLow, wire.TickOpen, wire.TickClose, wire.TickVolume, wire.TickLastTimestamp, wire.TickHalted,
	}
	delayedTicks = tickTypes{66, 69, 67, 70, 68, 71, 72, 73, 76, 75, 74, 88, 90}
)

func (l *quoteLine) stop() {
	l.open = false
	l.setDelayed(false)
	l.session.gateway.unwatch(l.listing, l)
}

// setDelayed makes a line one of delayed data, or of live.
func (l *quoteLine) setDelayed(on bool) {
	l.types = &liveTicks
	if on {
		l.types = &delayedTicks
	}
	switch {
	case on && l.delay == nil:
		l.delay = l.session.gateway.delayed(l.listing)
		l.delay.add(l)
	case !on && l.delay != nil:
		l.delay.remove(l)
		l.delay = nil
	}
}

// top is the book as the line may know it.
func (l *quoteLine) top() *floor.Top {
	if l.delay != nil {
		return &l.delay.top
	}
	return l.session.gateway.top(l.listing.ID())
}

func (l *quoteLine) observe(_ *market.Event, top *floor.Top) {
	if l.listing.Legs != nil { // what was shown is a leg's
		top = l.top()
	}
	if l.delay == nil {
		l.changed(top)
	}
}

// changed delivers a change now, at the end of the interval, or when the client has read.
func (l *quoteLine) changed(top *floor.Top) {
	switch {
	case l.session.crowded:
		l.keepBack()
	case l.sampler != nil:
		l.sampler.add(l)
	default:
		l.tell(top)
	}
}

// keepBack delivers the line's state once the client has read.
func (l *quoteLine) keepBack() {
	l.session.keepBack(l, l.late)
	l.late = true
}

func (l *quoteLine) makeUp() {
	if l.late = false; l.open {
		l.update()
	}
}

// update tells what has changed since the client was told last.
func (l *quoteLine) update() {
	if l.session.crowded {
		l.keepBack()
		return
	}
	l.tell(l.top())
}

// tell sends the ticks in which the book differs from what the client knows. A side without a quote is told
// as price -1 and size 0.
func (l *quoteLine) tell(top *floor.Top) {
	if !l.bare {
		l.tellBook(top)
	}
	l.generic.tell(l, top)
	l.told.begun = true
}

func (l *quoteLine) tellBook(top *floor.Top) {
	t, k := &l.told, l.types
	moved := top.Bid != t.bid || top.Ask != t.ask
	l.quote(k.bid, k.bidSize, top.Bid, top.BidSize, &t.bid, &t.bidSize)
	l.quote(k.ask, k.askSize, top.Ask, top.AskSize, &t.ask, &t.askSize)
	if top.LastTime != t.lastTime && top.Last != 0 {
		l.trade(top)
	}
	l.sendPrice(k.high, top.High, &t.high)
	l.sendPrice(k.low, top.Low, &t.low)
	l.sendPrice(k.closePrice, top.Close, &t.closePrice)
	l.sendPrice(k.open, top.Open, &t.open)
	if top.Halted != t.halted || !t.begun {
		t.halted = top.Halted
		value := 0.0
		if top.Halted {
			value = 1
		}
		l.sendGeneric(k.halt, value)
	}
	if moved && l.listing.Instrument.Kind == market.Option {
		l.greeks()
	}
}

// quote sends one side. A price comes with its size, which comes once more by itself, as from TWS.
func (l *quoteLine) quote(kind, sizeKind wire.TickType, price, size float64, toldPrice, toldSize *float64) {
	if price == *toldPrice && size == *toldSize {
		return
	}
	if price != *toldPrice {
		l.price = wire.TickPrice{RequestID: l.id, Type: kind, Price: price, Size: wire.Some(size), Attributes: wire.CanAutoExecute}
		if price == 0 && (size == 0 || l.listing.Legs == nil) { // combos may cost nothing
			l.price.Price, l.price.Attributes = -1, 0
		}
		l.session.send(&l.price)
	}
	*toldPrice, *toldSize = price, size
	l.sendSize(sizeKind, size)
}

func (l *quoteLine) sendSize(kind wire.TickType, size float64) {
	l.size = wire.TickSize{RequestID: l.id, Type: kind, Size: wire.Some(size)}
	l.session.send(&l.size)
}

// sendPrice sends a price of the day when it has changed.
func (l *quoteLine) sendPrice(kind wire.TickType, price float64, told *float64) {
	if price == *told || price == 0 {
		return
	}
	*told = price
	l.price = wire.TickPrice{RequestID: l.id, Type: kind, Price: price, Size: wire.Some(0.0)}
	l.session.send(&l.price)
}

// trade sends the latest trade: its second first, then price and size, then the day's volume.
func (l *quoteLine) trade(top *floor.Top) {
	t, k := &l.told, l.types
	if second(top.LastTime) != second(t.lastTime) {
		l.words = strconv.AppendInt(l.words[:0], second(top.LastTime), 10)
		l.text = wire.TickString{RequestID: l.id, Type: k.lastTime, Value: l.words}
		l.session.send(&l.text)
	}
	t.lastTime = top.LastTime
	if top.Last != t.last {
		l.price = wire.TickPrice{RequestID: l.id, Type: k.last, Price: top.Last, Size: wire.Some(top.LastSize)}
		l.session.send(&l.price)
		t.last = top.Last
	}
	if top.LastSize != t.lastSize || top.LastSize != 0 {
		l.sendSize(k.lastSize, top.LastSize)
		t.lastSize = top.LastSize
	}
	if top.Volume != t.volume {
		l.sendSize(k.volume, top.Volume)
		t.volume = top.Volume
	}
}

// second is a time in whole seconds since 1970.
func second(t market.Time) int64 { return int64(t) / 1e9 }

// greeks sends the values of an option at its bid, its ask, its last trade and by the model.
func (l *quoteLine) greeks() {
	g := l.session.gateway
	first, underlying := wire.TickType(10), 0.0
	if l.delay != nil {
		first, underlying = 80, l.delay.spot.top.Mid()
	}
	model, ok := g.floor.Model(l.listing, underlying)
	if !ok {
		return
	}
	for i, price := range []float64{l.told.bid, l.told.ask, l.told.last} {
		if at, ok := g.floor.AtPrice(l.listing, price, model.Underlying); ok && price > 0 {
			l.session.send(computation(l.id, first+wire.TickType(i), at))
		}
	}
	l.session.send(computation(l.id, first+3, model))
}
