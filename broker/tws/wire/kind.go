package wire

import "fmt"

// Kind names a message: its base id (the same in text and protobuf) and the way it travels.
type Kind uint16

// fromClient marks the kinds that a client sends; the two directions reuse the same ids.
const fromClient Kind = 1 << 15

// protoOffset is added to a base id to mark a protobuf body.
const protoOffset = 200

// Kinds returns every kind that has a description: requests, then answers, each by id.
func Kinds() []Kind {
	var all []Kind
	for id := range requests {
		if requests[id].make != nil {
			all = append(all, ask(id))
		}
	}
	for id := range answers {
		if answers[id].make != nil {
			all = append(all, answer(id))
		}
	}
	return all
}

// ID returns the base message id.
func (k Kind) ID() int { return int(k &^ fromClient) }

// FromClient tells whether clients send this kind; otherwise the gateway does.
func (k Kind) FromClient() bool { return k&fromClient != 0 }

// String returns the name of the message type, or its id when there is none.
func (k Kind) String() string {
	if d := k.lookup(); d != nil {
		return d.name
	}
	if k.FromClient() {
		return fmt.Sprintf("request %d", k.ID())
	}
	return fmt.Sprintf("answer %d", k.ID())
}

// MinVersion returns the lowest server version that has the message, [MinVersion] when all do.
func (k Kind) MinVersion() int {
	if d := k.lookup(); d != nil {
		return max(d.since, MinVersion)
	}
	return MinVersion
}

// New returns an empty message of the kind, nil when it has no description.
func (k Kind) New() Message {
	if d := k.lookup(); d != nil {
		return d.make()
	}
	return nil
}

// Proto tells whether the message is written as protobuf at a server version.
func (k Kind) Proto(version int) bool {
	d := k.lookup()
	return d != nil && d.proto != never && version >= d.proto
}

func (k Kind) lookup() *def {
	table := answers[:]
	if k.FromClient() {
		table = requests[:]
	}
	if id := k.ID(); id < len(table) && table[id].make != nil {
		return &table[id]
	}
	return nil
}

// A Message is one of the structs of this package.
type Message interface {
	Kind() Kind

	// fields visits every field in text order, with its protobuf number. It reads or writes.
	fields(c *coder)
}

// def is what there is to know of a message besides its fields.
type def struct {
	name  string
	since int // lowest server version, 0 for all
	proto int // protobuf from this server version on, or never
	text  textForm
	make  func() Message
}

// textForm is the version field that opens the text form of most older messages.
type textForm struct {
	version int // 0: no version field
	until   int // first server version without it, 0 when it stayed
}

const never = 1 << 20

// protoOnly marks messages without a text form.
var protoOnly = textForm{version: -1}

func (f textForm) present(server int) bool {
	return f.version > 0 && (f.until == 0 || server < f.until)
}

// answer and ask give the kinds of the two directions.
func answer(id int) Kind { return Kind(id) }
func ask(id int) Kind    { return Kind(id) | fromClient }

// RequestKind and AnswerKind give the kind of a message id in either direction.
func RequestKind(id int) Kind { return ask(id) }

// AnswerKind gives the kind of what a gateway sends under an id.
func AnswerKind(id int) Kind { return answer(id) }
