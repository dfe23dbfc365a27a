package fault

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// How connections end, and how those to come are treated.
type (
	// Manner is how a connection ends.
	Manner uint8
	// Treatment is what a new connection meets.
	Treatment uint8
)

// Manners of ending a connection.
const (
	Reset Manner = iota // RST: what was not sent is lost
	Close               // FIN, after everything has been sent
	Half                // FIN of the gateway's side; it goes on reading
)

// Treatments of connections.
const (
	Shut    Treatment = iota // refused: nothing listens
	Silent                   // accepted, and nothing is ever said
	Stalled                  // the versions are agreed on, and START_API is not answered
	HungUp                   // closed when START_API comes
	Dying                    // reset when the versions have been agreed on
	InUse                    // error 326: the old connection still has the client id
	treatments
)

var (
	mannerNames    = []string{"reset", "close", "half"}
	treatmentNames = []string{"shut", "silent", "stalled", "hung-up", "dying", "in-use"}
)

func (m Manner) String() string    { return mannerNames[int(m)%len(mannerNames)] }
func (t Treatment) String() string { return treatmentNames[t%treatments] }

// UnmarshalText reads reset, close or half.
func (m *Manner) UnmarshalText(text []byte) error { return choose(m, text, mannerNames) }

// UnmarshalText reads a treatment.
func (t *Treatment) UnmarshalText(text []byte) error { return choose(t, text, treatmentNames) }

// choose reads one of a few words.
func choose[T ~uint8](into *T, text []byte, words []string) error {
	i := slices.Index(words, string(text))
	if i < 0 {
		return fmt.Errorf("%s: want %s", text, strings.Join(words, ", "))
	}
	*into = T(i)
	return nil
}

// Cut ends connections.
type Cut struct {
	How    Manner `yaml:"how" short:"" doc:"reset (RST, the default), close (FIN after everything was sent) or half (FIN of this side alone)"`
	Client Client `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
	Torn   bool   `yaml:"torn" doc:"half a message is sent before"`
}

// Mute stops writing.
type Mute struct {
	For    time.Duration `yaml:"for" short:"" doc:"how long; what was held back then comes in one piece. For ever by default"`
	Client Client        `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
}

// Deaf stops reading.
type Deaf struct {
	For    time.Duration `yaml:"for" short:"" doc:"how long; for ever by default"`
	Client Client        `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
}

// Write cuts what is written into pieces.
type Write struct {
	Bytes  int           `yaml:"bytes" short:"" doc:"the most that is written at once; 0 ends it"`
	Pause  time.Duration `yaml:"pause" doc:"how long it rests after each piece, by the wall clock"`
	Client Client        `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
}

// Door treats connections to come.
type Door struct {
	Is   Treatment     `yaml:"is" short:"" doc:"shut, silent, stalled, hung-up, dying or in-use"`
	For  time.Duration `yaml:"for" doc:"how long, from when it is its turn: doors come one after the other"`
	Next int           `yaml:"next" doc:"how many connections; not with shut"`
}

// Restart is the gateway's own: every socket dies in the middle of a message, and what follows comes in this order.
type Restart struct {
	Shut   time.Duration `yaml:"shut" short:"" doc:"how long nothing listens"`
	Dying  int           `yaml:"dying" doc:"how many connections die in their handshake after that"`
	Silent int           `yaml:"silent" doc:"how many connections are then accepted and never answered"`
	InUse  time.Duration `yaml:"in-use" doc:"how long every client id then counts as in use (326)"`
}

// Port changes the port.
type Port struct {
	To int `yaml:"to" short:"" doc:"the new port"`
}

func (Cut) action()     {}
func (Mute) action()    {}
func (Deaf) action()    {}
func (Write) action()   {}
func (Door) action()    {}
func (Restart) action() {}
func (Port) action()    {}
