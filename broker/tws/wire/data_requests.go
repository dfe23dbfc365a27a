package wire

import "bytes"

// RequestMarketData subscribes to ticks, or asks for a snapshot of them.
type RequestMarketData struct {
	RequestID          int
	Contract           Contract
	GenericTicks       string // ids separated by commas, see [TickType]
	Snapshot           bool
	RegulatorySnapshot bool // costs money
	Options            []TagValue
}

// Kind returns the kind of the message.
func (*RequestMarketData) Kind() Kind { return ask(1) }

func (m *RequestMarketData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, requestForm)
	m.Contract.shortLegs(c)
	m.Contract.hedge(c)
	c.str(3, "genericTickList", &m.GenericTicks)
	c.bool(4, "snapshot", &m.Snapshot)
	c.since(114).bool(5, "regulatorySnapshot", &m.RegulatorySnapshot)
	c.options(6, "mktDataOptions", &m.Options)
}

// RequestHistoricalData asks for bars of the past, and with KeepUpToDate for those to come.
type RequestHistoricalData struct {
	RequestID    int
	Contract     Contract
	End          string // empty for now
	BarSize      string // "5 mins"
	Duration     string // "2 D"
	UseRTH       bool
	WhatToShow   string
	FormatDate   int // 1 text, 2 epoch seconds
	KeepUpToDate bool
	Options      []TagValue
}

// Kind returns the kind of the message.
func (*RequestHistoricalData) Kind() Kind { return ask(20) }

func (m *RequestHistoricalData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, expiredForm)
	c.str(3, "endDateTime", &m.End)
	c.str(4, "barSizeSetting", &m.BarSize)
	c.str(5, "durationStr", &m.Duration)
	c.bool(6, "useRTH", &m.UseRTH)
	c.str(7, "whatToShow", &m.WhatToShow)
	c.int(8, "formatDate", &m.FormatDate)
	m.Contract.shortLegs(c)
	c.since(124).bool(9, "keepUpToDate", &m.KeepUpToDate)
	c.options(10, "chartOptions", &m.Options)
}

// countedOptions visits the last field of requests before which older clients put a count.
func (c *coder) countedOptions(num int, name string, p *[]TagValue) {
	if c.mode == textIn && bytes.Count(c.frame[c.pos:], []byte{0}) > 1 {
		c.next(name)
	}
	c.options(num, name, p)
}

// trueFalse visits the one flag that text spells as a word.
func (c *coder) trueFalse(num int, name string, p *bool) {
	if c.proto() {
		c.bool(num, name, p)
		return
	}
	w := "false"
	if *p {
		w = "true"
	}
	c.str(0, name, &w)
	*p = w == "true"
}
