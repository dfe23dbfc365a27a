//go:build e2e

package live

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// These tests kill real processes: the test's own program, started again as an engine or as a gateway.

func init() {
	roles["engine"], roles["gateway"] = engineRole, gatewayRole
	strategy.Register("restless", "trades all the time", func(p *strategy.Params) strategy.Strategy {
		x := &restless{}
		p.Int(&x.quiet, "quiet", 0, "1 only looks on").Bounds(0, 1)
		return x
	})
}

// restless sends an order for every other quote: marketable ones, resting ones, and cancels of those.
type restless struct {
	quiet int
	seen  int
	rest  []order.ID
}

func (x *restless) Start(s *strategy.Session) error {
	s.Quotes("DEMO", func(q market.Quote) {
		if x.quiet == 0 {
			x.quote(s, q)
		}
	})
	return nil
}

func (x *restless) quote(s *strategy.Session, q market.Quote) {
	x.seen++
	side, price := order.Buy, q.Ask+1
	if x.seen%2 == 0 {
		side, price = order.Sell, q.Bid-1
	}
	one := decimal.NewFromInt(int64(1 + x.seen%3))
	switch x.seen % 5 {
	case 0, 1, 2:
		s.Submit(order.NewLimit("DEMO", side, one, decimal.NewFromFloat(price).Round(2)).For(order.IOC))
	case 3:
		if id, err := s.Submit(order.NewLimit("DEMO", order.Buy, one, decimal.NewFromFloat(q.Bid-5).Round(2))); err == nil {
			x.rest = append(x.rest, id)
		}
	case 4:
		if len(x.rest) > 0 {
			_ = s.Cancel(x.rest[0]) // it may have ended before a restart
			x.rest = x.rest[1:]
		}
	}
}

// engineRole runs a configuration until it is killed or interrupted.
func engineRole(args []string) error {
	run, err := config.Load(config.Layers{Path: args[0]})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	_, err = Run(ctx, run, Options{Log: zerolog.New(os.Stderr), Ready: func(_ string, status func() *engine.Status) {
		go func() {
			for s := status(); s == nil || s.State != engine.Ready; s = status() {
				<-time.After(time.Millisecond)
			}
			fmt.Println("ready")
			go tellStates(ctx, status)
			bufio.NewReader(os.Stdin).ReadString('\n') // the test says stop by closing it
			cancel()
		}()
	}})
	return err
}

// tellStates prints each state of the session that it sees after the first.
func tellStates(ctx context.Context, status func() *engine.Status) {
	for last := engine.Ready; ctx.Err() == nil; <-time.After(time.Millisecond) {
		if s := status().State; s != last {
			last = s
			fmt.Println(s)
		}
	}
}

// gatewayRole serves a market with fifty quotes a second until it is killed. Its orders and accounts are in a file.
func gatewayRole(args []string) error {
	now := market.At(time.Now())
	var quotes market.Quotes
	for i := range 50 * 900 {
		bid := 100 + float64(i%100)/100
		quotes.Append(market.Quote{Time: now.Add(time.Duration(i) * 20 * time.Millisecond), Bid: bid, Ask: bid + 0.02, BidSize: 500, AskSize: 500})
	}
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "DEMO", Kind: market.Equity, Primary: "NYSE", Calendar: "24/7"}},
		Archive:  floor.Memory{"DEMO": {Quotes: quotes}}, Start: now,
	})
	if err != nil {
		return err
	}
	book, err := deskfile.Open(args[0], deskfile.Options{})
	if err != nil {
		return err
	}
	g, err := gateway.New(gateway.Options{
		Floor: f, Desk: &desk.Options{Accounts: []desk.Account{{Name: gateway.DemoAccount}}, Book: book}, Log: zerolog.New(os.Stderr),
	})
	if err != nil {
		return err
	}
	go g.Run(context.Background())
	return g.Listen(context.Background(), args[1], func(at net.Addr) { fmt.Println(at) })
}

// process is a program of the test.
type process struct {
	*exec.Cmd
	says *bufio.Scanner
	in   interface{ Close() error }
}

func launch(t *testing.T, role string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+role)
	log, err := os.OpenFile(filepath.Join(t.TempDir(), "log"), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		log.Close()
	})
	return &process{cmd, bufio.NewScanner(out), in}
}

// hear waits for a line, a minute at most.
func (p *process) hear(t *testing.T) string {
	t.Helper()
	impatience := time.AfterFunc(time.Minute, func() { _ = p.Process.Kill() })
	defer impatience.Stop()
	if !p.says.Scan() {
		text, _ := os.ReadFile(p.Stderr.(*os.File).Name())
		t.Fatalf("%v has ended before it said anything:\n%s", p.Args, text[max(0, len(text)-4000):])
	}
	return p.says.Text()
}

func (p *process) kill() {
	_ = p.Process.Kill()
	_ = p.Wait()
}

// kills is how often the process is killed: TIDEMARK_KILLS, or 200.
func kills(t *testing.T, usual int) int {
	text := os.Getenv("TIDEMARK_KILLS")
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func writeConfig(t *testing.T, dir, addr, sync string, quiet int) string {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "run.yaml")
	text := fmt.Sprintf(`
name: kill
store: %s
broker: {kind: tws, port: %s, account: %s, sync: %s, max_starts: 10000}
monitor: {listen: ""}
instruments: [{symbol: DEMO, kind: equity, calendar: 24/7, source: {quotes: true}}]
strategies: [{use: restless, params: {quiet: %d}}]
risk: {buying_power: false}
`, filepath.Join(dir, "state.db"), port, gateway.DemoAccount, sync, quiet)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestKilledEngine kills the engine at random moments while it trades, and compares its books with the gateway's.
func TestKilledEngine(t *testing.T) {
	for _, sync := range []string{"always", "batch"} {
		t.Run(sync, func(t *testing.T) {
			dir, seed := t.TempDir(), uint64(time.Now().UnixNano())
			t.Logf("seed %d", seed)
			chance := rand.New(rand.NewPCG(seed, 0))
			g := launch(t, "gateway", filepath.Join(dir, "gateway.db"), "127.0.0.1:0")
			addr := g.hear(t)
			path := writeConfig(t, dir, addr, sync, 0)
			for range kills(t, 200) / 2 {
				e := launch(t, "engine", path)
				if chance.IntN(4) > 0 {
					e.hear(t)
				}
				<-time.After(time.Duration(chance.IntN(900)) * time.Millisecond)
				e.kill()
			}
			finish(t, dir, addr, sync)
		})
	}
}

// TestKilledGateway kills the gateway instead; it comes back on the same port with the same file.
func TestKilledGateway(t *testing.T) {
	dir := t.TempDir()
	chance := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	book := filepath.Join(dir, "gateway.db")
	g := launch(t, "gateway", book, "127.0.0.1:0")
	addr := g.hear(t)
	e := launch(t, "engine", writeConfig(t, dir, addr, "batch", 0))
	e.hear(t)
	for range kills(t, 20) {
		<-time.After(time.Duration(500+chance.IntN(1500)) * time.Millisecond)
		g.kill()
		g = launch(t, "gateway", book, addr)
		g.hear(t)
	}
	<-time.After(10 * time.Second) // the engine finds its way back
	e.in.Close()
	if err := e.Wait(); err != nil {
		t.Fatalf("the engine: %v", err)
	}
	finish(t, dir, addr, "batch")
}

// finish starts an engine once more, which only looks on: what filled at the last moment is found at the next start.
func finish(t *testing.T, dir, addr, sync string) {
	t.Helper()
	last := launch(t, "engine", writeConfig(t, dir, addr, sync, 1))
	last.hear(t)
	last.in.Close()
	if err := last.Wait(); err != nil {
		t.Fatalf("the last engine: %v", err)
	}
	compareBooks(t, addr, filepath.Join(dir, "state.db"))
}

// compareBooks holds the engine's bookings against the gateway's executions, and its positions against the gateway's.
func compareBooks(t *testing.T, addr, state string) {
	t.Helper()
	c, err := client.Dial(t.Context(), client.Options{Addr: addr, ClientID: 99})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fills, err := c.Executions(t.Context(), wire.RequestExecutions{})
	if err != nil {
		t.Fatal(err)
	}
	booked, quantity := bookings(t, state)
	orders := map[string]int64{}
	position := decimal.Zero
	for _, f := range fills {
		x := &f.Executed.Execution
		if booked[x.ExecID]--; booked[x.ExecID] != 0 {
			t.Errorf("execution %s of order %s is booked %d times", x.ExecID, x.OrderRef, booked[x.ExecID]+1)
		}
		if perm, known := orders[x.OrderRef]; known && perm != x.PermID {
			t.Errorf("order %s was sent twice: %d and %d", x.OrderRef, perm, x.PermID)
		}
		orders[x.OrderRef] = x.PermID
		if x.Side == wire.Bought {
			position = position.Add(x.Shares)
		} else {
			position = position.Sub(x.Shares)
		}
	}
	for id, n := range booked {
		if n > 0 {
			t.Errorf("execution %s is booked and the gateway does not know it", id)
		}
	}
	if !quantity.Equal(position) {
		t.Errorf("our position %s, the gateway's %s", quantity, position)
	}
	t.Logf("%d executions of %d orders, position %s", len(fills), len(orders), position)
	if len(fills) == 0 {
		t.Error("nothing was traded: the test has shown nothing")
	}
}

// bookings counts each execution in a state file, and adds up what is held.
func bookings(t *testing.T, path string) (map[string]int, decimal.Decimal) {
	t.Helper()
	s, err := store.OpenWith(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	booked, quantity := map[string]int{}, decimal.Zero
	err = s.Walk(store.Bookings, func(_ string, value []byte) error {
		var b portfolio.Booking
		if err := json.Unmarshal(value, &b); err != nil {
			return err
		}
		if !b.Charge {
			booked[b.Fill.ExecID]++
			quantity = quantity.Add(b.Fill.Signed())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return booked, quantity
}
