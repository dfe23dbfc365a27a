// Package fee is what trading costs: schedules of commissions and charges that a simulated venue
// applies to each fill.
//
// A schedule is charged per order, as brokers do: a minimum or a maximum holds for the order as a whole,
// however many fills it takes. Amounts are exact decimals in the instrument's currency, positive when
// paid, and not rounded to cents, because brokers report fractions of them.
//
// A [Line] is a charge of a schedule of one's own. A [Bill] lists the parts of a charge with their rates, first days and
// sources; it is filled by the code that charges.
//
// Slippage, spreads, interest and margin never live here.
package fee
