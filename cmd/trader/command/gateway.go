package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// gatewayFlags are what a simulated gateway is told on the command line.
type gatewayFlags struct {
	listen, operator      string
	control, tokenFile    string
	faults                string
	speed, start, catalog string
	seed                  uint64
	accounts              []string
	state, news           string
	master                int
	readOnly, sampling    bool
	books                 bool
	queue                 string
	reject, freeHistory   bool
	config                string
	schema                bool
	lines                 int
	delayed, unsubscribed []string
	groups                []string
	maxVersion            int
	verbose               bool
	given                 func(flag string) bool
}

func newGateway() *cobra.Command {
	f := &gatewayFlags{}
	cmd := &cobra.Command{
		Use:   "gateway",
		Short: "Run a simulated IB Gateway for clients of any language",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.schema {
				return printGatewaySchema(cmd.OutOrStdout())
			}
			f.given = cmd.Flags().Changed
			return f.run(cmd.Context(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.config, "config", "", "YAML file of listings, accounts, permissions, precautions and fees")
	flags.BoolVar(&f.schema, "schema", false, "print the JSON Schema of --config files, and end")
	flags.StringVar(&f.listen, "listen", "127.0.0.1:4002", "where clients connect")
	flags.StringVar(&f.operator, "operator", "", "where the operator's page and /metrics are served, such as 127.0.0.1:4080; nowhere unless given")
	flags.StringVar(&f.faults, "faults", "", "script of what goes wrong, see broker/tws/gateway/fault/FAULTS.md")
	flags.StringVar(&f.control, "control", "", "where faults are asked for over HTTP, on this machine alone, such as 127.0.0.1:4081; nowhere unless given")
	flags.StringVar(&f.tokenFile, "token-file", "", "file with the token that --control asks for")
	flags.StringVar(&f.speed, "speed", "1", "market seconds a second, or max for as fast as clients read")
	flags.StringVar(&f.start, "start", "", "market time to begin at, RFC 3339; the latest opening of New York unless given")
	flags.StringVar(&f.catalog, "catalog", "", "replay this catalog; a made-up market unless given")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of the made-up market")
	flags.StringSliceVar(&f.accounts, "account", []string{gateway.DemoAccount}, "paper accounts, with their cash: DU1:250000,DU2:1e6")
	flags.StringVar(&f.state, "state", "", "file that keeps orders and accounts over restarts; forgotten unless given")
	flags.StringVar(&f.news, "news", "", "YAML file of headlines and bulletins")
	flags.IntVar(&f.master, "master", -1, "client id that hears of the orders of all clients; none below 0")
	flags.BoolVar(&f.readOnly, "read-only", false, "refuse orders, as TWS's read-only API does")
	flags.BoolVar(&f.sampling, "sampling", false, "send quotes at TWS's intervals instead of each one")
	flags.BoolVar(&f.books, "books", false, "let orders walk the order books that clients see, level by level, and take from them; else an order of any size fills at the quote")
	flags.StringVar(&f.queue, "queue", "none", "where a limit order stands beside quotes or books and trades: none (trades serve nobody), behind or probabilistic")
	flags.BoolVar(&f.reject, "reject-fast", false, "refuse more than 50 requests a second instead of slowing down")
	flags.BoolVar(&f.freeHistory, "free-history", false, "no limits on the pace of requests for history")
	flags.IntVar(&f.lines, "lines", 100, "market data lines of the login")
	flags.StringSliceVar(&f.delayed, "delayed", nil, "symbols of which the login has delayed data only")
	flags.StringSliceVar(&f.unsubscribed, "unsubscribed", nil, "symbols of which the login has no data")
	flags.StringSliceVar(&f.groups, "group", nil, "an advisor's groups, with method and accounts: Easy=NetLiq:DU1+DU2")
	flags.IntVar(&f.maxVersion, "max-version", wire.MaxVersion, "highest server version to speak")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "log more")
	return cmd
}

func (f *gatewayFlags) run(ctx context.Context, stderr io.Writer) (err error) {
	o, err := f.options(stderr)
	if err != nil {
		return err
	}
	if f.state != "" {
		book, err := deskfile.Open(f.state, deskfile.Options{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, book.Close()) }()
		o.Desk.Book = book
	}
	g, err := gateway.New(o)
	if err != nil {
		return usageError{err}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	control, err := f.controlHandler(g)
	if err != nil {
		return err
	}
	ended := make(chan error, 4)
	running := 2
	go func() { ended <- g.Run(ctx) }()
	go func() {
		ended <- g.Listen(ctx, f.listen, func(at net.Addr) {
			fmt.Fprintf(stderr, "gateway: clients connect to %s, as %s\n", at, accountNames(o.Desk.Accounts))
		})
	}()
	if f.operator != "" {
		running++
		go func() { ended <- serveHTTP(ctx, f.operator, g.Operator(), "operator's page", stderr) }()
	}
	if control != nil {
		running++
		go func() { ended <- serveHTTP(ctx, f.control, control, "control of faults", stderr) }()
	}
	for range running {
		err = errors.Join(err, <-ended)
		cancel() // when one ends, all do
	}
	return err
}

func accountNames(accounts []desk.Account) string {
	names := make([]string, len(accounts))
	for i, a := range accounts {
		names[i] = a.Name
	}
	return strings.Join(names, ",")
}

// serveHTTP serves until ctx ends.
func serveHTTP(ctx context.Context, addr string, h http.Handler, what string, stderr io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	fmt.Fprintf(stderr, "gateway: %s at http://%s/\n", what, listener.Addr())
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// options turns the flags into a gateway's options.
func (f *gatewayFlags) options(stderr io.Writer) (o gateway.Options, err error) {
	o = gateway.Options{
		Sampling: f.sampling, RejectFast: f.reject, FreeHistory: f.freeHistory, Lines: f.lines, MaxVersion: f.maxVersion,
		Seed: f.seed, Log: gatewayLog(stderr, f.verbose),
	}
	if o.Speed, err = parseSpeed(f.speed); err != nil {
		return o, err
	}
	file := &gatewayFile{}
	if f.config != "" {
		if file, err = readGatewayFile(f.config); err != nil {
			return o, err
		}
	}
	o.Desk = &desk.Options{}
	file.apply(&o)
	if err := f.matching(o.Desk); err != nil {
		return o, err
	}
	if f.given("read-only") {
		o.Desk.ReadOnly = f.readOnly
	}
	if f.master >= 0 {
		o.Desk.Master = wire.Some(f.master)
	}
	if len(file.Accounts) == 0 || f.given("account") {
		if o.Desk.Accounts, err = parseAccounts(f.accounts); err != nil {
			return o, err
		}
	}
	if len(file.Groups) == 0 || f.given("group") {
		if o.Desk.Groups, err = parseGroups(f.groups); err != nil {
			return o, err
		}
	}
	maps.Copy(o.Permissions, f.permissions())
	if f.news != "" {
		if o.News, err = readNews(f.news); err != nil {
			return o, err
		}
	}
	if f.faults != "" {
		if o.Faults, err = readFaults(f.faults); err != nil {
			return o, err
		}
	}
	o.Floor, err = f.market(file.Listings)
	return o, err
}

// matching says how orders fill, where the flags override the file.
func (f *gatewayFlags) matching(d *desk.Options) error {
	d.Seed = f.seed
	if f.given("books") {
		d.Books = f.books
	}
	if !f.given("queue") {
		return nil
	}
	if err := d.Queue.UnmarshalText([]byte(f.queue)); err != nil {
		return usageError{fmt.Errorf("--queue: %w", err)}
	}
	return nil
}

func gatewayLog(w io.Writer, verbose bool) zerolog.Logger {
	level := zerolog.InfoLevel
	if verbose {
		level = zerolog.DebugLevel
	}
	if _, terminal := isTerminal(w); terminal {
		w = zerolog.ConsoleWriter{Out: w, TimeFormat: time.TimeOnly}
	}
	return zerolog.New(w).Level(level).With().Timestamp().Logger()
}

func parseSpeed(text string) (float64, error) {
	if text == "max" {
		return math.Inf(1), nil
	}
	speed, err := strconv.ParseFloat(text, 64)
	if err != nil || !(speed > 0) {
		return 0, usageError{fmt.Errorf("--speed %q: want a number above 0, or max", text)}
	}
	return speed, nil
}

func parseAccounts(list []string) ([]desk.Account, error) {
	var accounts []desk.Account
	for _, item := range list {
		name, cash, given := strings.Cut(item, ":")
		a := desk.Account{Name: name}
		if given {
			amount, err := decimal.NewFromString(cash)
			if err != nil {
				return nil, usageError{fmt.Errorf("--account %s: cash %q: %w", item, cash, err)}
			}
			a.Cash = amount
		}
		accounts = append(accounts, a)
	}
	return accounts, nil
}

func parseGroups(list []string) ([]desk.Group, error) {
	var groups []desk.Group
	for _, item := range list {
		name, rest, _ := strings.Cut(item, "=")
		method, accounts, given := strings.Cut(rest, ":")
		if !given {
			return nil, usageError{fmt.Errorf("--group %q: want NAME=METHOD:ACCOUNT+ACCOUNT, such as Easy=NetLiq:DU1+DU2", item)}
		}
		groups = append(groups, desk.Group{Name: name, Method: method, Accounts: strings.Split(accounts, "+")})
	}
	return groups, nil
}

// permissions is what market data the login has, where it is not all.
func (f *gatewayFlags) permissions() map[string]gateway.Permission {
	limited := map[string]gateway.Permission{}
	for _, symbol := range f.delayed {
		limited[symbol] = gateway.DelayedOnly
	}
	for _, symbol := range f.unsubscribed {
		limited[symbol] = gateway.Unsubscribed
	}
	return limited
}

func readNews(path string) (gateway.News, error) {
	file, err := os.Open(path)
	if err != nil {
		return gateway.News{}, usageError{fmt.Errorf("--news: %w", err)}
	}
	defer file.Close()
	news, err := gateway.ReadNews(file)
	if err != nil {
		return news, usageError{fmt.Errorf("--news %s: %w", path, err)}
	}
	return news, nil
}

// market is the floor: a catalog's, or a made-up one.
func (f *gatewayFlags) market(listings []floor.Spec) (*floor.Floor, error) {
	var start market.Time
	if f.start != "" {
		if err := start.UnmarshalText([]byte(f.start)); err != nil {
			return nil, usageError{fmt.Errorf("--start: %w", err)}
		}
	}
	switch {
	case f.catalog != "" && f.start == "":
		return nil, usageError{errors.New("--catalog needs --start: the moment of the recording to begin at, such as 2024-03-01T14:30:00Z")}
	case f.catalog != "":
		return catalogFloor(f.catalog, start, listings)
	}
	made, err := gateway.SeededFloor(f.seed, start, listings...)
	if err != nil {
		return nil, usageError{err}
	}
	return made, nil
}

func catalogFloor(root string, start market.Time, listings []floor.Spec) (*floor.Floor, error) {
	catalog, err := data.Open(root)
	if err != nil {
		return nil, err
	}
	archive, err := floor.NewCatalog(catalog)
	if err != nil {
		return nil, err
	}
	if listings == nil {
		if listings, err = archive.Listings(); err != nil {
			return nil, err
		}
	}
	return floor.New(floor.Options{Listings: listings, Archive: archive, Start: start})
}
