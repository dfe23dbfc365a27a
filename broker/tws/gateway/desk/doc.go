// Package desk is the broker behind the simulated gateway: accounts and orders as Interactive Brokers keeps them,
// over broker/sim, which matches.
//
// An order at the desk is a [Ticket]. Its identity is the permId; the order ids of the protocol belong to clients
// and lead to it. The desk checks what TWS checks before an order leaves (the refusals of place.go and check.go,
// by IB's codes and texts), what IB's servers check after that (funds, the number of working orders), and then
// submits to the venue. A marketable order fills at the standing quote: after a submission the desk shows the venue
// the floor's current quote again. With [Options.Books] it is the standing book, which a large order walks: each level is an
// execution, and what is left of the order when the levels are used up goes on with what the book shows next. What was
// taken is forgotten by a restart.
//
// # What is told
//
// Each call that can change something is one step. What the step has changed is saved in the [Book] in one
// transaction, and only then its messages go out, in order, through Options.Tell. A process that is killed
// between the two has told nobody what it may forget, and what it told is in the book. Questions return their
// answers to whoever asks; they are told to nobody else.
//
// An order's news is openOrder, then orderStatus; statuses come twice where TWS repeats them. An execution comes
// before the statuses that it causes, its commission report after them.
//
// # Money
//
// Each account is a portfolio.Account with one ledger. What IB adds to it is the commission carried in the average
// cost, the reset of the day's profit at midnight in the login's zone, and margin by the rules of broker/sim/margin. A cash
// account is in a custody of broker/sim/custody, which knows what is settled; a restart finds that again in the executions.
// With Account.Liquidates positions are closed when maintenance margin is missing, while their market is open and quoted above
// zero.
//
// # Combos
//
// An order for a BAG is matched by its legs, all of them or none; the venue learns of the combo with its first order. An
// execution is told for the whole, with the net price and no commission, and then for each leg, with ids that begin alike.
// Only the legs are in the books. Its price grid is a cent, or that of the futures.
//
// # What differs from IB
//
// A trailing stop that moves is not told by itself: the next openOrder has it, and so has the answer to a question for
// open orders. With block or without, the orders of a group trade one after the other. Margin knows the offsets that
// broker/sim/margin knows, no concentration and no exchange's schedule. A cash account is asked when an order is sent, not again
// when it fills; that it does not hold what it sells is said in words of our own. An order id that TWS refused before there was
// an order can be used again. Expiring options are not settled. Combos that need not fill whole do all the
// same.
//
// # What is refused
//
// Beside what TWS refuses and what a contract does not list among its order types: conditions (402), algorithms (442),
// cash quantities (10244), volatility orders (371), allocations (344) and, as unsupported types (387), scale and hedge
// orders, offsets of relative orders in percent, the offsets of IBKRATS's pegged orders, adjustments of anything but stops
// and stop-limits, and the order types beyond MKT, LMT, STP, STP LMT, TRAIL, TRAIL LIMIT, MIT, LIT, MOC, LOC, MTL, PEG MID
// and REL. Block orders, sweeps, durations and price management are taken and change nothing.
//
// A desk is a function of its options, its book and the calls made to it. It belongs to one goroutine, reads no
// clock, opens no socket and starts no goroutine. Sessions, subscriptions and server versions never live here.
package desk
