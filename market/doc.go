// Package market is the vocabulary of what is traded and what is observed: instruments and their
// price and size grids, bars, quotes and trades, bar specifications, civil dates and instants.
//
// Observations are float64 values and int64 nanoseconds ([Time]); they are copied, never shared, and
// cost no allocation. What is committed to (prices and sizes of orders) is decimal and belongs to
// package order; [Instrument] is where the two meet, because it knows the grid a price must lie on.
//
// Trading calendars live in market/calendar, the building of bars from finer data in
// market/aggregate. Orders, positions, files and sockets never live here.
package market
