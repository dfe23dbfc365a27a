// Package margin is what a broker asks an account to have for its positions: rules as numbers with their sources,
// the need of one position, and the figures of a whole account. The custody of a backtest and the desk of the simulated
// gateway judge by it alike.
//
// Positions are judged one by one, without offsets between them, save sold calls that held shares cover. What a price
// below zero means is said at [Rules.Need]. A future without money of its own is asked for a part of its notional, which
// near a price of zero is next to nothing: give such a contract its exchange's money in Rules.Contracts.
//
// Nothing here keeps state, knows a clock or an order.
package margin
