package wire

// VerifyMessageAPI is a challenge of the gateway to a verifying program.
type VerifyMessageAPI struct {
	Data string
}

// Kind returns the kind of the message.
func (*VerifyMessageAPI) Kind() Kind { return answer(65) }

func (m *VerifyMessageAPI) fields(c *coder) {
	c.str(1, "apiData", &m.Data)
}

// VerifyCompleted ends a verification.
type VerifyCompleted struct {
	Successful bool
	Text       string // why not
}

// Kind returns the kind of the message.
func (*VerifyCompleted) Kind() Kind { return answer(66) }

func (m *VerifyCompleted) fields(c *coder) {
	c.trueFalse(1, "isSuccessful", &m.Successful)
	c.str(2, "errorText", &m.Text)
}

// VerifyAndAuthMessageAPI is a challenge with authentication; text only.
type VerifyAndAuthMessageAPI struct {
	Data      string
	Challenge string
}

// Kind returns the kind of the message.
func (*VerifyAndAuthMessageAPI) Kind() Kind { return answer(69) }

func (m *VerifyAndAuthMessageAPI) fields(c *coder) {
	c.str(0, "apiData", &m.Data)
	c.str(0, "xyzChallenge", &m.Challenge)
}

// VerifyAndAuthCompleted ends a verification with authentication; text only.
type VerifyAndAuthCompleted struct {
	Successful bool
	Text       string // why not
}

// Kind returns the kind of the message.
func (*VerifyAndAuthCompleted) Kind() Kind { return answer(70) }

func (m *VerifyAndAuthCompleted) fields(c *coder) {
	c.trueFalse(1, "isSuccessful", &m.Successful)
	c.str(2, "errorText", &m.Text)
}

// VerifyRequest asks to verify a program.
type VerifyRequest struct {
	APIName    string
	APIVersion string
}

// Kind returns the kind of the message.
func (*VerifyRequest) Kind() Kind { return ask(65) }

func (m *VerifyRequest) fields(c *coder) {
	c.str(1, "apiName", &m.APIName)
	c.str(2, "apiVersion", &m.APIVersion)
}

// VerifyMessage answers a challenge.
type VerifyMessage struct {
	Data string
}

// Kind returns the kind of the message.
func (*VerifyMessage) Kind() Kind { return ask(66) }

func (m *VerifyMessage) fields(c *coder) {
	c.str(1, "apiData", &m.Data)
}

// VerifyAndAuthRequest asks to verify and authenticate a program; text only.
type VerifyAndAuthRequest struct {
	APIName      string
	APIVersion   string
	OpaqueISVKey string
}

// Kind returns the kind of the message.
func (*VerifyAndAuthRequest) Kind() Kind { return ask(72) }

func (m *VerifyAndAuthRequest) fields(c *coder) {
	c.str(0, "apiName", &m.APIName)
	c.str(0, "apiVersion", &m.APIVersion)
	c.str(0, "opaqueIsvKey", &m.OpaqueISVKey)
}

// VerifyAndAuthMessage answers a challenge with authentication; text only.
type VerifyAndAuthMessage struct {
	Data     string
	Response string
}

// Kind returns the kind of the message.
func (*VerifyAndAuthMessage) Kind() Kind { return ask(73) }

func (m *VerifyAndAuthMessage) fields(c *coder) {
	c.str(0, "apiData", &m.Data)
	c.str(0, "xyzResponse", &m.Response)
}
