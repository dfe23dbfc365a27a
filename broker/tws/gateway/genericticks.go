package gateway

import (
	"slices"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// genericTicks are the ticks that a subscription asked for by number, beyond the usual ones.
type genericTicks []int

// A genericTick is what a number asks for (TWS API documentation, "Available Tick Types").
type genericTick struct {
	number int
	kinds  []market.Kind // nil for all
	// tell sends what has changed. nil for what this market does not have: it is accepted, and nothing comes.
	tell func(l *quoteLine, top *floor.Top)
}

var (
	shares     = []market.Kind{market.Equity, market.ETF}
	withChains = []market.Kind{market.Equity, market.ETF, market.Index}
)

// genericTable lists every number that TWS knows.
var genericTable = []genericTick{
	{100, withChains, nil}, {101, withChains, nil}, {104, withChains, (*quoteLine).historicalVolatility}, {105, withChains, nil},
	{106, withChains, (*quoteLine).impliedVolatility}, {162, []market.Kind{market.Index}, nil}, {165, withChains, (*quoteLine).yearRange},
	{221, nil, (*quoteLine).mark}, {225, shares, nil}, {232, nil, (*quoteLine).mark}, {233, nil, (*quoteLine).realTimeVolume},
	{236, shares, (*quoteLine).shortable}, {258, shares, nil}, {292, nil, nil}, {293, nil, (*quoteLine).tradeCount}, {294, nil, nil},
	{295, nil, nil}, {318, shares, (*quoteLine).lastRegular}, {375, nil, (*quoteLine).realTimeTrades},
	{411, withChains, (*quoteLine).realTimeVolatility}, {456, shares, (*quoteLine).dividends}, {460, []market.Kind{market.Bond}, nil},
	{576, shares, nil}, {577, shares, nil}, {578, shares, nil}, {586, shares, nil}, {588, []market.Kind{market.Future}, nil},
	{595, nil, nil}, {614, shares, nil}, {619, nil, nil}, {623, shares, nil}, {787, shares, nil},
}

func (g *genericTick) suits(l *floor.Listing) bool {
	return g.kinds == nil || slices.Contains(g.kinds, l.Instrument.Kind)
}

// topOff is the word that turns off the usual ticks of a line.
const topOff = "mdoff"

// topTurnedOff reports whether a list of generic ticks has the word.
func topTurnedOff(list string) bool {
	return slices.ContainsFunc(strings.Split(list, ","), func(part string) bool {
		return strings.EqualFold(strings.TrimSpace(part), topOff)
	})
}

// parseGenericTicks reads a list such as "100,233,292:BRFG+DJNL" or "mdoff,292"; bad is the first part that
// is not legal for the listing.
func parseGenericTicks(list string, l *floor.Listing) (ticks genericTicks, bad string) {
	for part := range strings.SplitSeq(list, ",") {
		part = strings.TrimSpace(part)
		if part == "" || strings.EqualFold(part, topOff) {
			continue
		}
		head, _, _ := strings.Cut(part, ":")
		number, err := strconv.Atoi(head)
		i := slices.IndexFunc(genericTable, func(g genericTick) bool { return g.number == number })
		if err != nil || i < 0 || !genericTable[i].suits(l) {
			return nil, part
		}
		ticks = append(ticks, i)
	}
	return ticks, ""
}

// legalGenericTicks lists the numbers that suit a listing.
func legalGenericTicks(l *floor.Listing) string {
	var legal []string
	for i := range genericTable {
		if genericTable[i].suits(l) {
			legal = append(legal, strconv.Itoa(genericTable[i].number))
		}
	}
	return strings.Join(legal, ",")
}

// tell sends the ticks that were asked for.
func (g genericTicks) tell(l *quoteLine, top *floor.Top) {
	for _, i := range g {
		if tell := genericTable[i].tell; tell != nil {
			tell(l, top)
		}
	}
}

func (l *quoteLine) sendGeneric(kind wire.TickType, value float64) {
	l.value = wire.TickGeneric{RequestID: l.id, Type: kind, Value: value}
	l.session.send(&l.value)
}

func (l *quoteLine) sendText(kind wire.TickType, text string) {
	l.text = wire.TickString{RequestID: l.id, Type: kind, Value: []byte(text)}
	l.session.send(&l.text)
}

// once reports the first delivery of a line, for what does not change during a session.
func (l *quoteLine) once() bool { return !l.told.begun }

// mark is the mid of the quote held inside it by the last trade, which is how IB describes the mark price.
func (l *quoteLine) mark(top *floor.Top) {
	price := top.Mid()
	if top.Last != 0 && top.Bid != 0 && top.Ask != 0 {
		price = min(max(top.Last, top.Bid), top.Ask)
	}
	l.sendPrice(wire.TickMarkPrice, price, &l.told.mark)
}

// realTimeVolume is "price;size;time in ms;volume;VWAP;single market maker" of each trade.
func (l *quoteLine) realTimeVolume(top *floor.Top) {
	l.volumeText(wire.TickRTVolume, top, &l.told.volumeTime)
}

func (l *quoteLine) realTimeTrades(top *floor.Top) { l.volumeText(77, top, &l.told.tradesTime) }

func (l *quoteLine) volumeText(kind wire.TickType, top *floor.Top, told *market.Time) {
	if top.LastTime == *told || top.Last == 0 {
		return
	}
	*told = top.LastTime
	b := strconv.AppendFloat(l.words[:0], top.Last, 'f', -1, 64)
	b = append(b, ';')
	b = strconv.AppendFloat(b, top.LastSize, 'f', -1, 64)
	b = append(b, ';')
	b = strconv.AppendInt(b, int64(top.LastTime)/1e6, 10)
	b = append(b, ';')
	b = strconv.AppendFloat(b, top.Volume, 'f', -1, 64)
	b = append(b, ';')
	b = strconv.AppendFloat(b, top.VWAP(), 'f', 8, 64)
	l.words = append(b, ";false"...)
	l.text = wire.TickString{RequestID: l.id, Type: kind, Value: l.words}
	l.session.send(&l.text)
}

// shortable tells that shares are there to borrow: every share of this market can be sold short.
func (l *quoteLine) shortable(*floor.Top) {
	if l.once() {
		l.sendGeneric(wire.TickShortable, 3)
		l.sendSize(89, sharesToBorrow)
	}
}

// sharesToBorrow is how many shares this market has to lend.
const sharesToBorrow = 1_000_000

func (l *quoteLine) tradeCount(top *floor.Top) {
	if top.Trades != l.told.trades || l.once() {
		l.told.trades = top.Trades
		l.sendGeneric(54, float64(top.Trades))
	}
}

func (l *quoteLine) lastRegular(top *floor.Top) {
	if l.session.gateway.tradesNow(l.listing) {
		l.sendPrice(57, top.Last, &l.told.lastRegular)
	}
}

func (l *quoteLine) dividends(*floor.Top) {
	if l.once() {
		l.sendText(59, "0,0,,0")
	}
}

// newsTick asks for headlines.
const newsTick = 292

func (g genericTicks) news() bool {
	return slices.ContainsFunc(g, func(i int) bool { return genericTable[i].number == newsTick })
}
