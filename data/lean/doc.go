// Package lean reads the data tree of the LEAN engine (QuantConnect) into market streams, corporate
// actions and instrument definitions. A [Tree] is the folder that holds equity/, forex/ and so on:
//
//	<type>/<market>/tick|second|minute/<ticker>/<yyyymmdd>_<trade|quote>[_<style>].zip
//	<type>/<market>/hour|daily/<ticker>[_<trade|quote>].zip
//	<type>/<market>/hour|daily/<ticker>_<yyyy>_<trade|quote>_<style>.zip       (options)
//	equity/<market>/map_files/<symbol>.csv       which ticker the symbol had until when
//	equity/<market>/factor_files/<symbol>.csv    dividends and splits
//	market-hours/market-hours-database.json      the zone of the time stamps
//	symbol-properties/symbol-properties-database.csv
//
// LEAN stamps a bar with its start. Here a bar carries start and end: a second or a minute later; for hour
// and daily bars of shares, options and indices the session's hours from our own calendar, so that the
// daily bar ends at 16:00 New York, 13:00 on a half day, and the 09:00 hour bar covers 09:30 to 10:00. The
// daily bar of everything else ends at the midnight after it, in the zone of the data.
//
// Zones are taken from the market-hours database on trust. The FXCM hours of EURUSD that LEAN ships are stamped
// four to six hours early before October 2009 (their prices match OANDA's only when moved), which would let a
// strategy see the future; do not use them.
//
// Prices come out in units of the currency (LEAN writes those of shares and options in ten-thousandths)
// and raw: adjusting for splits and dividends is a view in package data. Open interest, shortable shares
// and the derived universe files are not read. Nothing here writes.
package lean
