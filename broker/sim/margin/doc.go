// Package margin is what a broker asks an account to have for its positions: rules as numbers with their sources,
// the need of one position, and the figures of a whole account. The custody of a backtest and the desk of the simulated
// gateway judge by it alike.
//
// # Positions that offset each other
//
// By [Strategies], the options of one underlying and its shares are paired as FINRA rule 4210 (f)(2), Cboe rule 10.3 and IBKR's
// "US Options Margin" pair them: covered calls and puts, guarding (protective) puts and calls, collars, conversions and
// reversals; verticals, butterflies, condors, their iron kinds, boxes, calendars and diagonals whose bought options expire no
// sooner; short straddles and strangles. What each asks for stands with its rule in hedge.go and spread.go. The options of one
// underlying that expire together are one spread: of an iron condor one side counts.
//
// A broker looks for the pairing that asks for the least; so does this package, by following some plans and improving on the
// best (pairing.go), the same way every time and within bounds. It finds the least for the strategies above and for nearly every
// other book of a few options; for more than 40 options on one underlying it follows a single plan. It never asks for less than
// the rule does: a spread for the lesser of what it can lose and what its sold options ask for alone.
//
// By [Scenarios], what is held of one underlying is revalued at ten prices of it and asks for the worst loss (scenario.go), as
// portfolio margin does: FINRA rule 4210 (g). Volatility stays as it is, there is no interest, and different underlyings take
// nothing off each other. Both ways are held against Cboe's published examples.
//
// A bought and a sold future of one underlying ask for the rate of their spread, where the rules have one (calendar.go).
//
// Not known here: convertibles and warrants, the multiple that options on leveraged funds ask for, options that are kept as cover
// by letters of guarantee, loan value of options that run for more than nine months, extra money that a broker's house asks for
// (IBKR: perhaps 102 % of what a spread of several legs could cost to close, and both sides of a condor of unequal wings).
// Options on futures are paired among each other alone; what their exchange asks for is another method.
//
// What a price below zero means is said at [Rules.Need]. A future without money of its own is asked for a part of its notional,
// which near a price of zero is next to nothing: give such a contract its exchange's money in Rules.Contracts.
//
// Nothing here keeps state, knows a clock or an order.
package margin
