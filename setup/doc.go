// Package setup makes of a configuration what every kind of run needs: instruments, the account's calendar, the feeds,
// the fees, the risk gate and the strategies. Sources of data, venues and engines never live here.
package setup
