// Package roll makes one series of many futures contracts: which contract is the one to hold at a time, and what
// must be added to its prices, or what they must be multiplied by, so that the series has no jump where one
// contract follows another.
//
// A [Rule] decides after each session, from what was known by then; the roll takes effect at the open of the
// session that comes next. [Plan] turns the contracts' sessions into a [Chain], which package data makes a stream of
// bars of, and package strategy positions that follow it.
//
// The series is adjusted backwards: its last contract has its own prices, those before it are moved. A level of the
// past is therefore one that nobody saw (it may even be below 0), while differences between days, or with [Ratio] their
// ratios, are what a holder earned. [Link.Contract] takes a price of the series back to the contract's.
//
// Nothing here reads files, knows a clock or sends an order.
package roll
