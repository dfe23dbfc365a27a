package wire

import (
	"errors"
	"fmt"
)

// Reasons found inside a [DecodeError] or an [EncodeError].
var (
	ErrMissing    = errors.New("the message ends before this field")
	ErrSyntax     = errors.New("malformed value")
	ErrRange      = errors.New("value out of range")
	ErrWireType   = errors.New("field has another protobuf type")
	ErrTooMany    = errors.New("too many fields or elements")
	ErrText       = errors.New("character not allowed in an API string")
	ErrNoTextForm = errors.New("message exists only as protobuf")
	ErrNoProto    = errors.New("message exists only as text")
	ErrTooLong    = errors.New("message is longer than a frame may be")
	ErrDirection  = errors.New("message travels the other way")
)

// A DecodeError is a received message that does not follow its description. The stream itself is still
// in step.
type DecodeError struct {
	Kind   Kind
	Field  string // the protocol's name of the field
	Offset int    // of the field, from the start of the payload
	Value  string // what stood there, shortened
	Err    error
}

func (e *DecodeError) Error() string {
	return fmt.Sprintf("wire: decode %v: field %s at byte %d, value %q: %v", e.Kind, e.Field, e.Offset, e.Value, e.Err)
}

func (e *DecodeError) Unwrap() error { return e.Err }

// An EncodeError is a message that cannot be written. Nothing of it was.
type EncodeError struct {
	Kind  Kind
	Field string
	Value string
	Err   error
}

func (e *EncodeError) Error() string {
	return fmt.Sprintf("wire: encode %v: field %s, value %q: %v", e.Kind, e.Field, e.Value, e.Err)
}

func (e *EncodeError) Unwrap() error { return e.Err }

// A VersionError is a message or a field that the connected server is too old for. Nothing was written.
type VersionError struct {
	Feature string // message, or message and field
	Need    int    // the lowest server version that has it
	Have    int    // the negotiated version
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("wire: %s needs server version %d, connected to %d: update TWS or leave it out", e.Feature, e.Need, e.Have)
}
