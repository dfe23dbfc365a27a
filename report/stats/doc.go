// Package stats turns an equity curve and a list of trades into numbers: pure functions, one definition
// for each number, stated in words beside the code that computes it.
//
// The entry is [Compute], which fills a [Sheet] with every statistic of [Definitions]. Each function is
// also usable alone, as a parameter sweep does.
//
// What holds for all of them:
//
//   - Returns are simple, r(t) = E(t)/E(t-1) - 1, of equity from which deposits and withdrawals have
//     been taken out (see [Units]). An equity at or below zero ends the series: what needs returns is
//     undefined from then on.
//   - Nothing is annualised with a number found in the data: the caller says how many periods a year
//     has ([Basis]), and the sheet repeats it.
//   - A number that does not exist is a [Value] without one, and says why. There is no sentinel: no
//     infinity, no -100, no zero in place of "unknown".
//   - s1 is the sample standard deviation (denominator n-1), T the periods of a year, rf the risk-free
//     rate of one period.
//
// Reading files, formatting for people and simulating never happen here.
package stats
