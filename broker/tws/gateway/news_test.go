package gateway_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
)

// Headlines and bulletins of the future come out at their time, to those who asked for them: two seconds after the
// opening, a story about the share; a second later, a bulletin.
func TestNewsComesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, start(t, gateway.Options{News: gateway.News{
			Stories:   []gateway.Story{{Time: opening.Add(2 * time.Second), Provider: "BRFG", ID: "BRFG$1", Headline: "A rise", Symbols: []string{"AAPL"}}},
			Bulletins: []gateway.Bulletin{{Time: opening.Add(3 * time.Second), Text: "A pause", Exchange: "NYSE"}},
		}}), 1, 225)
		stories, err := c.News(t.Context(), aapl, "BRFG")
		if err != nil {
			t.Fatal(err)
		}
		bulletins, err := c.NewsBulletins(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		story, err := stories.Next(t.Context())
		if err != nil || story.Headline != "A rise" || story.ArticleID != "BRFG$1" || story.Time != opening.Add(2*time.Second).UTC().UnixMilli() {
			t.Errorf("story %+v, %v", story, err)
		}
		bulletin, err := bulletins.Next(t.Context())
		if err != nil || bulletin.Text != "A pause" || bulletin.Type != 1 || bulletin.Exchange != "NYSE" {
			t.Errorf("bulletin %+v, %v", bulletin, err)
		}
	})
}
