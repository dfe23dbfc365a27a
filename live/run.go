package live

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/setup"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/store/journal"
)

// Run trades until ctx ends, and then stops in order: the exit policy, a bounded wait for the broker's answers, the
// state on disk. The error is a *Refusal where a safety rule forbids the run.
func Run(ctx context.Context, run *config.Run, o Options) (engine.Summary, error) {
	if refusal := permitted(&run.Broker, &o); refusal != nil {
		return engine.Summary{}, refusal
	}
	r := &running{run: run, opts: o, registry: prometheus.NewRegistry()}
	err := r.prepare()
	if err == nil {
		err = r.trade(ctx)
	}
	return r.summary, errors.Join(err, r.close())
}

// running is a run and everything that it holds.
type running struct {
	run      *config.Run
	opts     Options
	registry *prometheus.Registry
	latch    monitor.Switch

	universe *market.Universe
	store    *store.Store
	gateway  *gateway.Gateway // nil unless simulated
	book     *deskfile.File   // the gateway's
	recorder *feeCheck
	timings  *monitor.Timings
	journal  *journal.Writer // nil unless the run is recorded
	summary  engine.Summary

	// hard ends everything at once; the graceful way is a Stop command.
	hard    context.Context
	cut     context.CancelFunc
	inbox   *inbox.Inbox
	venue   *tws.Venue
	engine  *engine.Engine
	gateEnd <-chan error
}

// prepare makes everything that can be made without a connection.
func (r *running) prepare() error {
	var err error
	if r.universe, err = setup.Universe(r.run, nil); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(r.run.Store), 0o700); err != nil {
		return fmt.Errorf("folder of the state file: %w", err)
	}
	if r.timings, err = monitor.NewTimings(r.registry); err != nil {
		return err
	}
	sync := store.Options{Sync: store.Always, Wrote: r.timings.Store}
	if r.run.Broker.Sync == "batch" {
		sync.Sync = store.Batch
	}
	if r.store, err = store.OpenWith(r.run.Store, sync); err != nil {
		if errors.Is(err, store.ErrLocked) {
			return &Refusal{Reason: "another engine runs on this state file", Err: err}
		}
		return err
	}
	if r.run.Broker.Kind == "simulated" {
		if err = r.simulate(); err != nil {
			return err
		}
	}
	recorder, err := monitor.NewRecorder(r.registry)
	if err != nil {
		return err
	}
	r.recorder, err = newFeeCheck(recorder, setup.Fees(&r.run.Sim.Fees), r.registry, r.opts.Log.With().Str("part", "fees").Logger())
	return err
}

// trade runs the engine until ctx ends or it ends itself.
func (r *running) trade(ctx context.Context) error {
	r.hard, r.cut = context.WithCancel(context.WithoutCancel(ctx))
	defer r.cut()
	if r.gateway != nil {
		gatewayCtx, stop := context.WithCancel(context.WithoutCancel(ctx))
		r.gateEnd = serve(gatewayCtx, r.gateway)
		defer func() { stop(); <-r.gateEnd }()
	}
	now := market.At(time.Now())
	r.inbox = inbox.New(r.hard, r.universe.Len(), now, inbox.Options{Poll: true})
	if err := r.connectable(); err != nil {
		return err
	}
	var source engine.LiveSource = r.inbox
	w := wiring{r.venue, r.store, &r.latch, r.recorder.charged}
	if err := r.record(now, &source, &w); err != nil {
		return err
	}
	var err error
	if r.engine, err = assemble(r.run, r.universe, now, w, r.recorder, r.opts.Log); err != nil {
		return err
	}
	waiting := context.AfterFunc(ctx, r.cut) // a start that waits for the gateway ends at once
	err = r.engine.Start(r.hard)
	if !waiting() {
		return errors.Join(ctx.Err(), r.venue.Close())
	}
	if err != nil {
		return r.explain(err)
	}
	if err := r.venue.Want(r.wants()...); err != nil {
		return errors.Join(err, r.venue.Close())
	}
	stopped := context.AfterFunc(ctx, r.stop)
	defer stopped()
	watched, err := r.watch()
	if err != nil {
		return errors.Join(err, r.venue.Close())
	}
	defer watched()
	r.summary, err = r.engine.RunLive(r.hard, source)
	return err
}

// stop asks the engine to end in order; when it does not obey in time everything is cut.
func (r *running) stop() {
	policy := map[string]engine.ExitPolicy{"cancel": engine.CancelAll, "flatten": engine.FlattenAll}[r.run.Broker.Exit]
	patience, cancel := context.WithTimeout(r.hard, stopPatience)
	defer cancel()
	if err := r.inbox.Command(patience, engine.Stop{Exit: policy}); err != nil {
		r.opts.Log.Error().Err(err).Msg("the engine does not stop in order and is cut off")
		r.cut()
	}
}

// stopPatience is how long the engine may take to hear of a stop.
const stopPatience = 30 * time.Second

func calendarOf(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }

// connectable makes the venue.
func (r *running) connectable() (err error) {
	b := &r.run.Broker
	o := tws.Options{
		Account: b.Account, AcceptDelayed: b.Delayed, NonGuaranteed: b.Apart, DirectDepth: b.Depth == "primary",
		Cache: r.store.Answers(), Seed: r.run.Seed,
		Log: r.opts.Log.With().Str("part", "broker").Logger(),
		Client: client.Options{
			Addr: fmt.Sprintf("%s:%d", b.Host, b.Port), ClientID: b.ClientID, Rate: b.Rate, Log: r.opts.Log.With().Str("part", "client").Logger(),
		},
	}
	if r.gateway != nil {
		o.Client.Addr, o.Client.Dialer = "simulated:4002", r.gateway
		if o.Account == "" {
			o.Account = gateway.DemoAccount
		}
	}
	for _, text := range b.Restarts {
		at, err := config.ParseRestart(text)
		if err != nil {
			return err
		}
		o.Restarts = append(o.Restarts, tws.Restart{Hour: at.Hour, Minute: at.Minute, Zone: at.Zone, Length: restartLength})
	}
	r.venue, err = tws.New(r.universe.All(), calendarOf, r.inbox, o)
	return err
}

// restartLength is how long a gateway may be down for its daily restart.
const restartLength = 10 * time.Minute

// wiring is what an engine is put between: the world, or a recording of it.
type wiring struct {
	venue broker.Live
	store engine.StateStore
	latch engine.Latch
	// charged may be nil.
	charged func(*order.Fill)
}

// assemble makes the engine.
func assemble(run *config.Run, universe *market.Universe, start market.Time, w wiring, recorder engine.Recorder, log zerolog.Logger) (*engine.Engine, error) {
	cal, err := setup.Calendar(run, universe)
	if err != nil {
		return nil, err
	}
	gate, err := setup.Gate(run)
	if err != nil {
		return nil, err
	}
	members, err := setup.Members(run)
	if err != nil {
		return nil, err
	}
	for i := range members {
		members[i].TradeLate = run.Broker.Late
	}
	o := engine.Options{
		Universe: universe, Feeds: setup.Feeds(run), Start: start, Venue: w.venue, Gate: gate, Base: run.Account.Base,
		Strategies: members, Recorder: recorder, Durable: w.store, Calendar: cal.Name(),
		Live: &engine.Live{
			Venue: w.venue, Store: w.store, WriteAhead: run.Broker.Sync == "always", Account: run.Broker.Account,
			Latch: w.latch, Charged: w.charged, Claims: map[string]string{}, MaxStarts: run.Broker.MaxStarts,
		},
		Log: log.With().Str("part", "engine").Logger(),
	}
	if run.Broker.Unexplained == "adopt" {
		o.Live.Unexplained = reconcile.Adopt
	}
	for symbol, owner := range run.Broker.Claims {
		o.Live.Claims[symbol] = fmt.Sprint(owner)
	}
	if run.Sim.OnFault == "flatten" {
		o.OnFault = engine.FlattenPositions
	}
	return engine.New(o)
}

// wants is the data that the strategies asked for.
func (r *running) wants() []tws.Want {
	feeds, demands := setup.Feeds(r.run), r.engine.Demands()
	list := make([]tws.Want, 0, len(demands))
	for i, d := range demands {
		list = append(list, tws.Want{
			Instrument: d.Instrument, Bars: feeds[i].Bars, From: d.From, Quotes: feeds[i].Quotes, Trades: feeds[i].Trades, Depth: feeds[i].Depth,
			ExtendedHours: feeds[i].ExtendedHours,
		})
	}
	return list
}

// explain makes a refusal of what the broker will not have.
func (r *running) explain(err error) error {
	var account *tws.AccountError
	switch {
	case errors.As(err, &account):
		return &Refusal{Reason: "the gateway is logged in to something else", Err: err}
	case errors.Is(err, client.ErrClientIDInUse):
		return &Refusal{Reason: "another program is connected with this client id; set broker.client_id", Err: err}
	}
	return err
}

func (r *running) close() error {
	var faults []error
	if r.journal != nil {
		faults = append(faults, r.journal.Close())
	}
	if r.store != nil {
		faults = append(faults, r.store.Close())
	}
	if r.book != nil {
		faults = append(faults, r.book.Close())
	}
	return errors.Join(faults...)
}
