package wire

import "github.com/shopspring/decimal"

// AccountValue is one figure of an account.
type AccountValue struct {
	Key      string
	Value    string
	Currency string
	Account  string
}

// Kind returns the kind of the message.
func (*AccountValue) Kind() Kind { return answer(6) }

func (m *AccountValue) fields(c *coder) {
	c.str(1, "key", &m.Key)
	c.str(2, "value", &m.Value)
	c.str(3, "currency", &m.Currency)
	c.str(4, "accountName", &m.Account)
}

// PortfolioValue is one position of a subscribed account, valued.
type PortfolioValue struct {
	Contract      Contract
	Position      decimal.Decimal
	MarketPrice   decimal.Decimal
	MarketValue   decimal.Decimal
	AverageCost   decimal.Decimal
	UnrealizedPNL Opt[decimal.Decimal]
	RealizedPNL   Opt[decimal.Decimal]
	Account       string
}

// Kind returns the kind of the message.
func (*PortfolioValue) Kind() Kind { return answer(7) }

func (m *PortfolioValue) fields(c *coder) {
	m.Contract.inside(c, 1, portfolioForm)
	c.size(2, "position", &m.Position)
	c.price(3, "marketPrice", &m.MarketPrice)
	c.price(4, "marketValue", &m.MarketValue)
	c.price(5, "averageCost", &m.AverageCost)
	c.optPrice(6, "unrealizedPNL", &m.UnrealizedPNL)
	c.optPrice(7, "realizedPNL", &m.RealizedPNL)
	c.str(8, "accountName", &m.Account)
}

// AccountUpdateTime is when the account figures were computed.
type AccountUpdateTime struct {
	Time string // "HH:MM", host time
}

// Kind returns the kind of the message.
func (*AccountUpdateTime) Kind() Kind { return answer(8) }

func (m *AccountUpdateTime) fields(c *coder) {
	c.str(1, "timeStamp", &m.Time)
}

// AccountDownloadEnd ends the first picture of an account.
type AccountDownloadEnd struct {
	Account string
}

// Kind returns the kind of the message.
func (*AccountDownloadEnd) Kind() Kind { return answer(54) }

func (m *AccountDownloadEnd) fields(c *coder) {
	c.str(1, "accountName", &m.Account)
}

// ManagedAccounts lists the accounts of the login.
type ManagedAccounts struct {
	Accounts string // separated by commas, possibly one at the end
}

// Kind returns the kind of the message.
func (*ManagedAccounts) Kind() Kind { return answer(15) }

func (m *ManagedAccounts) fields(c *coder) {
	c.str(1, "accountsList", &m.Accounts)
}

// AccountUpdateMulti is one figure of an account or model.
type AccountUpdateMulti struct {
	RequestID int
	Account   string
	ModelCode string
	Key       string
	Value     string
	Currency  string
}

// Kind returns the kind of the message.
func (*AccountUpdateMulti) Kind() Kind { return answer(73) }

func (m *AccountUpdateMulti) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	c.str(3, "modelCode", &m.ModelCode)
	c.str(4, "key", &m.Key)
	c.str(5, "value", &m.Value)
	c.str(6, "currency", &m.Currency)
}

// AccountUpdateMultiEnd ends the first picture of an account or model.
type AccountUpdateMultiEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*AccountUpdateMultiEnd) Kind() Kind { return answer(74) }

func (m *AccountUpdateMultiEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// AccountSummary is one figure of a summary.
type AccountSummary struct {
	RequestID int
	Account   string
	Tag       string
	Value     string
	Currency  string
}

// Kind returns the kind of the message.
func (*AccountSummary) Kind() Kind { return answer(63) }

func (m *AccountSummary) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	c.str(3, "tag", &m.Tag)
	c.str(4, "value", &m.Value)
	c.str(5, "currency", &m.Currency)
}

// AccountSummaryEnd ends the first picture of a summary.
type AccountSummaryEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*AccountSummaryEnd) Kind() Kind { return answer(64) }

func (m *AccountSummaryEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// FamilyCodes lists the account families of the login.
type FamilyCodes struct {
	Codes []FamilyCode
}

// Kind returns the kind of the message.
func (*FamilyCodes) Kind() Kind { return answer(78) }

func (m *FamilyCodes) fields(c *coder) {
	list(c, 1, "familyCodes", &m.Codes, (*FamilyCode).fields)
}

// UserInfo names the white branding of the login.
type UserInfo struct {
	RequestID       int
	WhiteBrandingID string
}

// Kind returns the kind of the message.
func (*UserInfo) Kind() Kind { return answer(107) }

func (m *UserInfo) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "whiteBrandingId", &m.WhiteBrandingID)
}
