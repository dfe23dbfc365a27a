package history_test

import (
	"context"
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/history"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// listings answers questions for contracts.
type listings struct{ details wire.ContractDetails }

func (l *listings) Resolve(context.Context, wire.Contract) (*wire.ContractDetails, error) {
	return &l.details, nil
}

// MarketRule 26 is IB's name for a cent.
func (*listings) MarketRule(_ context.Context, id int) ([]wire.PriceIncrement, error) {
	if id != 26 {
		return nil, errors.New("no such rule")
	}
	return []wire.PriceIncrement{{Increment: decimal.New(1, -2)}}, nil
}

func TestFind(t *testing.T) {
	l := &listings{wire.ContractDetails{
		Contract: wire.Contract{ConID: 265598, Symbol: "AAPL", SecType: wire.Stock, Exchange: "SMART", PrimaryExchange: "NASDAQ", Currency: "USD"},
		Details: wire.Details{
			ValidExchanges: "SMART,NASDAQ", MarketRuleIDs: "26,26", MinTick: wire.Some(decimal.New(1, -2)), StockType: "COMMON",
			TimeZoneID: "US/Eastern",
		},
	}}
	k, in, err := history.Find(t.Context(), l, wire.Contract{Symbol: "AAPL"}, "")
	if err != nil || k.ConID != 265598 || in.Symbol != "AAPL" || in.Kind != market.Equity || in.Calendar != "XNAS" {
		t.Errorf("%+v, %+v, %v", k, in, err)
	}
	l.details.Contract.PrimaryExchange = "LSE"
	var missing *tws.CalendarError
	if _, _, err := history.Find(t.Context(), l, wire.Contract{Symbol: "AAPL"}, ""); !errors.As(err, &missing) {
		t.Error(err)
	}
	if _, in, err := history.Find(t.Context(), l, wire.Contract{Symbol: "AAPL"}, "XNYS"); err != nil || in.Calendar != "XNYS" {
		t.Errorf("%+v, %v", in, err)
	}
}
