// Package monitor shows a live engine to the outside and takes commands to it: an HTTP API, metrics for Prometheus,
// and answers to "is it alive" and "may it trade".
//
//	GET  /healthz                          200 unless the loop hangs; open to all
//	GET  /readyz                           200 while orders may leave; open to all
//	GET  /metrics                          for Prometheus; open to all
//	GET  /api/status                       everything the engine publishes
//	GET  /api/{positions,orders,fills}     parts of it
//	POST /api/{halt,resume,flatten,cancel,cancel-foreign,inquire,stop}
//	GET  /debug/pprof/                     when asked for
//
// What begins with /api or /debug wants the header "Authorization: Bearer TOKEN". The token is in a file that only its
// owner can read, beside the state file, together with the address ([Endpoint]); [Client] uses it.
//
// Reads come from snapshots that the engine's loop publishes, so looking costs it nothing. A command is put into the
// loop's inbox and answered when it has been carried out. A halt presses the kill switch first, which the engine asks
// before each order leaves.
//
// Of an engine that is not running, its state file tells ([ReadStored]), and takes a halt for the next start
// ([StoreHalt]).
//
// Serve it on loopback. It makes no decisions about trading.
package monitor
