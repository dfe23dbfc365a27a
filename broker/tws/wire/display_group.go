package wire

// DisplayGroupList lists the display groups of TWS.
type DisplayGroupList struct {
	RequestID int
	Groups    string // ids separated by |, most used first
}

// Kind returns the kind of the message.
func (*DisplayGroupList) Kind() Kind { return answer(67) }

func (m *DisplayGroupList) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "groups", &m.Groups)
}

// DisplayGroupUpdated tells the contract a display group shows.
type DisplayGroupUpdated struct {
	RequestID    int
	ContractInfo string // "none", "conId@EXCHANGE" or "combo"
}

// Kind returns the kind of the message.
func (*DisplayGroupUpdated) Kind() Kind { return answer(68) }

func (m *DisplayGroupUpdated) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "contractInfo", &m.ContractInfo)
}

// QueryDisplayGroups asks for the display groups.
type QueryDisplayGroups struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*QueryDisplayGroups) Kind() Kind { return ask(67) }

func (m *QueryDisplayGroups) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// SubscribeToGroupEvents follows a display group.
type SubscribeToGroupEvents struct {
	RequestID int
	GroupID   int
}

// Kind returns the kind of the message.
func (*SubscribeToGroupEvents) Kind() Kind { return ask(68) }

func (m *SubscribeToGroupEvents) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.int(2, "groupId", &m.GroupID)
}

// UpdateDisplayGroup shows a contract in a display group.
type UpdateDisplayGroup struct {
	RequestID    int
	ContractInfo string // "none" or "conId@EXCHANGE"
}

// Kind returns the kind of the message.
func (*UpdateDisplayGroup) Kind() Kind { return ask(69) }

func (m *UpdateDisplayGroup) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "contractInfo", &m.ContractInfo)
}

// UnsubscribeFromGroupEvents stops following a display group.
type UnsubscribeFromGroupEvents struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*UnsubscribeFromGroupEvents) Kind() Kind { return ask(70) }

func (m *UnsubscribeFromGroupEvents) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
