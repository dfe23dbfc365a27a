package fault

import (
	"time"
)

// A Script is what goes wrong.
type Script struct {
	Title string         `yaml:"title" doc:"what the script plays, in one line"`
	Seed  uint64         `yaml:"seed" doc:"of everything that is left to chance; 0 when it is not given"`
	Clock Clock          `yaml:"clock" doc:"which clock times and durations are of: market (default) or wall"`
	Zone  *time.Location `yaml:"zone" doc:"of times of day, such as America/New_York, which is the default"`
	Steps []Step         `yaml:"steps" doc:"what happens, in no particular order"`
}

// A Step is one thing that goes wrong. Its zero fields mean that nothing is asked.
type Step struct {
	Name string `yaml:"name" doc:"what other steps and the control port call it"`

	At         At     `yaml:"at" doc:"when it is armed: a duration from the start of the script (30s), a time of day (15:45:00) or an instant (2024-03-04T20:45:00Z)"`
	After      string `yaml:"after" doc:"the step that arms it each time it happens"`
	On         *On    `yaml:"on" doc:"the messages that it waits for"`
	Connection int    `yaml:"connection" doc:"the connection it waits for, counted from 1 since the script was started; with on, the only one whose messages count"`

	Wait   time.Duration `yaml:"wait" doc:"how long after its cause it happens"`
	Chance float64       `yaml:"chance" doc:"how probable it is that it happens when it could, above 0 and up to 1, which is the default"`
	Every  time.Duration `yaml:"every" doc:"how long after it happened it happens again; not with on or connection"`
	Times  Times         `yaml:"times" doc:"how often it happens, or always; 1 by default, always with every"`
	Until  Until         `yaml:"until" doc:"when it ends: a duration from when it was armed, or the name of a step"`

	Do []Action `yaml:"do" doc:"the actions, in their order"`
}

// On describes messages. All that is given must fit.
type On struct {
	In     string           `yaml:"in" doc:"the request it is, by its name in package wire, or any"`
	Out    string           `yaml:"out" doc:"the answer it is, or any, or Welcome for the server's half of the handshake"`
	Client *int             `yaml:"client" doc:"the client whose it is; any when not given"`
	Order  int              `yaml:"order" doc:"the order id it is about, in executions and commissions too"`
	Ref    string           `yaml:"ref" doc:"the orderRef of the order it is about, in statuses and commissions too"`
	ID     *int             `yaml:"id" doc:"its request id; of an error also the order id, and -1 for none"`
	Where  map[string]Value `yaml:"where" doc:"what its fields must be"`
	Nth    int              `yaml:"nth" doc:"the first of those that counts, from 1"`
}

// Clock is one of the two clocks of a gateway.
type Clock uint8

// Clocks.
const (
	Market Clock = iota // runs with the tape
	Wall                // runs with the world, from the start of the script
	clocks
)

var clockNames = [...]string{"market", "wall"}

func (c Clock) String() string { return clockNames[c%clocks] }

// Times is how often a step happens: 0 for the default.
type Times int

// Always is without a bound.
const Always Times = -1

// Until is when a step ends: after a duration, with a step, or, when zero, never.
type Until struct {
	Time time.Duration
	Step string
}

// Client says whom an action concerns. The zero value is the client of the message or connection that caused it,
// and everybody when there is none.
type Client struct {
	All bool
	One *int
}

// ID is a request or order id in a message that is made up: none (-1) when zero.
type ID struct {
	Same  bool // that of the message at hand
	Given *int
}
