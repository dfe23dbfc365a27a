package fault

import (
	"reflect"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// action checks what one action is given, and prepares its fields.
func (c *compiler) action(st *step, i int, key string) {
	key = join(key, Verb(st.Do[i]))
	switch a := st.Do[i].(type) {
	case Replace:
		st.changes[i] = c.replace(st, key, a.Fields)
		if len(a.Fields) == 0 {
			c.fault(key, "nothing is replaced: want fields and values, such as {status: Inactive}")
		}
	case Repeat:
		st.changes[i] = c.replace(st, join(key, "with"), a.With)
		c.positive(key, "times", a.Times, true)
	case Emit:
		c.emit(st, i, key, a)
	case Behind:
		c.kind(key, a.Message, false)
	case Hold:
		if end := c.other(key, a.Until); end != nil {
			end.releases = true
		}
	case Bytes:
		c.hex(key, a.Hex, true)
	case Frame:
		c.hex(key, a.Hex, true)
	case Tail:
		c.hex(join(key, "add"), a.Add, false)
		c.positive(key, "cut", a.Cut, true)
	case Garbage:
		c.positive(key, "bytes", a.Bytes, true)
		if a.Bytes > wire.MaxFrame {
			c.fault(key, "%d bytes: at most %d", a.Bytes, wire.MaxFrame)
		}
	case Form:
		if wire.Supported(a.Version) != nil {
			c.fault(key, "version %d: want %d to %d", a.Version, wire.MinVersion, wire.MaxVersion)
		}
	case Delay:
		if a.For <= 0 {
			c.fault(key, "want how long, such as 2s")
		}
	case Answer:
		c.positive(key, "code", a.Code, false)
	case Twin:
		if st.kind != reflect.TypeFor[wire.PlaceOrder]() {
			c.fault(key, "is for on: {in: PlaceOrder}")
		}
	default:
		c.environment(st.Do[i], key)
	}
}

// environment checks the actions that are about no message.
func (c *compiler) environment(a Action, key string) {
	switch a := a.(type) {
	case Write:
		c.positive(key, "bytes", a.Bytes, true)
	case Door:
		c.positive(key, "next", a.Next, true)
		switch {
		case a.Is == Shut && a.Next > 0:
			c.fault(key, "nobody comes through a door that is shut: want for")
		case a.For == 0 && a.Next == 0:
			c.fault(key, "want for how long, or for the next how many connections")
		}
	case Restart:
		c.positive(key, "dying", a.Dying, true)
		c.positive(key, "silent", a.Silent, true)
	case Port:
		if a.To < 1 || a.To > 65535 {
			c.fault(key, "port %d: want 1 to 65535", a.To)
		}
	case Farm:
		if a.Name == "" {
			c.fault(key, "want the name of a farm, such as usfarm")
		}
		if a.Silent && a.Is != OK {
			c.fault(key, "silent goes with is: ok")
		}
	case Permission:
		c.needed(key, "symbol", a.Symbol)
	case Manual:
		c.needed(key, "symbol", a.Symbol)
		if a.Side == 0 || !a.Quantity.IsPositive() {
			c.fault(key, "want a side and a quantity above 0")
		}
	case Liquidate:
		c.needed(key, "symbol", a.Symbol)
	case Adjust:
		c.needed(key, "symbol", a.Symbol)
		if a.Quantity.IsZero() {
			c.fault(key, "want a quantity, such as 100 or -5")
		}
	case Fill:
		if a.Quantity.IsNegative() {
			c.fault(key, "quantity must not be below 0")
		}
	}
}

func (c *compiler) positive(key, name string, n int, zero bool) {
	if n < 0 || n == 0 && !zero {
		c.fault(key, "%s is %d: must be above 0", name, n)
	}
}

func (c *compiler) needed(key, name, value string) {
	if value == "" {
		c.fault(key, "%s is missing", name)
	}
}

func (c *compiler) hex(key, text string, needed bool) {
	if b, err := unhex(text); err != nil {
		c.fault(key, "%v", err)
	} else if needed && len(b) == 0 {
		c.fault(key, "want pairs of hexadecimal digits")
	}
}

// replace prepares changes of the message that a step waits for.
func (c *compiler) replace(st *step, key string, fields map[string]Value) []change {
	switch {
	case len(fields) == 0:
		return nil
	case st.kind == nil:
		c.fault(key, "fields need a kind of message, not any")
		return nil
	}
	if st.On.In != "" {
		for name, v := range fields {
			if v.Raw != nil {
				c.fault(join(key, name), "a request is not written again: want a plain value")
			}
		}
	}
	return c.fields(key, st.kind, fields)
}

func (c *compiler) emit(st *step, i int, key string, a Emit) {
	kind := c.kind(key, a.Message, false)
	if kind == nil {
		return
	}
	if kind == reflect.TypeFor[wire.Welcome]() {
		c.fault(key, "a handshake cannot be sent again")
		return
	}
	if a.Copy && st.kind == nil {
		c.fault(key, "copy needs a message to copy: want it with on")
	}
	st.made[i] = kind
	st.changes[i] = c.fields(join(key, "fields"), kind, a.Fields)
}
