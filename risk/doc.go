// Package risk reviews every order before it leaves: limits of size, price, position, exposure, rate and
// buying power, for the account, for each strategy and for single instruments. Only a [Gate] can make an
// [Approved], so holding one with an order in it proves that every rule was asked.
//
// # What is counted
//
// Rules on positions assume the worst. In an instrument the position may come to lie anywhere between two
// ends: everything on the buy side fills and nothing on the sell side, or the other way round. The worst
// case is the end that is further from flat. The two sides hold:
//
//   - the order under review; a change is reviewed as the order after the change, in place of the order
//     before it,
//   - every working order of the same book, with its open quantity,
//   - of the orders of one OCA group on one side of one instrument only the largest, because a fill of one
//     cancels the others,
//   - of an exit that waits for its entry (the parent is in the same instrument on the other side) only as
//     much as the parent has filled and the exit has not, because it works for no more.
//
// The book is the account's net position and all orders for the limits of the account and of an instrument,
// and the strategy's own for the limits of a strategy. So two strategies that trade against each other share
// the account's limits, and each keeps to its own.
//
// A reducing order passes the rules on position, exposure and buying power whatever the limit is, also when
// the limit is broken already. Reducing means that the order, with all that works on its side, does not lead
// through flat. So does an order that adds nothing to its side, such as the second exit of an OCA group, and,
// for exposure and buying power, one that turns a position into an equal or smaller one on the other side:
// refusing it would leave the strategy on the wrong side with no less at stake. The other rules hold for every
// order.
//
// Exposure is price × quantity × multiplier in the base currency, without sign. Positions and working orders
// count at the last price. The order under review counts at its limit when it is a buy limit, because it
// cannot cost more, else at the highest of the last price and the prices it names. An option counts with its
// premium and not with what it controls. Fees are not counted. What has no price or no exchange rate cannot
// be measured, and an order that would need it is refused with [order.NoPrice].
//
// # Combos
//
// An order of a combo counts as one of each of its legs, at their last prices: for quantity, notional, position, exposure
// and buying power, in the limits of the leg, the strategy and the account, and so do working orders of combos. Nothing is
// given for legs that hedge each other: a spread of ten ties up what ten bought and ten sold do. Order rate, open orders and
// the restricted list look at the order as one; the list holds for a combo and for each leg. The price collar lets the limit
// lie as far from the net of the last prices as the legs' own collars add up to. Own rules see the legs.
//
// # The order of the rules
//
// First the limits of the instrument, then of the strategy, then of the account, then rules of one's own.
// Within each: restricted, max-order-quantity, max-order-notional, price-collar, max-open-orders, order-rate,
// max-position, max-gross-exposure, buying-power. The first refusal is the answer: an [order.Reason] with the
// bound and the number that met it. A limit that is not set has no rule.
//
// Checks are pure: they read the [Snapshot] and change nothing. The one memory is the order rate, which
// counts what was approved, by the engine's clock, and starts empty.
//
// Never here: I/O, clocks, goroutines, changes to orders or books, and the rules of grids and order types,
// which are [order.Request.Check].
package risk
