package floor

import "github.com/tidemark/tidemark/market"

// maker makes bars of one series out of ticks or finer bars. Between two bars of a session it puts those in
// which nothing happened, with the price as it stood.
type maker struct {
	what    What
	buckets buckets
	bars    []Bar

	bar     Bar
	forming bool
	group   int64
	// value is the sum of price times size in the bar; -1 in WAP and Count marks that they are not known.
	value float64
	mean  mean
}

// mean keeps the averages over time of BID_ASK bars: their open and close.
type mean struct {
	bid, ask       float64
	since          market.Time
	bidSum, askSum float64
	length         float64
}

// set takes in a change of the quote and counts the time until then for the quote before.
func (m *mean) set(at market.Time, bid, ask float64) {
	m.until(at)
	m.bid, m.ask = bid, ask
}

func (m *mean) until(at market.Time) {
	if m.bid > 0 && at > m.since {
		d := float64(at.Sub(m.since))
		m.bidSum += d * m.bid
		m.askSum += d * m.ask
		m.length += d
	}
	m.since = at
}

func newMaker(l *Listing, what What, size BarSize, rth bool) *maker {
	return &maker{what: what, buckets: newBuckets(l, size, rth)}
}

// trade takes in a trade.
func (m *maker) trade(t *market.Trade) {
	m.add(t.Time, t.Price, t.Price, t.Price, t.Price, t.Size, t.Price*t.Size, 1)
}

// minute takes in a minute's bar, whose trades are not counted; its mean price is taken for that of its
// high, low and close.
func (m *maker) minute(b *market.Bar) {
	m.add(b.End, b.Open, b.High, b.Low, b.Close, b.Volume, b.Typical()*b.Volume, -1)
}

// quote takes in a quote.
func (m *maker) quote(q *market.Quote) {
	switch m.what {
	case Bid, YieldBid:
		m.level(q.Time, q.Bid)
	case Ask, YieldAsk:
		m.level(q.Time, q.Ask)
	case BidAsk, YieldBidAsk:
		m.both(q)
	default:
		if q.Bid > 0 && q.Ask > 0 {
			m.level(q.Time, Mid(q.Bid, q.Ask))
		}
	}
}

func (m *maker) level(at market.Time, p float64) {
	if p > 0 {
		m.add(at, p, p, p, p, -1, -1, -1)
	}
}

// both takes a quote into a bar of both sides: open and close are the mean bid and ask over time, low the
// least bid, high the highest ask.
func (m *maker) both(q *market.Quote) {
	if q.Bid <= 0 || q.Ask <= 0 || !m.enter(q.Time, q.Bid, q.Ask) {
		return
	}
	m.bar.High, m.bar.Low = max(m.bar.High, q.Ask), min(m.bar.Low, q.Bid)
	m.mean.set(q.Time, q.Bid, q.Ask)
}

// add takes in prices of one moment or one minute.
func (m *maker) add(at market.Time, open, high, low, last, volume, value float64, count int) {
	if !m.enter(at, open, open) {
		return
	}
	b := &m.bar
	b.High, b.Low, b.Close = max(b.High, high), min(b.Low, low), last
	if !m.what.traded() {
		return
	}
	b.Volume += volume
	m.value += value
	switch {
	case count < 0:
		b.Count = -1
	case b.Count >= 0:
		b.Count += count
	}
}

// enter makes the bar of a moment the forming one; false when the moment belongs to none. A new bar has its
// low and high where they are told.
func (m *maker) enter(at market.Time, low, high float64) bool {
	k, ok := m.buckets.find(at)
	if !ok {
		return false
	}
	if m.forming && k.group == m.group {
		if k.to > m.bar.End { // another session of the same week or month
			m.bar.End, m.bar.Session = k.to, k.date
		}
		return true
	}
	now := *k
	m.close()
	m.fill(now)
	m.begin(now, low, high)
	return true
}

// begin starts the bar of a bucket.
func (m *maker) begin(k bucket, low, high float64) {
	m.forming, m.group, m.value = true, k.group, 0
	m.bar = Bar{Start: k.from, End: k.to, Session: k.date, Open: low, High: high, Low: low, Close: low}
	if !m.what.traded() {
		m.bar.Volume, m.bar.WAP, m.bar.Count = -1, -1, -1
	}
	// Averages begin with the bar's first quote, so that a bar does not depend on what came before it.
	m.mean.bidSum, m.mean.askSum, m.mean.length, m.mean.since = 0, 0, 0, market.Never
}

// close ends the forming bar.
func (m *maker) close() {
	if m.forming {
		m.mean.until(m.bar.End)
		m.bars = append(m.bars, m.snapshot())
		m.forming = false
	}
}

// snapshot is the forming bar as it stands.
func (m *maker) snapshot() Bar {
	b := m.bar
	switch {
	case m.what == BidAsk || m.what == YieldBidAsk:
		b.Open, b.Close = m.mean.bid, m.mean.ask
		if m.mean.length > 0 {
			b.Open, b.Close = m.mean.bidSum/m.mean.length, m.mean.askSum/m.mean.length
		}
	case m.what.traded():
		b.WAP = b.Close
		if b.Volume > 0 {
			b.WAP = m.value / b.Volume
		}
	}
	return b
}

// fill adds the bars of the last one's session that end between it and a bucket.
func (m *maker) fill(next bucket) {
	if len(m.bars) == 0 || m.buckets.size.Daily() {
		return
	}
	for {
		last := m.bars[len(m.bars)-1]
		if last.End >= next.from {
			return
		}
		k, ok := m.buckets.find(last.End + 1)
		if !ok || k.date != last.Session || k.to > next.from {
			return
		}
		m.bars = append(m.bars, m.flat(*k, last))
	}
}

// flat is a bar in which nothing happened.
func (m *maker) flat(k bucket, last Bar) Bar {
	b := Bar{Start: k.from, End: k.to, Session: k.date, Open: last.Close, High: last.Close, Low: last.Close, Close: last.Close}
	switch {
	case m.what == BidAsk || m.what == YieldBidAsk:
		b.Open, b.High, b.Low, b.Close = m.mean.bid, m.mean.ask, m.mean.bid, m.mean.ask
		b.Volume, b.WAP, b.Count = -1, -1, -1
	case m.what.traded():
		b.WAP = last.Close
	default:
		b.Volume, b.WAP, b.Count = -1, -1, -1
	}
	return b
}
