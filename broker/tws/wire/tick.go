package wire

// TickPrice is one price of a subscription, with the size that belongs to it. A price of -1 with size 0
// says that there is no quote.
type TickPrice struct {
	RequestID  int
	Type       TickType
	Price      float64
	Size       Opt[float64] // of the paired tick type, see [TickType]
	Attributes TickAttributes
}

// Kind returns the kind of the message.
func (*TickPrice) Kind() Kind { return answer(1) }

func (m *TickPrice) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "tickType", &m.Type)
	c.float(3, "price", &m.Price)
	c.optVolume(4, "size", &m.Size)
	enum(c, 5, "attrMask", &m.Attributes)
}

// TickSize is one size of a subscription.
type TickSize struct {
	RequestID int
	Type      TickType
	Size      Opt[float64]
}

// Kind returns the kind of the message.
func (*TickSize) Kind() Kind { return answer(2) }

func (m *TickSize) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "tickType", &m.Type)
	c.optVolume(3, "size", &m.Size)
}

// TickGeneric is one number of a subscription.
type TickGeneric struct {
	RequestID int
	Type      TickType
	Value     float64
}

// Kind returns the kind of the message.
func (*TickGeneric) Kind() Kind { return answer(45) }

func (m *TickGeneric) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "tickType", &m.Type)
	c.float(3, "value", &m.Value)
}

// TickString is one text of a subscription.
type TickString struct {
	RequestID int
	Type      TickType
	Value     []byte // reused by the next Decode, copy it to keep it
}

// Kind returns the kind of the message.
func (*TickString) Kind() Kind { return answer(46) }

func (m *TickString) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "tickType", &m.Type)
	c.bytes(3, "value", &m.Value)
}
