package floor

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Rate is the interest rate of the model of options and futures: 4 % a year, continuously compounded.
const Rate = 0.04

const year = 365 * 24 * time.Hour

// carry makes the market of a future from that of what it delivers.
type carry struct {
	// rate is what holding it instead would cost a year, less what it would yield.
	rate    float64
	expires market.Time
	// share is the future's volume relative to the root's.
	share     float64
	tick, lot float64
}

// factor is the future's price relative to the root's.
func (c *carry) factor(at market.Time) float64 {
	return math.Exp(c.rate * years(c.expires.Sub(at)))
}

func years(d time.Duration) float64 { return max(float64(d)/float64(year), 0) }

// Ticks are rounded with a millionth of slack for what float64 cannot hold.
func (c *carry) down(p float64) float64 { return exact(math.Floor(p/c.tick+1e-6) * c.tick) }
func (c *carry) up(p float64) float64   { return exact(math.Ceil(p/c.tick-1e-6) * c.tick) }
func (c *carry) near(p float64) float64 { return exact(math.Round(p/c.tick) * c.tick) }

func (c *carry) size(root float64) float64 { return math.Floor(root*c.share/c.lot) * c.lot }

// carriedTrades are a future's trades. Trades of less than a lot are left out, so that later months are
// quieter.
type carriedTrades struct {
	market.TradeStream
	carry carry
	// rest is volume too small to be traded yet.
	rest float64
	rows market.Trades
}

// Next gives a batch.
func (s *carriedTrades) Next(batch *market.Trades) error {
	for {
		if err := s.TradeStream.Next(batch); err != nil {
			return err
		}
		s.rows.Reset()
		for i, at := range batch.Time {
			if at > s.carry.expires {
				break
			}
			s.rest += batch.Size[i] * s.carry.share
			if s.rest < s.carry.lot {
				continue
			}
			size := math.Floor(s.rest/s.carry.lot) * s.carry.lot
			s.rest -= size
			s.rows.Append(market.Trade{Time: at, Price: s.carry.near(batch.Price[i] * s.carry.factor(at)), Size: size})
		}
		if s.rows.Len() > 0 {
			*batch = s.rows
			return nil
		}
	}
}

// carriedQuotes are a future's quotes, those that differ from the one before.
type carriedQuotes struct {
	market.QuoteStream
	carry carry
	last  market.Quote
	rows  market.Quotes
}

// Next gives a batch.
func (s *carriedQuotes) Next(batch *market.Quotes) error {
	for {
		if err := s.QuoteStream.Next(batch); err != nil {
			return err
		}
		s.rows.Reset()
		for i, at := range batch.Time {
			if at > s.carry.expires {
				break
			}
			factor := s.carry.factor(at)
			q := market.Quote{
				Bid: s.carry.down(batch.Bid[i] * factor), Ask: s.carry.up(batch.Ask[i] * factor),
				BidSize: max(s.carry.size(batch.BidSize[i]), s.carry.lot), AskSize: max(s.carry.size(batch.AskSize[i]), s.carry.lot),
			}
			if q.Ask <= q.Bid {
				q.Ask = q.Bid + s.carry.tick
			}
			if q.Bid == s.last.Bid && q.Ask == s.last.Ask {
				continue
			}
			s.last = q
			q.Time = at
			s.rows.Append(q)
		}
		if s.rows.Len() > 0 {
			*batch = s.rows
			return nil
		}
	}
}

// carriedMinutes are a future's minutes. Prices of trades that were too small to be made are in them.
type carriedMinutes struct {
	market.BarStream
	carry carry
	rest  float64
	rows  market.Bars
}

// Next gives a batch.
func (s *carriedMinutes) Next(batch *market.Bars) error {
	for {
		if err := s.BarStream.Next(batch); err != nil {
			return err
		}
		s.rows.Reset()
		var b market.Bar
		for i := range batch.Len() {
			batch.Row(i, &b)
			if b.End > s.carry.expires {
				break
			}
			s.rest += b.Volume * s.carry.share
			if s.rest < s.carry.lot {
				continue
			}
			b.Volume = math.Floor(s.rest/s.carry.lot) * s.carry.lot
			s.rest -= b.Volume
			factor := s.carry.factor(b.End)
			for _, price := range []*float64{&b.Open, &b.High, &b.Low, &b.Close} {
				*price = s.carry.near(*price * factor)
			}
			s.rows.Append(b)
		}
		if s.rows.Len() > 0 {
			*batch = s.rows
			return nil
		}
	}
}

// tradesOpen are the trades of regular trading.
type tradesOpen struct {
	market.TradeStream
	cursor *calendar.Cursor
	rows   market.Trades
}

// Next gives a batch.
func (s *tradesOpen) Next(batch *market.Trades) error {
	for {
		if err := s.TradeStream.Next(batch); err != nil {
			return err
		}
		s.rows.Reset()
		for i, at := range batch.Time {
			if _, phase := s.cursor.Seek(at); phase == calendar.Open {
				s.rows.Append(market.Trade{Time: at, Price: batch.Price[i], Size: batch.Size[i]})
			}
		}
		if s.rows.Len() > 0 {
			*batch = s.rows
			return nil
		}
	}
}
