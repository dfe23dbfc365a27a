package lean

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Actions are a share's corporate actions, oldest first: dividends and splits from its factor file,
// changes of ticker and the end of trading from its map file.
//
// Factor files hold factors of seven places, not amounts. A dividend is the reference price times one
// minus the ratio of two factors, rounded to cents, which is exact for dividends in whole cents only. A
// split's ratio is taken as the simple fraction next to it, if that is within 0.005%, else as it stands.
// The amount of a delisting is the last close in the daily, hour or minute files; a delisting with no
// close in the 30 days before it is left out, because its value is not known.
func (t *Tree) Actions(marketName, symbol string) ([]data.Action, error) {
	factors, err := t.Factors(marketName, symbol)
	if err != nil {
		return nil, err
	}
	actions, err := factorActions(factors)
	if err != nil {
		return nil, fmt.Errorf("actions of %s: %w", symbol, err)
	}
	names, err := t.Names(marketName, symbol)
	if err != nil {
		return nil, err
	}
	changes, err := t.nameActions(marketName, symbol, names)
	if err != nil {
		return nil, err
	}
	actions = append(actions, changes...)
	slices.SortStableFunc(actions, func(a, b data.Action) int {
		return cmp.Or(cmp.Compare(a.Ex, b.Ex), cmp.Compare(a.Kind, b.Kind))
	})
	return actions, nil
}

// factorActions derives dividends and splits from the changes between rows.
func factorActions(factors []Factor) ([]data.Action, error) {
	var actions []data.Action
	for i := 1; i < len(factors); i++ {
		row, next := factors[i-1], factors[i]
		if row.Price.Equal(next.Price) && row.Split.Equal(next.Split) {
			continue
		}
		ex, err := nextBusinessDay(row.Date)
		if err != nil {
			return nil, err
		}
		if !row.Split.Equal(next.Split) {
			actions = append(actions, data.Action{Kind: data.Split, Ex: ex, Ratio: splitRatio(row.Split, next.Split)})
		}
		amount := row.Reference.Mul(one.Sub(row.Price.DivRound(next.Price, 18))).Round(2)
		if amount.IsNegative() {
			return nil, fmt.Errorf("the price factor falls after %s, which would be a dividend of %s", row.Date, amount)
		}
		if amount.IsPositive() {
			actions = append(actions, data.Action{Kind: data.Dividend, Ex: ex, Amount: amount, Reference: row.Reference})
		}
	}
	return actions, nil
}

var one = decimal.NewFromInt(1)

// splitRatio is the proportion of two split factors, the one before a split and the one after it.
func splitRatio(before, after decimal.Decimal) data.Ratio {
	if r, ok := simpleRatio(after, before); ok {
		return r
	}
	if r, ok := simpleRatio(before, after); ok {
		return data.Ratio{New: r.Old, Old: r.New}
	}
	shift := max(-before.Exponent(), -after.Exponent(), 0)
	shares, old := after.Shift(shift).IntPart(), before.Shift(shift).IntPart()
	divisor := greatestCommon(shares, old)
	return data.Ratio{New: shares / divisor, Old: old / divisor}
}

// simpleRatio is the fraction of small numbers that a/b is, give or take 0.005%.
func simpleRatio(a, b decimal.Decimal) (data.Ratio, bool) {
	const smallest, largest = 20, 1000
	ratio := a.DivRound(b, 12)
	for old := int64(1); old <= smallest; old++ {
		exact := ratio.Mul(decimal.NewFromInt(old))
		whole := exact.Round(0)
		if whole.IsPositive() && whole.LessThanOrEqual(decimal.NewFromInt(largest)) &&
			exact.Sub(whole).Abs().LessThanOrEqual(exact.Mul(decimal.New(5, -5))) {
			return data.Ratio{New: whole.IntPart(), Old: old}, true
		}
	}
	return data.Ratio{}, false
}

func greatestCommon(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// nameActions derives changes of ticker and the end of trading.
func (t *Tree) nameActions(marketName, symbol string, names []Name) ([]data.Action, error) {
	var actions []data.Action
	for i, name := range names {
		if name.To.Year() >= stillListed {
			break
		}
		ex, err := nextBusinessDay(name.To)
		if err != nil {
			return nil, err
		}
		if i+1 < len(names) {
			if next := names[i+1].Ticker; next != name.Ticker {
				actions = append(actions, data.Action{Kind: data.SymbolChange, Ex: ex, Symbol: next})
			}
			continue
		}
		last, known, err := t.lastClose(marketName, symbol, name.To)
		if err != nil {
			return nil, fmt.Errorf("value of %s at its delisting after %s: %w", symbol, name.To, err)
		}
		if known {
			actions = append(actions, data.Action{Kind: data.Delisting, Ex: ex, Amount: last})
		}
	}
	return actions, nil
}

// lastClose is the last close up to a date, in the coarsest files that have one in the days before.
func (t *Tree) lastClose(marketName, symbol string, date market.Date) (last decimal.Decimal, known bool, err error) {
	const lookBack = 30
	s := Selection{Type: Equity, Market: marketName, Symbol: symbol, From: date.AddDays(-lookBack), To: date}
	for s.Resolution = Daily; s.Resolution <= Minute; s.Resolution++ {
		last, known, err = t.lastCloseOf(s)
		if known || err != nil {
			return last, known, err
		}
	}
	return last, false, nil
}

func (t *Tree) lastCloseOf(s Selection) (last decimal.Decimal, known bool, err error) {
	bars, err := t.Bars(s)
	var missing *NoDataError
	if errors.As(err, &missing) {
		return last, false, nil
	}
	if err != nil {
		return last, false, err
	}
	defer func() { err = errors.Join(err, bars.Close()) }()
	var batch market.Bars
	for {
		err := bars.Next(&batch)
		if errors.Is(err, io.EOF) {
			return last, known, nil
		}
		if err != nil {
			return last, false, err
		}
		last, known = decimal.NewFromFloat(batch.Close[batch.Len()-1]), true
	}
}
