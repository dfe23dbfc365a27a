// Package fee is what trading costs: schedules of commissions and charges that a simulated venue
// applies to each fill.
//
// A schedule is charged per order, as brokers do: a minimum or a maximum holds for the order as a whole,
// however many fills it takes. Amounts are exact decimals in the instrument's currency, positive when
// paid, and not rounded to cents, because brokers report fractions of them.
//
// IBKR's plans are here as far as they are published: shares in US and Canadian dollars, euros and Hong Kong dollars
// ([IBKRShares]), US options, US futures, and currencies. Not found, and so not here: shares in yen and in sterling, futures
// of ICE and Eurex, exchange fees of the CBOT and of tiered plans, rebates, the least fee of fractional shares, bonds, crypto.
// That a modified order is a new one to some exchanges, with a minimum of its own, is not modelled.
//
// A [Line] is a charge of a schedule of one's own. A [Bill] lists the parts of a charge with their rates, first days and
// sources; it is filled by the code that charges.
//
// Slippage, spreads, interest and margin never live here.
package fee
