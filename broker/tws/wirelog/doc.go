// Package wirelog keeps what travelled on a TWS API connection in a file, and reads it again. A [Recorder] is the Tap
// of a client (see package client) and serves the gateway's end as well; a [Reader] gives back each frame with its
// time, decoded; [Print] shows a log to people.
//
// # Format
//
// A file is the eight bytes "twswire\x01" and then records, only ever appended. Numbers are big endian.
//
//	length   uint32  of all that follows checksum
//	checksum uint32  CRC-32C of all that follows it
//	kind     uint8   1 session, 2 to the gateway, 3 from the gateway, 4 and 5 the same two, withheld
//	time     int64   nanoseconds since 1970 UTC
//	body             session: server version uint32, client id uint32; frame: its payload as in package wire,
//	                 without the length; withheld: how long the payload was, uint32
//
// A session comes before the first frame and whenever another connection begins. Each file begins with one, so that
// it can be read alone. Each record is one write, so a crash of the process loses nothing; a crash of the machine can
// leave a torn tail, which a Reader passes over and a Recorder cuts off before it appends.
//
// # Redaction
//
// Unless [Options].Redaction says otherwise, and consistently within one Recorder:
//
//   - account numbers: whatever stands in a field for an account, and every word of the form of IB's account numbers
//     (U1234567, DU1234567, and F, DF, I, DI) in any other text, such as errors and documents of advisors;
//   - user names: the submitter and the external operator of orders and executions, and the white-branding id;
//   - order references only when asked for.
//
// A frame in which something was replaced is written anew, without what package wire does not know of it. One that
// cannot be decoded, and the messages that verify a program, are withheld: only their length is recorded. Nothing else
// is replaced: contracts, prices, quantities, order ids, amounts of money, and other words of error texts stay.
//
// What the messages mean never lives here.
package wirelog
