package wire

// RequestAccountUpdates subscribes to the figures and positions of an account, or ends that.
type RequestAccountUpdates struct {
	Subscribe bool
	Account   string
}

// Kind returns the kind of the message.
func (*RequestAccountUpdates) Kind() Kind { return ask(6) }

func (m *RequestAccountUpdates) fields(c *coder) {
	c.bool(1, "subscribe", &m.Subscribe)
	c.str(2, "acctCode", &m.Account)
}

// RequestManagedAccounts asks for the accounts of the login.
type RequestManagedAccounts struct{}

// Kind returns the kind of the message.
func (*RequestManagedAccounts) Kind() Kind { return ask(17) }

func (*RequestManagedAccounts) fields(*coder) {}

// RequestAccountSummary subscribes to figures of many accounts.
type RequestAccountSummary struct {
	RequestID int
	Group     string // "All" or an advisor's group
	Tags      string // separated by commas, "$LEDGER:ALL" for currencies
}

// Kind returns the kind of the message.
func (*RequestAccountSummary) Kind() Kind { return ask(62) }

func (m *RequestAccountSummary) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "groupName", &m.Group)
	c.str(3, "tags", &m.Tags)
}

// CancelAccountSummary ends a summary.
type CancelAccountSummary struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelAccountSummary) Kind() Kind { return ask(63) }

func (m *CancelAccountSummary) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestAccountUpdatesMulti subscribes to the figures of an account or model.
type RequestAccountUpdatesMulti struct {
	RequestID    int
	Account      string
	ModelCode    string
	LedgerAndNLV bool
}

// Kind returns the kind of the message.
func (*RequestAccountUpdatesMulti) Kind() Kind { return ask(76) }

func (m *RequestAccountUpdatesMulti) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	c.str(3, "modelCode", &m.ModelCode)
	c.bool(4, "ledgerAndNLV", &m.LedgerAndNLV)
}

// CancelAccountUpdatesMulti ends that subscription.
type CancelAccountUpdatesMulti struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelAccountUpdatesMulti) Kind() Kind { return ask(77) }

func (m *CancelAccountUpdatesMulti) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestFamilyCodes asks for the account families of the login.
type RequestFamilyCodes struct{}

// Kind returns the kind of the message.
func (*RequestFamilyCodes) Kind() Kind { return ask(80) }

func (*RequestFamilyCodes) fields(*coder) {}

// RequestUserInfo asks for the white branding of the login.
type RequestUserInfo struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*RequestUserInfo) Kind() Kind { return ask(104) }

func (m *RequestUserInfo) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
