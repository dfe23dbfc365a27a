// Package tws puts the engine's things into IB's terms and back: instruments and contracts, bars, trading
// sessions. The live venue, which trades them through package client, belongs here too.
//
// An [Instrument] is what a contract's details say, with nothing guessed: what IB does not state and the engine
// needs is an error that names it. A [Contract] is the request that finds the instrument again.
//
// Bytes of the protocol never live here, and neither do connections.
package tws
