// Package gateway is a simulated IB Gateway: a server of the TWS protocol that real clients use as they use
// the real one, against paper accounts and a market that is replayed or made up. It needs no login, keeps no
// hours, and fails on demand.
//
//	g, err := gateway.New(gateway.Options{})     // the built-in contracts, a seeded market, one account
//	go g.Run(ctx)
//	go g.Listen(ctx, "127.0.0.1:4002", nil)      // for any client; a Gateway is a Dialer for clients of package client
//
// What is traded and at which price is package floor's, what becomes of orders and money package desk's, what
// goes wrong package fault's. This package owns the connections: it listens, agrees on a version, decodes
// requests and answers them, one file a family of requests.
//
// # Goroutines
//
// [Gateway.Run] is one loop that owns everything but sockets: sessions, subscriptions, floor, desk and faults.
// Each connection has a reader, which decodes requests and hands them to the loop, and a writer, which sends
// what the loop has put into a bounded buffer. A client that does not read is disconnected at a limit and slows
// nobody down for longer than [Options].Patience.
//
// # Time
//
// Everything a client is told carries market time: the time of the tape, which runs with the wall clock times
// [Options].Speed, or as fast as it can be delivered. Limits on rates and waits of connections are of the wall
// clock.
//
// Strategies, the engine and its state never live here.
package gateway
