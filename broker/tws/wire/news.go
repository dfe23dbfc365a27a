package wire

// NewsBulletin is a bulletin of IB.
type NewsBulletin struct {
	ID       int
	Type     int // 1 regular; clients disagree on 2 and 3, show the text
	Text     string
	Exchange string
}

// Kind returns the kind of the message.
func (*NewsBulletin) Kind() Kind { return answer(14) }

func (m *NewsBulletin) fields(c *coder) {
	c.int(1, "msgId", &m.ID)
	c.int(2, "msgType", &m.Type)
	c.str(3, "message", &m.Text)
	c.str(4, "originExch", &m.Exchange)
}

// NewsArticle is the text of an article.
type NewsArticle struct {
	RequestID int
	Type      int // 0 plain text or HTML, 1 a PDF in base64
	Text      string
}

// Kind returns the kind of the message.
func (*NewsArticle) Kind() Kind { return answer(83) }

func (m *NewsArticle) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.int(2, "articleType", &m.Type)
	c.str(3, "articleText", &m.Text)
}

// NewsProviders lists the providers the login may read.
type NewsProviders struct {
	Providers []NewsProvider
}

// Kind returns the kind of the message.
func (*NewsProviders) Kind() Kind { return answer(85) }

func (m *NewsProviders) fields(c *coder) {
	list(c, 1, "newsProviders", &m.Providers, (*NewsProvider).fields)
}

// HistoricalNews is one headline of the past.
type HistoricalNews struct {
	RequestID    int
	Time         string // "YYYY-MM-DD HH:MM:SS.0" in UTC
	ProviderCode string
	ArticleID    string
	Headline     string
}

// Kind returns the kind of the message.
func (*HistoricalNews) Kind() Kind { return answer(86) }

func (m *HistoricalNews) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "time", &m.Time)
	c.str(3, "providerCode", &m.ProviderCode)
	c.str(4, "articleId", &m.ArticleID)
	c.str(5, "headline", &m.Headline)
}

// HistoricalNewsEnd ends the headlines of a request.
type HistoricalNewsEnd struct {
	RequestID int
	HasMore   bool
}

// Kind returns the kind of the message.
func (*HistoricalNewsEnd) Kind() Kind { return answer(87) }

func (m *HistoricalNewsEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.bool(2, "hasMore", &m.HasMore)
}

// RequestNewsBulletins subscribes to bulletins.
type RequestNewsBulletins struct {
	All bool // today's earlier ones too
}

// Kind returns the kind of the message.
func (*RequestNewsBulletins) Kind() Kind { return ask(12) }

func (m *RequestNewsBulletins) fields(c *coder) {
	c.bool(1, "allMessages", &m.All)
}

// CancelNewsBulletins ends that.
type CancelNewsBulletins struct{}

// Kind returns the kind of the message.
func (*CancelNewsBulletins) Kind() Kind { return ask(13) }

func (*CancelNewsBulletins) fields(*coder) {}

// RequestNewsArticle asks for the text of an article.
type RequestNewsArticle struct {
	RequestID    int
	ProviderCode string
	ArticleID    string
	Options      []TagValue
}

// Kind returns the kind of the message.
func (*RequestNewsArticle) Kind() Kind { return ask(84) }

func (m *RequestNewsArticle) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "providerCode", &m.ProviderCode)
	c.str(3, "articleId", &m.ArticleID)
	c.since(128).options(4, "newsArticleOptions", &m.Options)
}

// RequestNewsProviders asks which providers the login may read.
type RequestNewsProviders struct{}

// Kind returns the kind of the message.
func (*RequestNewsProviders) Kind() Kind { return ask(85) }

func (*RequestNewsProviders) fields(*coder) {}

// RequestHistoricalNews asks for headlines of the past.
type RequestHistoricalNews struct {
	RequestID     int
	ConID         int
	ProviderCodes string // separated by +
	Start         string
	End           string
	Limit         int // at most 300
	Options       []TagValue
}

// Kind returns the kind of the message.
func (*RequestHistoricalNews) Kind() Kind { return ask(86) }

func (m *RequestHistoricalNews) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.int(2, "conId", &m.ConID)
	c.str(3, "providerCodes", &m.ProviderCodes)
	c.str(4, "startDateTime", &m.Start)
	c.str(5, "endDateTime", &m.End)
	c.int(6, "totalResults", &m.Limit)
	c.since(128).options(7, "historicalNewsOptions", &m.Options)
}
