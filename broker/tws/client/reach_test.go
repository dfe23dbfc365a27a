package client_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// rawOnly are the requests without a call of their own, and why.
var rawOnly = map[wire.Kind]string{
	(&wire.VerifyRequest{}).Kind():        "for vendors with a contract with IB; nobody else can try it",
	(&wire.VerifyMessage{}).Kind():        "likewise",
	(&wire.VerifyAndAuthRequest{}).Kind(): "likewise",
	(&wire.VerifyAndAuthMessage{}).Kind(): "likewise",
}

// TestEveryRequestHasACall: the typed calls together send every request of the protocol, cancels included, to a
// gateway that never answers.
func TestEveryRequestHasACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := map[wire.Kind]bool{(&wire.StartAPI{}).Kind(): true} // Dial does, which connect's peer has seen
		c, p := connect(t, wire.MaxVersion, client.Options{})
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for {
				payload, err := p.in.Next()
				if err != nil {
					return
				}
				m, err := p.dec.Decode(payload)
				p.check(err)
				sent[m.Kind()] = true
			}
		}()
		for _, call := range append(append(commands(c), openings(c)...), unanswered(c)...) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			call(ctx)
			cancel()
			elapse(11 * time.Second) // after which a question of the same kind may be asked again
		}
		c.Close()
		<-ended
		for _, k := range wire.Kinds() {
			if why, raw := rawOnly[k]; k.FromClient() && sent[k] == raw {
				t.Errorf("%v: sent by a call %v, exempt %v %s", k, sent[k], raw, why)
			}
		}
	})
}

// opened closes a stream at once, which cancels it.
func opened[T any](s *client.Stream[T], err error) {
	if err == nil {
		s.Close()
	}
}

// commands are the calls without an answer.
func commands(c *client.Conn) []func(context.Context) {
	return []func(context.Context){
		func(ctx context.Context) { c.PlaceOrder(ctx, marketOrder(20)) },
		func(ctx context.Context) { c.CancelOrder(ctx, 20) },
		func(ctx context.Context) { c.GlobalCancel(ctx) },
		func(ctx context.Context) {
			c.ExerciseOptions(ctx, &wire.ExerciseOptions{OrderID: 21, Contract: stock("X"), Action: wire.Exercise, Quantity: 1})
		},
		func(ctx context.Context) { c.AutoOpenOrders(ctx, true) },
		func(ctx context.Context) { c.SetServerLogLevel(ctx, wire.LogDetail) },
		func(ctx context.Context) { c.SetMarketDataType(ctx, wire.Delayed) },
	}
}

// openings are the calls that open streams.
func openings(c *client.Conn) []func(context.Context) {
	x := stock("X")
	return []func(context.Context){
		func(ctx context.Context) { opened(c.MarketData(ctx, wire.RequestMarketData{Contract: x})) },
		func(ctx context.Context) { opened(c.MarketDepth(ctx, wire.RequestMarketDepth{Contract: x})) },
		func(ctx context.Context) {
			opened(c.TickByTick(ctx, wire.RequestTickByTick{Contract: x, Type: wire.TickAllLast}))
		},
		func(ctx context.Context) { opened(c.RealTimeBars(ctx, wire.RequestRealTimeBars{Contract: x})) },
		func(ctx context.Context) { opened(c.Scanner(ctx, wire.RequestScanner{})) },
		func(ctx context.Context) { opened(c.PNL(ctx, "DU1", "")) },
		func(ctx context.Context) { opened(c.PNLSingle(ctx, "DU1", "", 1)) },
		func(ctx context.Context) { opened(c.AccountUpdates(ctx, "DU1", "", false)) },
		func(ctx context.Context) { opened(c.PositionUpdates(ctx, "DU1", "")) },
		func(ctx context.Context) { opened(c.Portfolio(ctx, "DU1")) },
		func(ctx context.Context) { opened(c.NewsBulletins(ctx, true)) },
		func(ctx context.Context) {
			if g, err := c.DisplayGroup(ctx, 1); err == nil {
				g.Show(ctx, "265598@SMART")
				g.Close()
			}
		},
	}
}

// unanswered are the questions; each gives up, which cancels it where the protocol can.
func unanswered(c *client.Conn) []func(context.Context) {
	x := stock("X")
	return []func(context.Context){
		func(ctx context.Context) { c.CurrentTime(ctx) },
		func(ctx context.Context) { c.CurrentTimeInMillis(ctx) },
		func(ctx context.Context) { c.ManagedAccounts(ctx) },
		func(ctx context.Context) { c.NextValidID(ctx) },
		func(ctx context.Context) { c.UserInfo(ctx) },
		func(ctx context.Context) { c.ContractDetails(ctx, x) },
		func(ctx context.Context) { c.MatchingSymbols(ctx, "X") },
		func(ctx context.Context) { c.OptionParameters(ctx, wire.RequestSecDefOptParams{}) },
		func(ctx context.Context) { c.MarketRule(ctx, 26) },
		func(ctx context.Context) {
			c.HistoricalBars(ctx, wire.RequestHistoricalData{Contract: x, BarSize: "1 day"})
		},
		func(ctx context.Context) { c.HistoricalTrades(ctx, wire.RequestHistoricalTicks{Contract: x}) },
		func(ctx context.Context) { c.HeadTimestamp(ctx, wire.RequestHeadTimestamp{Contract: x}) },
		func(ctx context.Context) { c.Histogram(ctx, wire.RequestHistogramData{Contract: x}) },
		func(ctx context.Context) { c.Positions(ctx) },
		func(ctx context.Context) { c.AccountSummary(ctx, "All", "NetLiquidation") },
		func(ctx context.Context) { c.OpenOrders(ctx) },
		func(ctx context.Context) { c.AllOpenOrders(ctx) },
		func(ctx context.Context) { c.CompletedOrders(ctx, false) },
		func(ctx context.Context) { c.Executions(ctx, wire.RequestExecutions{}) },
		func(ctx context.Context) { c.ImpliedVolatility(ctx, wire.CalculateImpliedVolatility{Contract: x}) },
		func(ctx context.Context) { c.OptionPrice(ctx, wire.CalculateOptionPrice{Contract: x}) },
		func(ctx context.Context) { c.ScannerParameters(ctx) },
		func(ctx context.Context) { c.DepthExchanges(ctx) },
		func(ctx context.Context) { c.SmartComponents(ctx, "a6") },
		func(ctx context.Context) { c.SoftDollarTiers(ctx) },
		func(ctx context.Context) { c.FamilyCodes(ctx) },
		func(ctx context.Context) { c.NewsProviders(ctx) },
		func(ctx context.Context) { c.NewsArticle(ctx, wire.RequestNewsArticle{}) },
		func(ctx context.Context) { c.HistoricalNews(ctx, wire.RequestHistoricalNews{}) },
		func(ctx context.Context) { c.WSHMetaData(ctx) },
		func(ctx context.Context) { c.WSHEvents(ctx, wire.RequestWSHEventData{}) },
		func(ctx context.Context) { c.FundamentalData(ctx, wire.RequestFundamentalData{Contract: x}) },
		func(ctx context.Context) { c.FA(ctx, wire.FAGroups) },
		func(ctx context.Context) { c.ReplaceFA(ctx, wire.FAGroups, "<g/>") },
		func(ctx context.Context) { c.Config(ctx) },
		func(ctx context.Context) { c.UpdateConfig(ctx, wire.UpdateConfig{}) },
		func(ctx context.Context) { c.DisplayGroups(ctx) },
	}
}
