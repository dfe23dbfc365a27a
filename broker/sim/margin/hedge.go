package margin

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// hedged is what one share asks for with a sold option that it covers, a bought one that guards it, or both; the options ask
// for nothing of their own. P is the share's price, K an option's strike; an option is in or out of the money. The rules are
// FINRA's 4210 (f)(2)(H) and IBKR's "US Options Margin"; the pages are of the Cboe Margin Manual of 30 November 2021.
//
//	covered call      the share's maintenance at the lower of P and K, and what the call is in (page 47); at IBKR at least
//	                  the smaller of P and the call's value
//	covered put       the short share's maintenance, and what the put is in (page 47)
//	guarding put      10 % of K and what the put is out, but not more than the share's maintenance (page 58)
//	guarding call     the same for a short share
//	collar            10 % of the put's K and what that is out, but not more than a quarter of the call's K; and what the call
//	                  is in (pages 19, 61)
//	conversion        10 % of K, and what the call is in (page 59)
//	reversal          10 % of K, and what the put is in (IBKR; the Manual's pages 60 and 61 count 110 % of K, and what the put
//	                  is in, of a credit that includes the sale of the shares)
//
// Initially the share's own need stays (pages 47, 58 to 61), but not less than a covered call's value (IBKR) and the
// maintenance. The rule lets shares count for no more than the strike of a call that they cover; here they count in full, and
// what the call is in is asked for, which comes to the same.
func (f *family) hedged(cover, guard *leg) asked {
	n := f.share(f.price)
	own, over := n.maintenance, exact.Number{}
	if cover != nil {
		over = exact.Max(over, cover.inside)
		if cover.in.Right == market.Call {
			own = f.share(exact.Min(f.price, cover.strike)).maintenance
			n.initial, n.regT = exact.Max(n.initial, cover.price), exact.Max(n.regT, cover.price)
		}
	}
	n.maintenance = own.Add(over)
	switch {
	case guard != nil && cover != nil && guard.strike.Equal(cover.strike):
		n.maintenance = guard.strike.Mul(tenth).Add(over)
	case guard != nil:
		out := exact.Max(exact.Number{}, guard.inside.Neg())
		n.maintenance = exact.Min(guard.strike.Mul(tenth).Add(out), own).Add(over)
	case cover.in.Right == market.Call:
		n.maintenance = exact.Max(n.maintenance, exact.Min(f.price, cover.price))
	}
	n.initial, n.regT = exact.Max(n.initial, n.maintenance), exact.Max(n.regT, n.maintenance)
	return n
}

// tenth of a strike is what a hedged share asks for at least.
var tenth = exact.Of(rateOptionLow)

// hedges reports whether a sold and a bought option make a strategy with a share between them: a conversion or a collar for a
// share held, a reversal for one sold short.
func (f *family) hedges(cover, guard *leg) bool {
	if cover.in.Expiry != guard.in.Expiry {
		return false
	}
	if f.held.IsPositive() {
		return !guard.strike.Above(cover.strike)
	}
	return guard.strike.Equal(cover.strike)
}
