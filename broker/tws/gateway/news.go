package gateway

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// newsRequests ask for headlines, articles and bulletins.
var newsRequests = []handler{
	on((*session).newsProviders), on((*session).newsArticle), on((*session).historicalNews),
	on((*session).newsBulletins), on((*session).cancelNewsBulletins),
}

const bulletinFamily = "news bulletins"

// A Story is a news article that comes out during the market's time.
type Story struct {
	Time     market.Time `yaml:"time"`     // when it comes out
	Provider string      `yaml:"provider"` // BRFG, BRFUPDN, DJNL
	ID       string      `yaml:"id"`       // of the article; "PROVIDER$number" when empty
	Headline string      `yaml:"headline"`
	Text     string      `yaml:"text"` // plain or HTML
	Symbols  []string    `yaml:"symbols"`
}

// A Bulletin is a message of IB's to its customers.
type Bulletin struct {
	Time     market.Time `yaml:"time"`
	Type     int         `yaml:"type"` // 1 regular, 2 exchange not available, 3 exchange available again
	Text     string      `yaml:"text"`
	Exchange string      `yaml:"exchange"`
}

// News is what a news file has.
type News struct {
	Stories   []Story    `yaml:"stories"`
	Bulletins []Bulletin `yaml:"bulletins"`
}

// ReadNews reads a YAML file of stories and bulletins. Unknown keys are errors.
func ReadNews(r io.Reader) (News, error) {
	var n News
	d := yaml.NewDecoder(r)
	d.KnownFields(true)
	if err := d.Decode(&n); err != nil && !errors.Is(err, io.EOF) {
		return n, fmt.Errorf("gateway: read news: %w", err)
	}
	for i := range n.Stories {
		story := &n.Stories[i]
		story.Provider = or(story.Provider, "BRFG")
		story.ID = or(story.ID, fmt.Sprintf("%s$%08x", story.Provider, i+1))
	}
	slices.SortStableFunc(n.Stories, func(a, b Story) int { return int(min(max(a.Time-b.Time, -1), 1)) })
	slices.SortStableFunc(n.Bulletins, func(a, b Bulletin) int { return int(min(max(a.Time-b.Time, -1), 1)) })
	return n, nil
}

// providers are those that every login has, and those of the stories.
var providers = []wire.NewsProvider{
	{Code: "BRFG", Name: "Briefing.com General Market Columns"}, {Code: "BRFUPDN", Name: "Briefing.com Analyst Actions"},
	{Code: "DJNL", Name: "Dow Jones Newsletters"},
}

func (s *session) newsProviders(*wire.RequestNewsProviders) {
	s.send(&wire.NewsProviders{Providers: providers})
}

func (s *session) newsArticle(m *wire.RequestNewsArticle) {
	for _, story := range s.gateway.opts.News.Stories {
		if story.ID == m.ArticleID && story.Provider == m.ProviderCode && story.Time <= s.gateway.now {
			s.send(&wire.NewsArticle{RequestID: m.RequestID, Text: story.Text})
			return
		}
	}
	s.fail(m.RequestID, 10172, "Failed to request news article:No data available")
}

// newsMost is how many headlines one answer has.
const newsMost = 300

func (s *session) historicalNews(m *wire.RequestHistoricalNews) {
	listing, refusal := s.gateway.floor.Resolve(&wire.Contract{ConID: m.ConID})
	if refusal != nil {
		s.fail(m.RequestID, 321, "Error validating request.-'ct' : cause - Please enter a valid contract ID")
		return
	}
	from, err1 := s.parseTime(m.Start)
	to, err2 := s.parseTime(m.End)
	if err := errors.Join(err1, err2); err != nil {
		s.fail(m.RequestID, 321, "Error validating request.-'ct' : cause - %v", err)
		return
	}
	if to == 0 {
		to = s.gateway.now
	}
	limit := min(m.Limit, newsMost)
	codes := strings.Split(m.ProviderCodes, "+")
	sent, more := 0, false
	for _, story := range slices.Backward(s.gateway.opts.News.Stories) { // the latest first
		if story.Time > min(to, s.gateway.now) || story.Time <= from || !slices.Contains(codes, story.Provider) ||
			!slices.Contains(story.Symbols, listing.Instrument.Symbol) {
			continue
		}
		if more = sent == limit; more {
			break
		}
		sent++
		s.send(&wire.HistoricalNews{
			RequestID: m.RequestID, Time: story.Time.UTC().Format("2006-01-02 15:04:05.0"),
			ProviderCode: story.Provider, ArticleID: story.ID, Headline: story.Headline,
		})
	}
	s.send(&wire.HistoricalNewsEnd{RequestID: m.RequestID, HasMore: more})
}

// A bulletinLine is a subscription to bulletins; a client has one at most.
type bulletinLine struct{}

func (bulletinLine) stop() {}

func (s *session) newsBulletins(m *wire.RequestNewsBulletins) {
	s.subscribe(subscriptionKey{family: bulletinFamily}, bulletinLine{})
	if !m.All {
		return
	}
	for i, b := range s.gateway.opts.News.Bulletins {
		if b.Time <= s.gateway.now {
			s.bulletin(i, &b)
		}
	}
}

func (s *session) bulletin(i int, b *Bulletin) {
	s.send(&wire.NewsBulletin{ID: i + 1, Type: or(b.Type, 1), Text: b.Text, Exchange: b.Exchange})
}

func (s *session) cancelNewsBulletins(*wire.CancelNewsBulletins) { s.unsubscribe(bulletinFamily, 0) }

// publish sets the news of the future on the market's agenda.
func (g *Gateway) publish() {
	for i := range g.opts.News.Bulletins {
		if b := &g.opts.News.Bulletins[i]; b.Time > g.now {
			g.at(b.Time, func() {
				for _, s := range g.sessions {
					if s.has(bulletinFamily, 0) {
						s.bulletin(i, b)
					}
				}
			})
		}
	}
	for i := range g.opts.News.Stories {
		if story := &g.opts.News.Stories[i]; story.Time > g.now {
			g.at(story.Time, func() { g.tellStory(story) })
		}
	}
}

// tellStory sends a headline to the lines that asked for news of one of its contracts.
func (g *Gateway) tellStory(story *Story) {
	for _, l := range g.floor.Listings() {
		if !slices.Contains(story.Symbols, l.Instrument.Symbol) || !g.flows(l.ID()) {
			continue
		}
		for _, w := range g.boards[l.ID()].watchers {
			if line, ok := w.(*quoteLine); ok && line.generic.news() {
				line.session.send(&wire.TickNews{
					RequestID: line.id, Time: int64(story.Time) / 1e6, ProviderCode: story.Provider,
					ArticleID: story.ID, Headline: story.Headline,
				})
			}
		}
	}
}
