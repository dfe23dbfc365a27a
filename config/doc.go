// Package config is the schema of a run and the way to it: defaults, then a YAML file, then the
// environment (TRADER_ACCOUNT__CASH=50000), then flags (--set account.cash=50000). Each layer overrides the
// one before.
//
// A configuration is checked whole before anything starts. Every fault is reported at once, each with the
// file and line (or the variable, or the flag), the key, what is wrong and what to write instead; a key
// that does not exist is a fault too.
//
// What a key means to the run lives in package backtest; nothing here opens data or makes strategies.
package config
