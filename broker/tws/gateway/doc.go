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
// what the loop has put into a bounded buffer. A client that does not read slows nobody down for longer than
// [Options].Patience: from then on it gets the latest quotes when it reads, and at 32 MiB unread, or when all clients
// together have 128, it is disconnected.
//
// # Time
//
// Everything a client is told carries market time: the time of the tape, which runs with the wall clock times
// [Options].Speed, or as fast as it can be delivered. Limits on rates and waits of connections are of the wall
// clock.
//
// # What differs from the real one
//
// The market. Prices are made up or recorded, not the exchanges'; made-up currencies do not agree in triangles. Books
// below the top, where none are recorded, the exchanges in them and the letters of components are derived; with
// desk.Options.Books they are ten levels deep and orders trade with them, but an order that rests is not displayed.
// With a state file orders and accounts go on after a restart, but the market begins again at its start. Orders fill as package desk says.
//
// Combos. A line shows the net of what the legs show, without trades and figures of the day. They have no details (321), no
// history, no books and no ticks of their own; at most 10,000 are known.
//
// Ticks. What this market has no figures for (auctions, open interest, yields of funds ...) can be asked for, and
// nothing comes. Prices are always marked as executable. Regulatory snapshots are ordinary ones and cost nothing.
// CFDs are quoted under their own name: no request is rerouted.
//
// Limits. Those of lines, books, tick-by-tick streams, summaries, scans, open histories, bars of 30 seconds and less and
// messages a second are IB's. Soft delays of longer bars and of contract queries, one symbol search a second, one
// tick-by-tick request for a contract in 15 seconds are not kept. The gateway's own are 64 handshakes at once, 500
// subscriptions a client beside its lines, requests of 64 KiB (an advisor's XML: 1 MiB), and what may wait unread.
//
// Texts. Codes are those of IB's documentation; wordings come from it and from what clients have published, and
// letters such as 'bN' in them may differ. A message id that the version does not have is answered with error 505.
// What clients configure (versions 219 and 221) is kept and changes nothing else.
//
// Nothing happens by itself that nobody asked for: restarts, farms, link losses and pacing with disconnects come from
// scripts, see package fault. What real clients have met is in the conformance folder's GATEWAY.md.
//
// Strategies, the engine and its state never live here.
package gateway
