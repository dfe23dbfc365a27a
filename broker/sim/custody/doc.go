// Package custody is the broker's side of an account in a backtest: what its money lets it order, when what it sold is
// paid, and which of its positions must go when margin is missing. It is the venue's sim.Funds and the engine's
// Custodian, over the run's own books; broker/sim/margin has the numbers.
//
// # A cash account
//
// Borrows neither money nor shares. A purchase must be covered by settled cash of its currency, commission included, less
// what working orders have reserved; it is asked for when the order arrives, at its limit or at the price that is known then,
// and again when it fills. An order whose fill the account cannot pay any more, because the market has opened higher, ends
// there. What is sold is paid on its settlement day, by the table in settle.go. Only what is held can be sold; a call may be
// written against shares that are held and a put against its strike in cash. (Regulation T, 12 CFR 220.8 (a): a purchase in a
// cash account is paid in full; IBKR lets cash accounts buy from settled cash alone.) Futures lock their initial margin, and a
// loss of theirs, in settled cash. CFDs cannot be held.
//
// # An account with margin
//
// An order is accepted when, after it and all that works, the equity with loan value covers the initial margin; what lowers
// the margin is always accepted. Of the working orders of an instrument either all purchases or all sales count, whichever
// asks for more; of a group of which one cancels the others, only the largest; exits that wait for their entry, not at all.
// Options and what they derive from count together: the worst of all sales, all purchases, and each that leaves less than the
// others did, so that one leg of a spread may fill without the other. A fill is always taken: the market does not ask. With
// [DayTrading], shares ask for less during the day. An account of less equity than margin.Rules.LeastToAdd accepts only what
// lowers the margin.
//
// At the end of such a day, from ten minutes before the close on, the special memorandum account must not be below zero: what
// the day has bought took half of its value from it. What is missing is closed as below, an [Overnight] call.
//
// # Combos
//
// are carried as their legs are, at the prices of their sides: with margin all legs together, in a cash account each by
// itself, what is bought first. A spread that is bought as one asks for what its positions do together. Their fills are
// taken together or not at all.
//
// # When margin is missing
//
// At the end of every instant at which something happened the account is looked at. When its equity with loan value is below
// the maintenance margin, that is a [Call], and positions are closed with market orders, at once and without asking, as IBKR
// does ("Automated liquidations are accomplished with market orders, and any/all positions in the account can be liquidated",
// IBKR knowledge base). IBKR's choice of positions is its own secret; here the position that asks for the most margin
// goes first, and of it as much as heals the account at the last prices. Each strategy that holds such a position gives
// from it, the largest holder first. If prices have moved on when the orders fill, the rest is looked at again, until margin
// is there or nothing is left.
package custody
