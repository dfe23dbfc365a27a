package csvfile

import (
	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// quoteReader reads quotes. An empty side has price and size 0.
type quoteReader struct{ *table }

func (r *quoteReader) Read(q *market.Quote) error {
	for {
		fields, err := r.next()
		if err != nil {
			return err
		}
		bid, ask := r.side(fields, bidValue), r.side(fields, askValue)
		if bid == nil && ask == nil {
			r.Skip(rows.Empty)
			continue
		}
		q.Time = r.instant(fields)
		q.Bid, q.BidSize = r.sidePrice("bid", bid), 0
		q.Ask, q.AskSize = r.sidePrice("ask", ask), 0
		if bid != nil {
			q.BidSize = r.size(fields, bidSizeValue, "bid_size")
		}
		if ask != nil {
			q.AskSize = r.size(fields, askSizeValue, "ask_size")
		}
		if ok, err := r.Settle(q.Time, false); ok || err != nil {
			return err
		}
	}
}

// side is the text of one price, nil when the row has none.
func (r *quoteReader) side(fields [][]byte, v value) []byte {
	text := r.field(fields, v)
	if len(text) == 0 || r.null(text) {
		return nil
	}
	return text
}

func (r *quoteReader) sidePrice(column string, text []byte) float64 {
	if text == nil {
		return 0
	}
	price := r.Price(column, text)
	r.CheckPrice(column, text, price)
	return price
}

// tradeReader reads trades.
type tradeReader struct{ *table }

func (r *tradeReader) Read(t *market.Trade) error {
	for {
		fields, err := r.next()
		if err != nil {
			return err
		}
		text := r.field(fields, priceValue)
		if r.null(text) {
			r.Skip(rows.Empty)
			continue
		}
		t.Time = r.instant(fields)
		t.Price = r.Price("price", text)
		r.CheckPrice("price", text, t.Price)
		t.Size = r.size(fields, sizeValue, "size")
		if ok, err := r.Settle(t.Time, false); ok || err != nil {
			return err
		}
	}
}
