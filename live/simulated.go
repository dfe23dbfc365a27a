package live

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
)

// How much of the made-up market there is around now, in days. The past is for warm-ups.
const (
	simulatedPast   = 30
	simulatedFuture = 400
)

// simulatedGateway is a gateway inside the program: the run's instruments on a made-up market that begins now and takes
// its time. Its account and orders are those of the book: a broker does not forget either when a client ends, nor does it
// give the number of an execution twice.
func simulatedGateway(run *config.Run, universe *market.Universe, book desk.Book, log zerolog.Logger) (*gateway.Gateway, error) {
	now := market.At(time.Now())
	today := market.DateOf(now.UTC())
	archive, err := floor.NewSynthetic(run.Seed, today.AddDays(-simulatedPast), today.AddDays(simulatedFuture))
	if err != nil {
		return nil, fmt.Errorf("simulated gateway: %w", err)
	}
	listings, err := simulatedListings(&run.Broker.Simulated, universe)
	if err != nil {
		return nil, err
	}
	f, err := floor.New(floor.Options{Listings: listings, Archive: archive, Start: now})
	if err != nil {
		return nil, fmt.Errorf("simulated gateway: %w", err)
	}
	account := run.Broker.Account
	if account == "" {
		account = gateway.DemoAccount
	}
	faults, err := readFaults(run.Broker.Simulated.Faults)
	if err != nil {
		return nil, err
	}
	accounts := desk.Options{
		Book: book, Accounts: []desk.Account{{Name: account, Currency: run.Account.Base, Cash: run.Account.Cash}},
		Books: run.Broker.Simulated.Books, Seed: run.Seed,
	}
	if err := accounts.Queue.UnmarshalText([]byte(run.Broker.Simulated.Queue)); err != nil {
		return nil, fmt.Errorf("broker.simulated.queue: %w", err)
	}
	g, err := gateway.New(gateway.Options{Floor: f, Log: log, FreeHistory: true, Faults: faults, Desk: &accounts})
	if err != nil {
		return nil, fmt.Errorf("simulated gateway, whose account and orders are in %s: %w; without that file it begins anew",
			run.Store+BookSuffix, err)
	}
	return g, nil
}

func simulatedListings(c *config.Simulated, universe *market.Universe) ([]floor.Spec, error) {
	var specs []floor.Spec
	for _, in := range universe.All() {
		if in.Kind == market.Combo {
			continue // its market is that of its legs
		}
		spec := floor.Spec{
			Symbol: in.Symbol, Kind: in.Kind, Currency: in.Currency, Calendar: in.Calendar, Volatility: c.Volatility,
		}
		switch in.Kind {
		case market.Equity, market.ETF:
			spec.Primary = primaryOf(in)
		case market.Forex, market.Crypto:
			spec.Symbol = string(in.Base)
		case market.Index:
			spec.Exchange = in.Exchange
		default:
			return nil, fmt.Errorf("simulated gateway: %s is a %s, which its market does not make up: use shares, currencies, crypto assets or indices", in.Symbol, in.Kind)
		}
		if text, ok := c.Price[in.Symbol]; ok {
			price, err := strconv.ParseFloat(fmt.Sprint(text), 64)
			if err != nil || !(price > 0) {
				return nil, fmt.Errorf("broker.simulated.price.%s: %v: want a price above 0", in.Symbol, text)
			}
			spec.Price = price
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// primaryOf is the exchange that a share is listed at.
func primaryOf(in *market.Instrument) string {
	switch {
	case in.Exchange != "" && in.Exchange != "SMART":
		return in.Exchange
	case in.Calendar == "XNAS":
		return "NASDAQ"
	case in.Kind == market.ETF:
		return "ARCA"
	}
	return "NYSE"
}

// BookSuffix is what the name of the file of the simulated gateway's account and orders ends in, beside the state file.
const BookSuffix = ".gateway"

// simulate makes the gateway inside the program, and opens its book.
func (r *running) simulate() (err error) {
	sync := deskfile.Options{Quick: r.run.Broker.Sync == "batch"}
	if r.book, err = deskfile.Open(r.run.Store+BookSuffix, sync); err != nil {
		return err
	}
	r.gateway, err = simulatedGateway(r.run, r.universe, r.book, r.opts.Log.With().Str("part", "gateway").Logger())
	return err
}

// serve runs the gateway until ctx ends.
func serve(ctx context.Context, g *gateway.Gateway) <-chan error {
	ended := make(chan error, 1)
	go func() { ended <- g.Run(ctx) }()
	return ended
}

// readFaults reads a script of faults; nil when there is none.
func readFaults(path string) (*fault.Script, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("broker.simulated.faults: %w", err)
	}
	defer file.Close()
	script, err := fault.Read(file, path)
	if err != nil {
		return nil, fmt.Errorf("broker.simulated.faults: %w", err)
	}
	return &script, nil
}
