// Package strategy is what the author of a strategy sees: the Strategy interface, typed parameters, the
// Session with everything a strategy may listen to and do, the registry of strategies by name, and the
// loading of strategies from plugins.
//
// A strategy is a struct with its parameters and one method. Start receives the Session and subscribes
// handlers; from then on the engine calls them, one at a time, on the one goroutine that owns all
// trading state. A strategy needs no locks, must not block, asks Session.Now for the time, and owns
// nothing but its own fields.
//
// The same strategy runs in a backtest, on paper and live; nothing here tells it which. How events are
// ordered, matched, checked or stored never lives here: package engine implements the ports that a
// Session calls.
package strategy
