package client_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestDisplayGroups: the list as TWS writes it, a group that changes, and showing a contract in it.
func TestDisplayGroups(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			for _, list := range []string{"4|1|2|5|3|6|7", "", "4|x"} {
				p.send(&wire.DisplayGroupList{RequestID: expect[*wire.QueryDisplayGroups](p).RequestID, Groups: list})
			}
			r := expect[*wire.SubscribeToGroupEvents](p)
			if r.GroupID != 4 {
				t.Errorf("%+v", r)
			}
			p.send(&wire.DisplayGroupUpdated{RequestID: r.RequestID, ContractInfo: "none"})
			u := expect[*wire.UpdateDisplayGroup](p)
			if u.RequestID != r.RequestID {
				t.Errorf("updated %d, follows %d", u.RequestID, r.RequestID)
			}
			p.send(&wire.DisplayGroupUpdated{RequestID: r.RequestID, ContractInfo: u.ContractInfo})
			if got := expect[*wire.UnsubscribeFromGroupEvents](p); got.RequestID != r.RequestID {
				t.Errorf("%+v", got)
			}
		}()
		ctx := t.Context()
		if got, err := c.DisplayGroups(ctx); err != nil || !slices.Equal(got, []int{4, 1, 2, 5, 3, 6, 7}) {
			t.Error(got, err)
		}
		if got, err := c.DisplayGroups(ctx); err != nil || len(got) != 0 {
			t.Error(got, err)
		}
		if got, err := c.DisplayGroups(ctx); err == nil {
			t.Error(got)
		}
		g, err := c.DisplayGroup(ctx, 4)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := g.Next(ctx); err != nil || s != "none" {
			t.Error(s, err)
		}
		if err := g.Show(ctx, "8314@SMART"); err != nil {
			t.Error(err)
		}
		if s, err := g.Next(ctx); err != nil || s != "8314@SMART" {
			t.Error(s, err)
		}
		g.Close()
		elapse(time.Second) // the seventh message within a moment waits for its token
	})
}

// TestPortfolio: one account at a time, positions with their value, and the subscription ended by its opposite.
func TestPortfolio(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			if r := expect[*wire.RequestAccountUpdates](p); !r.Subscribe || r.Account != "DU2" {
				t.Errorf("%+v", r)
			}
			p.send(&wire.AccountValue{Key: "NetLiquidation", Value: "5", Account: "DU2"},
				&wire.PortfolioValue{Contract: stock("X"), Position: dec("7"), Account: "DU2"},
				&wire.AccountUpdateTime{Time: "16:00"}, &wire.AccountDownloadEnd{Account: "DU2"})
			if r := expect[*wire.RequestAccountUpdates](p); r.Subscribe || r.Account != "DU2" {
				t.Errorf("%+v", r)
			}
		}()
		s, err := c.Portfolio(t.Context(), "DU2")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Portfolio(t.Context(), "DU1"); !errors.Is(err, client.ErrBusy) {
			t.Error(err)
		}
		for _, want := range []wire.Message{new(wire.AccountValue), new(wire.PortfolioValue), new(wire.AccountUpdateTime), new(wire.AccountDownloadEnd)} {
			m, err := s.Next(t.Context())
			if err != nil || m.Kind() != want.Kind() {
				t.Errorf("%v, %v, want %v", m, err, want.Kind())
			}
			if row, ok := m.(*wire.PortfolioValue); ok && !row.Position.Equal(dec("7")) {
				t.Errorf("%+v", row)
			}
		}
		s.Close()
		synctest.Wait()
	})
}

// TestAskedAgain: accounts, order ids and the clock can be asked for at any time; a lower order id changes nothing.
func TestAskedAgain(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			expect[*wire.RequestManagedAccounts](p)
			p.send(&wire.ManagedAccounts{Accounts: "DU1,DU2,DU3"})
			for _, id := range []int{5, 90} {
				expect[*wire.RequestIDs](p)
				p.send(&wire.NextValidID{OrderID: id})
			}
			if version >= 197 {
				expect[*wire.RequestCurrentTimeInMillis](p)
				p.send(&wire.CurrentTimeInMillis{Time: 1_600_000_000_123})
			}
		}()
		ctx := t.Context()
		if got, err := c.ManagedAccounts(ctx); err != nil || !slices.Equal(got, []string{"DU1", "DU2", "DU3"}) {
			t.Error(got, err)
		}
		for i, asked := range []int{5, 90} {
			if got, err := c.NextValidID(ctx); err != nil || got != asked {
				t.Error(got, err)
			}
			if got, err := c.NextOrderID(); err != nil || got != []int{17, 90}[i] { // 17 came at the connect
				t.Error(got, err)
			}
		}
		if got, err := c.CurrentTimeInMillis(ctx); version >= 197 && (err != nil || !got.Equal(time.Unix(1_600_000_000, 123_000_000))) {
			t.Error(got, err)
		}
	})
}

// TestOrderCommands: exercising takes the lane of orders and an order id, cancels say what they are told to say, and
// binding manual orders is for client 0 alone.
func TestOrderCommands(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{ClientID: 3})
		go func() {
			if m := expect[*wire.ExerciseOptions](p); m.OrderID != 40 || m.Action != wire.Lapse {
				t.Errorf("%+v", m)
			}
			if m := expect[*wire.CancelOrder](p); m.OrderID != 40 || m.Cancel.ManualTime != "20261120-15:00:00" {
				t.Errorf("%+v", m)
			}
		}()
		ctx := t.Context()
		if err := c.ExerciseOptions(ctx, &wire.ExerciseOptions{OrderID: 40, Contract: stock("X"), Action: wire.Lapse, Quantity: 1}); err != nil {
			t.Error(err)
		}
		if id, err := c.NextOrderID(); err != nil || id != 41 {
			t.Error(id, err)
		}
		if err := c.CancelOrderWith(ctx, 40, wire.OrderCancel{ManualTime: "20261120-15:00:00"}); err != nil {
			t.Error(err)
		}
		if err := c.AutoOpenOrders(ctx, true); err == nil {
			t.Error("client 3 may bind manual orders")
		}
		synctest.Wait()
		var old *wire.VersionError
		if err := c.GlobalCancelWith(ctx, wire.OrderCancel{ExtOperator: "jane"}); version < 192 && !errors.As(err, &old) {
			t.Error(err)
		}
	})
}

// TestNews: headlines of chosen providers, without quotes.
func TestNews(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			for _, want := range []string{"mdoff,292", "mdoff,292:BRFG+DJNL"} {
				r := expect[*wire.RequestMarketData](p)
				if r.GenericTicks != want {
					t.Errorf("%q, want %q", r.GenericTicks, want)
				}
				p.send(&wire.TickRequestParams{RequestID: r.RequestID}, &wire.TickNews{RequestID: r.RequestID, Headline: "up"})
				expect[*wire.CancelMarketData](p)
			}
		}()
		for _, providers := range [][]string{nil, {"BRFG", "DJNL"}} {
			s, err := c.News(t.Context(), stock("X"), providers...)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := s.Next(t.Context()); err != nil || n.Headline != "up" {
				t.Error(n, err)
			}
			s.Close()
			synctest.Wait()
		}
	})
}
