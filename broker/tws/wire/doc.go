// Package wire is the language spoken on a TWS or IB Gateway API socket: every message once, as a Go
// struct with one description (its fields method) that both writes and reads it, as text and as
// protobuf, for the server versions [MinVersion] to [MaxVersion].
//
// A client and a simulated gateway share the descriptions: an [Encoder] and a [Decoder] are told which
// way the frames travel and which version both ends agreed on. Below that lie the framing ([Reader])
// and the handshake ([Hello], [Welcome]).
//
// The protocol says "no value" with huge numbers, empty text or absent fields. Here it is an [Opt].
// Prices and quantities of orders are decimals, observed prices and sizes are float64.
//
// Where it differs from the official Python client, it is stricter or says more:
//   - a field that the connected server is too old for is a [*VersionError], never left out in silence;
//   - words of closed sets (actions, rights, sides) and condition types must be known ones;
//   - a missing protobuf number is 0, of a request id -1, and missing tick attributes are none;
//   - of the escapes in texts only \uXXXX is undone, so a lone backslash survives.
//
// Sockets, request ids, pacing and the meaning of the messages never live here.
package wire
