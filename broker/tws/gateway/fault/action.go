package fault

import (
	"reflect"
)

// An Action is something that a step does: one of the structs of this package that the table of verbs names.
type Action interface{ action() }

// A verb is an action by its name in scripts.
type verb struct {
	name  string
	zero  Action
	scope scope
	doc   string
}

// scope says where an action may stand.
type scope uint8

const (
	anywhere scope = iota
	onOut          // in steps that wait for an answer
	onIn           // in steps that wait for a request
	onBoth         // in steps that wait for a message
)

func (s scope) String() string {
	return [...]string{"anywhere", "with on: {out: ...}", "with on: {in: ...}", "with on"}[s]
}

// verbs are all actions.
var verbs = []verb{
	// Messages to clients.
	{"drop", Drop{}, onOut, "the message is not sent"},
	{"repeat", Repeat{}, onOut, "the message is sent again, changed or later"},
	{"behind", Behind{}, onOut, "the message is sent after the next one of another kind to this client"},
	{"bytes", Bytes{}, onOut, "bytes are sent in place of the message, without a frame around them"},
	{"frame", Frame{}, onOut, "bytes are sent in place of the message, as one frame"},
	{"garbage", Garbage{}, onOut, "random bytes are sent in place of the message"},
	{"tail", Tail{}, onOut, "the end of the message is cut off, or something is put there"},
	{"form", Form{}, onOut, "the message is written as in another server version: text where the client expects protobuf"},
	// Messages either way.
	{"delay", Delay{}, onBoth, "the message goes on later; others overtake it"},
	{"hold", Hold{}, onBoth, "the message goes on when a step happens; others overtake it"},
	{"replace", Replace{}, onBoth, "fields of the message are changed"},
	// Requests.
	{"ignore", Ignore{}, onIn, "the request is forgotten, as by a gateway that hides it behind a dialog"},
	{"answer", Answer{}, onIn, "the request is answered with an error and forgotten"},
	{"twin", Twin{}, onIn, "the changed order becomes a second one with the same id, and both work"},
	// Messages that nothing has caused.
	{"say", Say{}, anywhere, "an error, warning or notice is sent"},
	{"emit", Emit{}, anywhere, "a message is made up and sent"},
	// The link to IB.
	{"link", Link{}, anywhere, "the gateway's own link to IB breaks, or is back"},
	{"farm", Farm{}, anywhere, "a data farm breaks, or is back"},
	{"silence", Silence{}, anywhere, "subscriptions stay and deliver nothing, until the client cancels them and asks again"},
	{"compete", Compete{}, anywhere, "another login takes the market data (10197) for a while"},
	{"permission", Permission{}, anywhere, "the login's market data of a symbol changes"},
	// Connections.
	{"cut", Cut{}, anywhere, "connections end"},
	{"mute", Mute{}, anywhere, "connections stay open and nothing is written to them"},
	{"deaf", Deaf{}, anywhere, "connections stay open and nothing is read from them"},
	{"write", Write{}, anywhere, "what is written is cut into pieces, with pauses between them"},
	{"door", Door{}, anywhere, "connections to come are treated badly"},
	{"restart", Restart{}, anywhere, "the gateway restarts: sockets die, nothing listens, then the doors open by and by"},
	{"port", Port{}, anywhere, "the API port changes (1300): everybody is told and disconnected"},
	// Orders and accounts.
	{"fill", Fill{}, anywhere, "an order is executed, whatever the market says"},
	{"correct", Correct{}, anywhere, "an execution of today is corrected"},
	{"bust", Bust{}, anywhere, "an execution of today is taken back"},
	{"manual", Manual{}, anywhere, "somebody enters an order in TWS"},
	{"cancel", Cancel{}, anywhere, "IB cancels an order that nobody wanted cancelled"},
	{"liquidate", Liquidate{}, anywhere, "IB closes a position"},
	{"adjust", Adjust{}, anywhere, "a position changes without an execution: a transfer, an assignment, an old trade"},
	{"reset-ids", ResetIDs{}, anywhere, "order ids begin at 1 again for every client"},
}

// lookup finds a verb by its name.
func lookup(name string) *verb {
	for i := range verbs {
		if verbs[i].name == name {
			return &verbs[i]
		}
	}
	return nil
}

// verbOf finds the verb of an action.
func verbOf(a Action) *verb {
	for i := range verbs {
		if reflect.TypeOf(verbs[i].zero) == reflect.TypeOf(a) {
			return &verbs[i]
		}
	}
	return nil
}

// Verb is the name of an action in scripts; "release" of what only an engine does.
func Verb(a Action) string {
	if v := verbOf(a); v != nil {
		return v.name
	}
	return "release"
}

// A VerbDoc is an action as the reference has it.
type VerbDoc struct {
	Name, Where, Doc string
	Keys             []KeyDoc
}

// Verbs lists all actions.
func Verbs() []VerbDoc {
	list := make([]VerbDoc, len(verbs))
	for i, v := range verbs {
		list[i] = VerbDoc{v.name, v.scope.String(), v.doc, keyDocs(reflect.TypeOf(v.zero))}
	}
	return list
}

// A KeyDoc is a key of a script as the reference has it. Short marks the one that may stand alone, without its name.
type KeyDoc struct {
	Name, Doc string
	Short     bool
}

// Keys lists the keys of a script, of a step, and of on.
func Keys() (script, step, on []KeyDoc) {
	return keyDocs(reflect.TypeFor[Script]()), keyDocs(reflect.TypeFor[Step]()), keyDocs(reflect.TypeFor[On]())
}

func keyDocs(t reflect.Type) (list []KeyDoc) {
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		_, short := tag.Lookup("short")
		list = append(list, KeyDoc{tag.Get("yaml"), tag.Get("doc"), short})
	}
	return list
}

func verbNames() []string {
	names := make([]string, len(verbs))
	for i, v := range verbs {
		names[i] = v.name
	}
	return names
}
