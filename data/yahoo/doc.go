// Package yahoo reads the price history that Yahoo Finance lets people download as CSV:
//
//	Date,Open,High,Low,Close,Adj Close,Volume
//	2014-01-02,37.779999,38.029999,37.549999,37.840000,35.166069,18162100
//
// oldest row first, one row a session, "null" where Yahoo has no values. The extension does not matter.
//
// Open to Close are adjusted for splits, not for dividends, and Volume is in shares as they are counted
// today; so the prices change with every later split and are not what was traded. Adj Close is adjusted for
// both. Two views come out: the prices as they are written, or all four scaled by Adj Close / Close, which
// is a total-return series.
//
// Dividends cannot be had exactly: one would be close × (1 − ratio/ratio'), with the ratio of Adj Close to
// Close on the session before and on the ex-date; with six decimals that is right to about a cent for a
// price of 100, and it is in split-adjusted shares. So this package gives none; take them from a source
// that states them.
//
// Everything else that is a CSV file is read by package csvfile, which this one configures.
package yahoo
