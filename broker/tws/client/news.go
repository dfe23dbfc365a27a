package client

import (
	"context"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// NewsProviders returns the providers the login may read. Since server version 115.
func (c *Conn) NewsProviders(ctx context.Context) ([]wire.NewsProvider, error) {
	m, err := one[*wire.NewsProviders](ctx, c, question{
		request: &wire.RequestNewsProviders{},
		keys:    []key{shared((*wire.NewsProviders)(nil))},
	})
	if err != nil {
		return nil, err
	}
	return m.Providers, nil
}

// NewsArticle returns an article. The RequestID of r is set. Since server version 116.
func (c *Conn) NewsArticle(ctx context.Context, r wire.RequestNewsArticle) (*wire.NewsArticle, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	r.RequestID = id
	return one[*wire.NewsArticle](ctx, c, question{request: &r, keys: []key{request(id)}})
}

// HistoricalNews returns headlines, and whether there are more. The RequestID of r is set. Since server version
// 117.
func (c *Conn) HistoricalNews(
	ctx context.Context, r wire.RequestHistoricalNews,
) (headlines []*wire.HistoricalNews, more bool, err error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, false, err
	}
	r.RequestID = id
	err = c.ask(ctx, question{
		request: &r,
		keys:    []key{request(id)},
		take: func(m wire.Message) bool {
			switch m := m.(type) {
			case *wire.HistoricalNews:
				headlines = append(headlines, m)
			case *wire.HistoricalNewsEnd:
				more = m.HasMore
				return true
			}
			return false
		},
	})
	if err != nil {
		return nil, false, err
	}
	return headlines, more, nil
}
