package wire

// ReceiveFA is a part of the advisor's configuration.
type ReceiveFA struct {
	Type FADataType
	XML  string
}

// Kind returns the kind of the message.
func (*ReceiveFA) Kind() Kind { return answer(16) }

func (m *ReceiveFA) fields(c *coder) {
	enum(c, 1, "faDataType", &m.Type)
	c.str(2, "xml", &m.XML)
}

// ReplaceFAEnd confirms [ReplaceFA].
type ReplaceFAEnd struct {
	RequestID int
	Text      string
}

// Kind returns the kind of the message.
func (*ReplaceFAEnd) Kind() Kind { return answer(103) }

func (m *ReplaceFAEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "text", &m.Text)
}

// RequestFA asks for a part of the advisor's configuration.
type RequestFA struct {
	Type FADataType
}

// Kind returns the kind of the message.
func (*RequestFA) Kind() Kind { return ask(18) }

func (m *RequestFA) fields(c *coder) {
	enum(c, 1, "faDataType", &m.Type)
}

// ReplaceFA replaces a part of the advisor's configuration.
type ReplaceFA struct {
	Type      FADataType
	XML       string
	RequestID int
}

// Kind returns the kind of the message.
func (*ReplaceFA) Kind() Kind { return ask(19) }

func (m *ReplaceFA) fields(c *coder) {
	enum(c, 2, "faDataType", &m.Type)
	c.str(3, "xml", &m.XML)
	if c.version >= 157 { // an answer names it from then on
		c.int(1, "reqId", &m.RequestID)
	}
}

// SoftDollarTiers lists the soft dollar tiers of the login.
type SoftDollarTiers struct {
	RequestID int
	Tiers     []SoftDollarTier
}

// Kind returns the kind of the message.
func (*SoftDollarTiers) Kind() Kind { return answer(77) }

func (m *SoftDollarTiers) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "softDollarTiers", &m.Tiers, (*SoftDollarTier).fields)
}

// RequestSoftDollarTiers asks for them.
type RequestSoftDollarTiers struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*RequestSoftDollarTiers) Kind() Kind { return ask(79) }

func (m *RequestSoftDollarTiers) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
