// Package brokertest is what every broker.Venue must do: numbered cases that a venue's tests run with Run.
// The simulated venue passes them in the loop, a live adapter against a gateway.
//
// The cases say what a strategy may rely on wherever it runs. Matching rules that only a simulation has
// (bars, intrabar paths, slippage) have their tests in broker/sim.
package brokertest
