// Package carry is what holding costs and brings: dividends and splits from the first minute of their day on, delistings at
// its open, interest on cash and fees for borrowed shares for each night, at the open of a session; the variation margin of
// futures at the close of each; and the end of futures and options, at the close of their last session, or of any when the
// holder of an option exercises it. It books them in the accounts of a backtest.
//
// Trading, orders and margin never live here.
package carry
