// Package synth makes up markets: bars, trades and quotes that look and move like real ones, for tests,
// examples and benchmarks. They are not forecasts and say nothing about any real instrument.
//
// A [Tape] is one instrument's made-up history. Everything that is asked of it comes from the same
// walk, minute by minute: its trades make exactly its minute bars, each trade happens at a side of the
// quote of its instant, and its hours and days are built from its minutes. Tapes of one seed share one
// market factor, whatever their calendars, so their returns are correlated.
//
// What is modelled: sessions of the instrument's calendar, regular hours only; gaps between
// sessions; a drift; volatility that clusters from day to day (its logarithm is an autoregressive
// process, the discrete form of a stochastic-volatility model) and from hour to hour; its shape over
// the day (a U in markets with an open and a close, the world's waking hours in the others); fat
// tails and rare jumps; volume that follows both; spreads that widen with volatility. Prices lie on
// the instrument's grid and sizes on its size grid.
//
// A tape is a function of its seed, symbol, calendar and options, and of nothing else. Random numbers
// come from PCG generators that are seeded anew for every hour, session or day, so that the returns of a
// day do not depend on where the tape begins. The arithmetic uses only operations that IEEE 754
// fixes to the last bit, without fused multiply-adds, and logarithms and exponentials of its own,
// so that every machine and Go version makes the same bytes.
package synth
