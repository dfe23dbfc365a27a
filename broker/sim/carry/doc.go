// Package carry is what holding costs and brings: dividends, splits and delistings on their day, interest on cash and
// fees for borrowed shares for each night. It books them in the accounts of a backtest at the open of a session.
//
// Trading, orders and margin never live here.
package carry
