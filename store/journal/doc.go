// Package journal is an append-only sequence of records in the files of one folder: checksummed, rotating, and safe
// against a crash at any byte.
//
// # The files
//
// A folder has the files 00000001.journal, 00000002.journal and so on. Each begins with a header of 16 bytes:
//
//	"TIDEJRN1"    8 bytes
//	session       uint64, little-endian: which process wrote it, counting from 1
//
// Then come records:
//
//	length        uint32, little-endian: of the payload, at most MaxRecord
//	guard         uint32, little-endian: CRC-32C of the four bytes of length
//	checksum      uint32, little-endian: CRC-32C of the payload
//	payload
//
// # What a crash leaves
//
// A process that dies leaves at most one record that is not whole, at the end of the last file it wrote. The next
// process begins a file of its own and changes no old one. A reader takes everything up to the torn record and goes
// on with the next session. Damage anywhere else is an error that names the file and the offset: nothing behind it
// can be trusted to be complete. A bad record is taken for a torn one when no whole record follows it in its file.
//
// What the records mean is for others to say.
package journal
