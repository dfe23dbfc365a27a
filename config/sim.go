package config

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Sim is the simulated venue. Package broker/sim says what each setting means.
type Sim struct {
	Timing        string          `koanf:"timing" doc:"when a market order fills: next-open or this-close"`
	Path          string          `koanf:"path" doc:"how prices move inside a bar: nearest-extreme, pessimistic, open-high-low-close, open-low-high-close, optimistic or random"`
	Limits        string          `koanf:"limits" doc:"when a limit order fills: touch (the price reaches it) or through (the price goes beyond it)"`
	Queue         string          `koanf:"queue" doc:"where a limit order stands beside quotes or books and trades: none (trades serve nobody), behind (what is displayed, and who leaves stood behind it) or probabilistic (who leaves is drawn)"`
	Auctions      string          `koanf:"auctions" doc:"price of orders for the open and the close: bars (those that trade) or prints (daily bars of the same source, where it has them)"`
	Participation decimal.Decimal `koanf:"participation" doc:"share of the traded volume that orders may take, 0.1 is a tenth; 0 does not limit them"`
	Fees          Fees            `koanf:"fees" doc:"commission"`
	Slippage      Slippage        `koanf:"slippage" doc:"how much worse than the observed price a fill is"`
	Latency       Latency         `koanf:"latency" doc:"how long commands take to the venue"`
	Rejects       decimal.Decimal `koanf:"rejects" doc:"part of the orders that is refused at random, 0.01 is one in a hundred"`
	Halts         []Halt          `koanf:"halts" doc:"times in which an instrument does not trade"`
	Bands         Bands           `koanf:"bands" doc:"prices beyond which nothing trades"`
	OnFault       string          `koanf:"on_fault" doc:"positions of a strategy that failed: hold or flatten"`
}

// Slippage is a slippage model.
type Slippage struct {
	Model  string          `koanf:"model" doc:"none, ticks, bps (basis points), spread (a part of the spread) or square-root (market impact)"`
	Amount decimal.Decimal `koanf:"amount" doc:"how many; of the spread the part; of the square-root law its constant, near 1"`
}

// Latency is the delays of commands.
type Latency struct {
	Submit Delay `koanf:"submit" doc:"of orders"`
	Modify Delay `koanf:"modify" doc:"of changes"`
	Cancel Delay `koanf:"cancel" doc:"of cancellations"`
}

// Delay is fixed, normally distributed or drawn from measured ones.
type Delay struct {
	Mean      time.Duration   `koanf:"mean" doc:"the delay, or its mean, such as 40ms"`
	Deviation time.Duration   `koanf:"deviation" doc:"standard deviation of a normal distribution; 0 is always the mean"`
	Measured  []time.Duration `koanf:"measured" doc:"measured delays to draw from, in place of mean and deviation"`
}

// Halt is a time in which an instrument does not trade.
type Halt struct {
	Symbol string      `koanf:"symbol" doc:"instrument of the run"`
	From   market.Time `koanf:"from" doc:"beginning, such as 2024-03-18T10:00:00-04:00"`
	To     market.Time `koanf:"to" doc:"end, included"`
}

// Bands are price limits around a reference.
type Bands struct {
	Percent decimal.Decimal `koanf:"percent" doc:"distance of the bands from the reference; 0 is no bands"`
	Window  time.Duration   `koanf:"window" doc:"the reference is the mean price of so long a time, such as 5m; 0 takes the last price of the session before"`
}

func (c *checker) sim(s *Sim, instruments []Instrument) {
	c.word("sim.timing", s.Timing, "next-open", "this-close")
	c.word("sim.path", s.Path, "nearest-extreme", "pessimistic", "open-high-low-close", "open-low-high-close", "optimistic", "random")
	c.word("sim.limits", s.Limits, "touch", "through")
	c.word("sim.queue", s.Queue, "none", "behind", "probabilistic")
	c.word("sim.auctions", s.Auctions, "bars", "prints")
	c.fees(&s.Fees, instruments)
	c.word("sim.slippage.model", s.Slippage.Model, "none", "ticks", "bps", "spread", "square-root")
	c.word("sim.on_fault", s.OnFault, "hold", "flatten")
	c.notNegative("sim.slippage.amount", s.Slippage.Amount)
	c.part("sim.participation", s.Participation)
	c.part("sim.rejects", s.Rejects)
	c.delay("sim.latency.submit", &s.Latency.Submit)
	c.delay("sim.latency.modify", &s.Latency.Modify)
	c.delay("sim.latency.cancel", &s.Latency.Cancel)
	c.halts(s.Halts, instruments)
	c.notNegative("sim.bands.percent", s.Bands.Percent)
	if s.Bands.Percent.GreaterThanOrEqual(decimal.NewFromInt(100)) {
		c.fault("sim.bands.percent", "%s: must be below 100", s.Bands.Percent)
	}
	if s.Bands.Window < 0 {
		c.fault("sim.bands.window", "%s: must not be negative", s.Bands.Window)
	}
}

func (c *checker) halts(halts []Halt, instruments []Instrument) {
	var symbols []string
	for i := range instruments {
		symbols = append(symbols, instruments[i].Symbol)
	}
	for i, h := range halts {
		path := join("sim.halts", strconv.Itoa(i))
		c.word(join(path, "symbol"), h.Symbol, symbols...)
		if h.From >= h.To {
			c.fault(join(path, "to"), "%s is not after %s", h.To, h.From)
		}
	}
}

func (c *checker) part(key string, value decimal.Decimal) {
	if value.IsNegative() || value.GreaterThan(decimal.NewFromInt(1)) {
		c.fault(key, "%s: must be from 0 to 1, 0.1 is a tenth", value)
	}
}

func (c *checker) delay(key string, d *Delay) {
	if d.Mean < 0 || d.Deviation < 0 {
		c.fault(key, "mean %s, deviation %s: must not be negative", d.Mean, d.Deviation)
	}
	for _, m := range d.Measured {
		if m < 0 {
			c.fault(join(key, "measured"), "%s: must not be negative", m)
		}
	}
	if len(d.Measured) > 0 && (d.Mean != 0 || d.Deviation != 0) {
		c.fault(key, "has both a mean and measured delays: give one of them")
	}
}
