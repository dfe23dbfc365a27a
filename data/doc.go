// Package data keeps recorded observations and plays them back: the catalog, the replay that merges
// recorded streams into one stream of events, and views that adjust or narrow a stream on its way.
//
// # The catalog
//
// A catalog is a folder of Parquet files (zstd), which DuckDB, pandas and Polars read as they are:
//
//	<root>/
//	  bars/<symbol>/<bar spec>/<year>.parquet   bars/SPY/1m/2024.parquet
//	  quotes/<symbol>/<year>.parquet            quotes/EURUSD/2024.parquet
//	  trades/<symbol>/<year>.parquet            trades/ESZ4/2024.parquet
//	  depth/<symbol>/<year>.parquet             depth/BTCUSD/2024.parquet
//	  instruments/<symbol>.json                 a market.Instrument
//	  actions/<symbol>.json                     a list of Action, by ex-date
//
// and beside the years of a series that was downloaded download.json, a Download.
//
//	bars    start, end            timestamp[ns, UTC]
//	        open, high, low, close, volume, (spread)   float64
//	quotes  time                  timestamp[ns, UTC]
//	        bid, ask, bid_size, ask_size               float64
//	trades  time                  timestamp[ns, UTC]
//	        price, size                                float64
//	depth   time                  timestamp[ns, UTC]
//	        bid_1, ask_1, bid_size_1, ask_size_1, and so on to
//	        bid_10, ask_10, bid_size_10, ask_size_10   float64, 0 where a side has fewer levels
//
// A row is in the file of the UTC year of its time; the time of a bar is its end. Rows are in order of
// time. No column has nulls, NaN or infinities; spread is there if any bar of the file has one. In names,
// bytes other than letters, digits, '-', '_', '+' and inner dots are written as %XX: EUR/USD is EUR%2FUSD.
// File systems that ignore case, as on Windows and macOS, cannot hold two symbols that differ only in case.
//
// Prices are stored raw. Splits and dividends are data of their own; Adjusted is a view.
//
// Files that end in .tmp are being written or were left by a writer that was killed; readers pass them
// over and the next writer deletes them: those of a series at once, those of a JSON file when they are
// ten minutes old. The file .lock marks the series a writer is at work on. A reader that has a file open
// keeps reading the old one when it is replaced. Equal rows, written at once, make files of equal bytes.
//
// # Replay
//
// A Replay is the source of a backtest. It delivers every row of its streams once, in the total order
// of market.Event.Order, on the goroutine that calls it. No stream has a goroutine of its own: reading
// ahead would save at most the decoding, some 30 ns a bar, and cost a batch of memory for each stream.
//
// What never lives here: trading calendars (market/calendar), the building of bars (market/aggregate),
// and anything that trades. Importers are the packages below this one.
package data
