// Package backtest makes one run out of a configuration: it opens the data, builds the instruments, the
// simulated venue, the risk gate and the strategies, lets the engine run, and hands back the report. The
// command line, the look-ahead check, sweeps and the tests of users' strategies all go through it.
//
// The rules of trading live in the packages below; command lines and files of results above.
package backtest
