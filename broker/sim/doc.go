// Package sim is the simulated exchange and broker: it works the orders of a backtest or a paper session
// against bars, quotes and trades, and answers as a real venue would, with order events. It implements
// broker.Venue, lives in the engine's loop and uses no clock; what chance it uses comes from a seed.
//
// # Which order fills when
//
// An order never trades on data older than itself. Sent at T, it may use a bar that starts at T or later
// from its open on; of a bar that started before T and ends after it, only the close; and quotes and
// trades that come after it. The same holds for an order since its last change.
//
//	                  bars                              quotes               trades
//	market            the next open ([NextOpen]),       buys at the ask,     at the next price
//	                  or the close ([ThisClose])        sells at the bid
//	limit             at the open if it is better,      at the quote it      at the price it meets
//	                  else at the limit                 meets first, later   first, later at the limit
//	                                                    at the limit
//	stop              at the open if it is beyond,      as a market order    as a market order
//	                  else at the stop
//	stop-limit        once reached, as a limit order from there on
//	trailing stop     as a stop that follows the best price of the bar, the quotes or the trades
//	if-touched        as a stop that waits from the other side
//	on close          at the close of the bar, or the last trade or quote, that ends the session
//	market-to-limit   as a market order; what is left, as a limit order at the price of what filled
//	pegged, relative  on quotes only, as a limit order that follows them
//
// The rules of the rarer types stand with their sources in trail.go, adjust.go, signal.go, peg.go and closing.go.
//
// Bars that carry a spread are made of mid prices: buyers see every price half the spread higher,
// sellers half lower. What happens inside a bar is decided by [Path]: by default prices go from the open to the nearer
// extreme, to the other one and to the close. What a touched limit is worth is decided by
// [LimitRule], what taking liquidity costs by [Slippage]. Quantity is limited by what was traded only with
// [Options.Participation]; what is left of an order then goes on with the next observation.
//
// On order books ([market.Depth]) an order that takes walks the displayed levels, a fill for each, and takes no more
// than they show; what is taken is gone until the book shows another size: see depth.go. [Queue] lets trades beside
// quotes or books serve the limit orders at their price, in their turn behind what is displayed there.
//
// A finer bar series makes the path: shown minutes and their days, an instrument trades on the minutes (source.detail
// shows the minutes to the venue alone), and on the days where minutes are missing.
//
// A fill has the price that the market printed, which for adjusted history lies between the ticks, and
// says in Fill.Rule which price it is. Its time is the start of the bar for a fill at the open; inside a
// bar the moment is not known, and the time is the bar's end.
//
// # Combos
//
// A combo ([market.Combo]) has no market of its own. It takes those of its legs, all at once or nothing, as IB's guaranteed
// combinations do: from quotes and books at what all legs show when one of them changes, from bars at the opens and closes
// of a period of which all legs have a bar, from trades alone never. Market and limit orders, by any time in force but the
// auctions'. A limit gets the net that the legs show and never a worse one. Each execution is a fill of each leg
// (Fill.Leg), which moves a position, and then one of the whole, which moves the order: see combo.go.
//
// # Time in force and hours
//
// Day orders end when their session closes, half days included; with OutsideRTH, when extended trading
// ends. Sent between sessions, they live through the next one. Opening orders meet the first price of the
// next session to open and end; auction orders stay as limit orders. Orders with a good-after time begin then, for
// the day of that time. IOC and FOK orders meet one price; sent while the market is closed they
// are cancelled. Bars, quotes and trades outside regular hours, by the calendar's phase at their end, fill
// only orders with OutsideRTH, and outside extended hours nobody. A bar longer than the life of an
// order is known too late for it: use GTC with weekly bars.
//
// # What a strategy is told
//
// WasSubmitted, then WasRejected or WasAccepted; WasModified, also unasked, when a group shrinks, a stop is adjusted
// or a trailing stop has found its price; WasTriggered; WasFilled, WasCancelled, HasExpired. In between Noted tells why an order has not filled, whenever the reason changes, with the nearest price the
// order has seen; and once more before its time or its strategy ends it. [Venue.Terms] tells where a trailing stop or a
// pegged order stands.
//
// # Other engines
//
// Repeated trade by trade on their own data, in published_test.go and publishedfills_test.go:
//
//   - backtrader's strategy test, EURO STOXX 50 of 2006: all 23 prices and the final value. Nothing differs.
//   - backtesting.py's strategy test, GOOG 2004 to 2013: all 66 trades and the final equity. It sizes an order when it
//     fills, at a price that nobody knew when the order was sent; ours has its size when it is sent, which is what a
//     broker asks for. The test looks ahead to say the same size.
//   - backtesting.py's tests of single orders: of a stop entry with a stop loss inside the entry's bar it puts the loss
//     off to the next open (705.58), as if the low had come before the entry; here the loss is taken on the day, at
//     720, because the high was nearer to the open than the low, and under Pessimistic because nothing says that the
//     low came first. Everything else is the same on both paths.
//
// Compared by their documents alone: NautilusTrader fills a market order at the close of the bar that it was sent on
// (sim.timing this-close); LEAN fills a limit order once prices have gone beyond it (sim.limits through).
//
// # What goes wrong
//
// [Latency] lets commands arrive later, [Options.Rejects] refuses orders at random, a [Halt] stops trading for a
// time and [Bands] bound the price. None of it happens by default.
//
// With [Options.Funds] the account must be able to carry an order when it is accepted or changed, and to pay each fill;
// package custody is such an account. Margin, positions, account values and anything of TWS never live here.
package sim
