package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
)

// ledger is a row of figures for each currency, BASE (everything, in the base currency) first.
func (d *Desk) ledger(a *account, f *margin.Figures) [][]Value {
	all := currencyFigures{rate: decimal.NewFromInt(1)}
	var rows [][]Value
	for _, c := range a.currencies() {
		x := d.currency(a, c)
		rows = append(rows, x.row(a.name, string(c), string(c)))
		all.add(&x)
	}
	all.net, all.cash = f.Net, f.Cash
	return append([][]Value{all.row(a.name, "BASE", string(a.books.Base()))}, rows...)
}

// currencyFigures are what an account has in one currency.
type currencyFigures struct {
	rate                            decimal.Decimal
	cash, net                       decimal.Decimal
	stocks, options, futures, bonds decimal.Decimal
	crypto                          decimal.Decimal
	realised, unrealised            decimal.Decimal
}

func (d *Desk) currency(a *account, c market.Currency) currencyFigures {
	x := currencyFigures{cash: a.books.Cash(c)}
	x.rate = a.inBase(c, decimal.NewFromInt(1))
	for _, id := range a.staked() {
		in := a.instruments[id]
		if in.Currency != c {
			continue
		}
		p := a.ledger.Position(id)
		price, _ := a.books.Last(id)
		value := p.MarketValue(price)
		switch in.Kind {
		case market.Option:
			x.options = x.options.Add(value)
		case market.Bond:
			x.bonds = x.bonds.Add(value)
		case market.Crypto:
			x.crypto = x.crypto.Add(value)
		case market.Future, market.CFD:
			x.futures = x.futures.Add(value)
		default:
			x.stocks = x.stocks.Add(value)
		}
		x.realised = x.realised.Add(a.stakes[id].Realised)
		x.unrealised = x.unrealised.Add(a.unrealised(id))
	}
	x.net = x.cash.Add(x.stocks).Add(x.options).Add(x.bonds).Add(x.crypto).Add(x.futures)
	return x
}

// add converts another currency's figures and takes them in.
func (x *currencyFigures) add(y *currencyFigures) {
	for _, p := range []struct{ to, from *decimal.Decimal }{
		{&x.stocks, &y.stocks}, {&x.options, &y.options}, {&x.futures, &y.futures}, {&x.bonds, &y.bonds},
		{&x.crypto, &y.crypto}, {&x.realised, &y.realised}, {&x.unrealised, &y.unrealised},
	} {
		*p.to = p.to.Add(p.from.Mul(y.rate))
	}
}

// row is the figures under IB's keys.
func (x *currencyFigures) row(account, currency, real string) []Value {
	list := []Value{{"Currency", currency, currency}}
	for _, v := range []struct {
		key    string
		amount decimal.Decimal
	}{
		{"CashBalance", x.cash}, {"TotalCashBalance", x.cash}, {"AccruedCash", noDecimal},
		{"StockMarketValue", x.stocks}, {"OptionMarketValue", x.options}, {"FutureOptionValue", noDecimal},
		{"FuturesPNL", x.futures}, {"NetLiquidationByCurrency", x.net}, {"UnrealizedPnL", x.unrealised},
		{"RealizedPnL", x.realised}, {"FundValue", noDecimal}, {"NetDividend", noDecimal},
		{"MutualFundValue", noDecimal}, {"MoneyMarketFundValue", noDecimal}, {"CorporateBondValue", x.bonds},
		{"TBondValue", noDecimal}, {"TBillValue", noDecimal}, {"WarrantValue", noDecimal},
		{"FxCashBalance", noDecimal}, {"IssuerOptionValue", noDecimal}, {"Cryptocurrency", x.crypto},
	} {
		list = append(list, Value{v.key, cents(v.amount), currency})
	}
	return append(list,
		Value{"ExchangeRate", x.rate.Round(8).String(), currency},
		Value{"AccountOrGroup", account, currency},
		Value{"RealCurrency", real, currency},
	)
}
