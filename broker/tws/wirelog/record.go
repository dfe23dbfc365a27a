package wirelog

import (
	"encoding/binary"
	"hash/crc32"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// magic opens every file; its last byte is the version of the format.
const magic = "twswire\x01"

const (
	prefixBytes = 8 // length and checksum
	headBytes   = 9 // kind and time
	maxRecord   = headBytes + wire.MaxFrame
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// kind says what a record holds.
type kind uint8

const (
	session kind = iota + 1
	toGateway
	fromGateway
	withheldToGateway
	withheldFromGateway
)

// frameKind is the kind of a frame by its direction.
func frameKind(fromClient, withheld bool) kind {
	k := fromGateway
	if fromClient {
		k = toGateway
	}
	if withheld {
		k += withheldToGateway - toGateway
	}
	return k
}

func (k kind) fromClient() bool { return k == toGateway || k == withheldToGateway }
func (k kind) withheld() bool   { return k == withheldToGateway || k == withheldFromGateway }

// appendRecord writes a record.
func appendRecord(dst []byte, k kind, at time.Time, body []byte) []byte {
	mark := len(dst)
	dst = append(dst, make([]byte, prefixBytes)...)
	dst = append(dst, byte(k))
	dst = binary.BigEndian.AppendUint64(dst, uint64(at.UnixNano()))
	dst = append(dst, body...)
	content := dst[mark+prefixBytes:]
	binary.BigEndian.PutUint32(dst[mark:], uint32(len(content)))
	binary.BigEndian.PutUint32(dst[mark+4:], crc32.Checksum(content, castagnoli))
	return dst
}

// sessionBody is the body of a session record.
func sessionBody(version, clientID int) []byte {
	body := binary.BigEndian.AppendUint32(nil, uint32(version))
	return binary.BigEndian.AppendUint32(body, uint32(clientID))
}
