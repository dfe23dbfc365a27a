// Package live turns a configuration into a run at a broker: the state file, the adapter (or a simulated gateway inside
// the program), the inbox, the engine, and the monitor. It is to `trader run` what package backtest is to `trader
// backtest`; the engine, the strategies, the risk rules and the order states are the same.
//
// A run is paper unless it is told otherwise: the account must be one of IB's paper accounts, whose names begin with D.
// A live run wants [Options].Live, the account named in the configuration, and a gateway that manages that very account;
// everything else is a [*Refusal].
//
// Decisions never live here.
package live
