package fault

import "time"

// Drop keeps an answer from its client.
type Drop struct{}

// Repeat sends an answer again.
type Repeat struct {
	Times int              `yaml:"times" short:"" doc:"how many more there are; 1 by default"`
	With  map[string]Value `yaml:"with" doc:"fields of the repetitions that differ"`
	Later time.Duration    `yaml:"later" doc:"how long after it they come"`
}

// Behind sends an answer after the next one of another kind.
type Behind struct {
	Message string `yaml:"message" short:"" doc:"that kind, by its name in package wire"`
}

// Bytes replaces a message on the stream.
type Bytes struct {
	Hex string `yaml:"hex" short:"" doc:"pairs of hexadecimal digits, blanks anywhere"`
}

// Frame replaces the content of a message.
type Frame struct {
	Hex string `yaml:"hex" short:"" doc:"pairs of hexadecimal digits, blanks anywhere; the length is put before them"`
}

// Garbage replaces a message by noise.
type Garbage struct {
	Bytes int `yaml:"bytes" short:"" doc:"how many; 16 by default"`
}

// Tail changes the end of a message; its length is put right.
type Tail struct {
	Cut int    `yaml:"cut" short:"" doc:"how many bytes are cut off"`
	Add string `yaml:"add" doc:"what is put there, as pairs of hexadecimal digits"`
}

// Form writes a message as another version would.
type Form struct {
	Version int `yaml:"version" short:"" doc:"that server version"`
}

// Delay lets a message go on later.
type Delay struct {
	For time.Duration `yaml:"for" short:"" doc:"how much later"`
}

// Hold lets a message go on when a step happens.
type Hold struct {
	Until string `yaml:"until" short:"" doc:"the name of that step"`
}

// Replace changes fields of a message.
type Replace struct {
	Fields map[string]Value `yaml:"fields" short:"" doc:"the fields and their new values"`
}

// Ignore forgets a request.
type Ignore struct{}

// Answer refuses a request.
type Answer struct {
	Code int    `yaml:"code" short:"" doc:"the code of the error"`
	Text string `yaml:"text" doc:"its words"`
}

// Twin makes a change of an order a second order.
type Twin struct{}

// Say sends an error, a warning or a notice.
type Say struct {
	Client Client `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
	ID     ID     `yaml:"id" doc:"the request or order it is about: a number, or same for that of the message that caused it; none by default"`
	Code   int    `yaml:"code" short:"" doc:"the code"`
	Text   string `yaml:"text" doc:"its words"`
}

// Emit sends a message that is made up.
type Emit struct {
	Client  Client           `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
	Message string           `yaml:"message" short:"" doc:"what it is, by its name in package wire"`
	Fields  map[string]Value `yaml:"fields" doc:"its fields; ids may be same"`
	Copy    bool             `yaml:"copy" doc:"it begins as a copy of the message that caused it, which must be of the same kind or have structs of the same name"`
}

func (Drop) action()    {}
func (Repeat) action()  {}
func (Behind) action()  {}
func (Bytes) action()   {}
func (Frame) action()   {}
func (Garbage) action() {}
func (Tail) action()    {}
func (Form) action()    {}
func (Delay) action()   {}
func (Hold) action()    {}
func (Replace) action() {}
func (Ignore) action()  {}
func (Answer) action()  {}
func (Twin) action()    {}
func (Say) action()     {}
func (Emit) action()    {}
