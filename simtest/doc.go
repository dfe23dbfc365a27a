// Package simtest trades whole days: the engine, the adapter for TWS, the state file and the simulated gateway in one
// process, under a clock of the test's. Each day has a seed, from which come its market, what strategies do, and
// everything that goes wrong; after it both sides are compared.
//
//	go test ./simtest                                            # a few dozen days
//	go test ./simtest -run TestDays -days 2000 -timeout 30m      # more of them, from seed 1 or from -seed
//	go test ./simtest -run TestDays -seed 17                     # one again
//
// It has nothing that a program could use.
package simtest
