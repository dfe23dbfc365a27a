// Package portfolio keeps the books: positions at average cost, cash in many currencies, fees, realised
// and unrealised profit, and round trips. An [Account] is the sum of its ledgers, one a strategy; a
// [Ledger] changes by fills and by deposits, and by nothing else.
//
// # What money does
//
// How a trade moves cash follows from the kind of the instrument:
//
//   - Shares, funds, options, bonds and crypto assets are paid for: buying takes price × quantity ×
//     multiplier out of the cash of the instrument's currency, and the position is worth that much at its
//     last price. Premiums of options are money like any other.
//   - Futures and CFDs exchange no notional: only realised profit reaches cash. What the position is worth
//     is its unrealised profit.
//   - Forex trades exchange two currencies: buying 1000 EURUSD at 1.10 adds 1000 EUR and takes 1100 USD, as
//     at Interactive Brokers. The position is kept for its average price and its profit and is worth
//     nothing by itself, because its value is in the cash already.
//   - A combo is booked by the fills of its legs and an index does not trade: a fill of either is an error. What a broker
//     charges for a combo as a whole is a charge without a position.
//
// Fees leave the cash of their own currency and are never part of a price or of realised profit.
//
// # What adds up
//
// In each currency, and so in the base currency at any rates, to the last digit:
//
//	cash + value of positions − deposits = realised + unrealised − fees
//
// A forex position's unrealised profit is what its two currencies are worth less what they were worth in
// exchange, so the sum does not depend on how three exchange rates fit each other. Deposits in a foreign
// currency count at today's rate.
//
// Each of these is the sum over the ledgers: cash, fees, deposits, realised and unrealised profit, equity
// and net exposure. Gross exposure is not: two strategies that hold opposite positions expose the account
// to the difference.
//
// # Where rounding happens
//
// A position carries its cost, not its average price. Reducing it takes out cost × quantity / position,
// rounded to 10 decimals half away from zero, and the rest stays: nothing is lost, and closing takes out all
// that is left. Average prices are rounded to 16 decimals and decide nothing. An exchange rate against the
// direction of its pair is 1 / price, rounded to 24 decimals. The fee of a fill that leads through zero is
// divided between two round trips with the first share rounded to 10 decimals and the second the rest. No
// other money is rounded: prices, quantities and fees come as decimals, and a last price, which is an
// observation, is the shortest decimal that reads back as the same float64.
//
// Nothing here is safe for use by several goroutines: the engine's loop owns an account. Orders, limits,
// files and clocks never live here, nor the check whether a fill has been booked before (package order
// knows).
package portfolio
