package monitor

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/tidemark/tidemark/engine"
)

// commands are what can be asked for, by the last part of the path. The body is the command as JSON; an empty one is
// the command with nothing set.
var commands = map[string]func(io.Reader) (engine.Command, error){
	"halt":           read[engine.Halt],
	"resume":         read[engine.Resume],
	"flatten":        read[engine.Flatten],
	"cancel":         read[engine.CancelOrders],
	"cancel-foreign": read[engine.CancelForeign],
	"inquire":        read[engine.Inquire],
	"stop":           read[engine.Stop],
}

func read[C engine.Command](body io.Reader) (engine.Command, error) {
	var c C
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	if err := d.Decode(&c); errors.Is(err, io.EOF) {
		return c, nil
	} else if err != nil {
		return nil, err
	}
	switch _, err := d.Token(); {
	case errors.Is(err, io.EOF):
		return c, nil
	case err != nil:
		return nil, err
	}
	return nil, errors.New("more than one")
}

// nameOf is the path of a command.
func nameOf(c engine.Command) string {
	switch c.(type) {
	case engine.Halt:
		return "halt"
	case engine.Resume:
		return "resume"
	case engine.Flatten:
		return "flatten"
	case engine.CancelOrders:
		return "cancel"
	case engine.CancelForeign:
		return "cancel-foreign"
	case engine.Stop:
		return "stop"
	}
	return "inquire"
}
