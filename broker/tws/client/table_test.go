package client

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestEndlessAnswer: a question that is answered without end fails at a limit.
func TestEndlessAnswer(t *testing.T) {
	table := newTable()
	var ended error
	c := &call{
		keys: []key{request(firstRequestID)},
		take: func(wire.Message) bool { return false },
		end:  func(err error) { ended = err },
	}
	if err := table.add(c); err != nil {
		t.Fatal(err)
	}
	rows := 0
	row := &wire.ContractDetails{}
	for table.deliver(c.keys[0], row) {
		rows++
	}
	if rows != rowLimit || ended != ErrOverflow {
		t.Errorf("%d rows, %v", rows, ended)
	}
}
