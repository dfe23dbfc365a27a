package wire

// RequestConfig asks for the settings of TWS; protobuf only.
type RequestConfig struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*RequestConfig) Kind() Kind { return ask(108) }

func (m *RequestConfig) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// Config is the settings of TWS; protobuf only.
type Config struct {
	RequestID   int
	LockAndExit *LockAndExitConfig
	Messages    []MessageConfig
	API         *APIConfig
	Orders      *OrdersConfig
}

// Kind returns the kind of the message.
func (*Config) Kind() Kind { return answer(110) }

func (m *Config) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	optSub(c, 2, "lockAndExit", &m.LockAndExit, (*LockAndExitConfig).fields)
	list(c, 3, "messages", &m.Messages, (*MessageConfig).fields)
	optSub(c, 4, "api", &m.API, (*APIConfig).fields)
	optSub(c, 5, "orders", &m.Orders, (*OrdersConfig).fields)
}

// UpdateConfig changes the settings that are present; protobuf only.
type UpdateConfig struct {
	RequestID          int
	LockAndExit        *LockAndExitConfig
	Messages           []MessageConfig
	API                *APIConfig
	Orders             *OrdersConfig
	AcceptedWarnings   []ConfigWarning // from the answer that refused the change
	ResetOrderSequence bool
}

// Kind returns the kind of the message.
func (*UpdateConfig) Kind() Kind { return ask(109) }

func (m *UpdateConfig) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	optSub(c, 2, "lockAndExit", &m.LockAndExit, (*LockAndExitConfig).fields)
	list(c, 3, "messages", &m.Messages, (*MessageConfig).fields)
	optSub(c, 4, "api", &m.API, (*APIConfig).fields)
	optSub(c, 5, "orders", &m.Orders, (*OrdersConfig).fields)
	list(c, 6, "acceptedWarnings", &m.AcceptedWarnings, (*ConfigWarning).fields)
	c.bool(7, "resetAPIOrderSequence", &m.ResetOrderSequence)
}

// UpdateConfigResult is the outcome of [UpdateConfig]; protobuf only.
type UpdateConfigResult struct {
	RequestID     int
	Status        string // "ok", "warning": not applied
	Message       string
	ChangedFields []string
	Errors        []string
	Warnings      []ConfigWarning
}

// Kind returns the kind of the message.
func (*UpdateConfigResult) Kind() Kind { return answer(111) }

func (m *UpdateConfigResult) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "status", &m.Status)
	c.str(3, "message", &m.Message)
	c.strings(4, "changedFields", &m.ChangedFields)
	c.strings(5, "errors", &m.Errors)
	list(c, 6, "warnings", &m.Warnings, (*ConfigWarning).fields)
}
