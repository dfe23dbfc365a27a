package desk

import (
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Versions of the server before which a message of the desk was another, or none.
const (
	zonedExecutions = 174
	orderBound      = 144
)

// Spell is a message of the desk as a server of a version says it: old ones gave executions a time without a zone. It
// is nil when the version has no such message. The message itself is not changed.
func (d *Desk) Spell(m wire.Message, version int) wire.Message {
	switch m := m.(type) {
	case *wire.Executed:
		if version >= zonedExecutions {
			return m
		}
		old := *m
		if at, err := ibtime.Parse(m.Execution.Time, d.zone); err == nil {
			old.Execution.Time = ibtime.FormatZoneless(at, d.zone)
		}
		return &old
	case *wire.OrderBound:
		if version < orderBound {
			return nil
		}
	}
	return m
}
