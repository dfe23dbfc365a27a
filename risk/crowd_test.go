package risk_test

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
)

// crowdScene is a rich account that holds a little of many instruments, and an order in each.
type crowdScene struct {
	risk.Snapshot
	crowd []*order.Order
}

func newCrowd(n int) *crowdScene {
	list := make([]*market.Instrument, n)
	for i := range list {
		in := market.NewEquity(fmt.Sprint("S", i))
		in.ID = market.ID(i)
		list[i] = &in
	}
	s := &crowdScene{}
	s.Marks = make([]uint32, n)
	s.Account = portfolio.NewAccount(market.USD, list)
	s.Account.Open("trend", dec("100000000"), market.USD)
	for i, in := range list {
		s.Account.Mark(in.ID, 100)
		fill := order.Fill{ExecID: fmt.Sprint(i), Strategy: "trend", Instrument: in, Quantity: dec("10"), Price: dec("100")}
		if _, err := s.Account.Apply(&fill); err != nil {
			panic(err)
		}
		o := &order.Order{ID: order.ID(fmt.Sprint("o", i)), Strategy: "trend", Instrument: in}
		o.Symbol, o.Quantity = in.Symbol, dec("5")
		s.crowd = append(s.crowd, o)
	}
	return s
}
