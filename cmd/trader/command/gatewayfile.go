package command

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/setup"
)

// gatewayFile is what `trader gateway --config` reads. Flags that are given override it.
type gatewayFile struct {
	Listings    []floor.Spec      `koanf:"listings" doc:"what is traded; the built-in contracts when there is none"`
	Accounts    []fileAccount     `koanf:"accounts" doc:"paper accounts; DU1234567 when there is none"`
	Groups      []fileGroup       `koanf:"groups" doc:"an advisor's groups of accounts; with any the login is an advisor's"`
	Master      *int              `koanf:"master" doc:"client id that hears of the orders of all clients"`
	ReadOnly    bool              `koanf:"read_only" doc:"refuse orders, as TWS's read-only API does"`
	Precautions filePrecautions   `koanf:"precautions" doc:"limits of orders, as in TWS's precautionary settings; 0 is none"`
	Books       bool              `koanf:"books" doc:"orders walk the order books that clients see, level by level, and take from them; else an order of any size fills at the quote"`
	Queue       sim.Queue         `koanf:"queue" doc:"where a limit order stands beside quotes or books and trades: none (trades serve nobody), behind (what is displayed, and who leaves stood behind it) or probabilistic (who leaves is drawn)"`
	Fees        string            `koanf:"fees" doc:"commissions: ib, or none"`
	FeeSchedule []config.FeeRule  `koanf:"fee_schedule" doc:"charges of your own, as in a run's sim.fees.schedule: the first rule that fits holds in place of fees"`
	Permissions []filePermissions `koanf:"permissions" doc:"market data of the login; all of it where nothing is said"`
}

type fileAccount struct {
	Name       string          `koanf:"name" doc:"name, such as DU1234567"`
	Currency   market.Currency `koanf:"currency" doc:"base currency; empty means USD"`
	Cash       decimal.Decimal `koanf:"cash" doc:"cash of a new account; 0 means a million"`
	Type       string          `koanf:"type" doc:"margin (when empty), or cash: it buys with settled cash alone"`
	Liquidates bool            `koanf:"liquidates" doc:"close positions when maintenance margin is missing, as IB does"`
}

type fileGroup struct {
	Name     string   `koanf:"name" doc:"name of the group"`
	Method   string   `koanf:"method" doc:"how orders are allotted: NetLiq, Equal, AvailableEquity"`
	Accounts []string `koanf:"accounts" doc:"names of its accounts"`
}

type filePrecautions struct {
	Size    decimal.Decimal `koanf:"size" doc:"quantity above which an order is refused with error 383"`
	Value   decimal.Decimal `koanf:"value" doc:"value above which it is refused with error 451"`
	Percent decimal.Decimal `koanf:"percent" doc:"distance of a limit from the market, in percent, for error 163"`
	Ticks   decimal.Decimal `koanf:"ticks" doc:"the same in price increments, for error 382"`
}

type filePermissions struct {
	Symbol string             `koanf:"symbol" doc:"symbol of a listing"`
	Data   gateway.Permission `koanf:"data" doc:"subscribed, delayed or none"`
}

func newGatewayFile() gatewayFile { return gatewayFile{Fees: "ib"} }

// readGatewayFile reads and checks a file.
func readGatewayFile(path string) (*gatewayFile, error) {
	f := newGatewayFile()
	places, err := config.Read(path, &f)
	if err != nil {
		return nil, err
	}
	var faults config.Faults
	fault := func(key, format string, args ...any) { faults = append(faults, places.Fault(key, format, args...)) }
	symbols, seen := map[string]bool{}, map[string]bool{}
	for i := range f.Listings {
		s := &f.Listings[i]
		symbols[strings.ToUpper(s.Symbol)] = true
		if err := s.Validate(); err != nil {
			fault("listings."+strconv.Itoa(i), "%v", err)
		}
		name := strings.ToUpper(fmt.Sprint(s.Symbol, " ", s.Kind, " ", s.Currency, " ", s.Primary, " ", s.Exchange))
		if seen[name] {
			fault("listings."+strconv.Itoa(i), "%s is listed twice: give another primary exchange or currency, or remove one", s.Symbol)
		}
		seen[name] = true
	}
	names := map[string]bool{}
	for i, a := range f.Accounts {
		if names[a.Name] || a.Name == "" || a.Cash.IsNegative() {
			fault("accounts."+strconv.Itoa(i), "account %q with cash %s: want a name of its own, such as DU1234567, and cash of 0 or more", a.Name, a.Cash)
		}
		names[a.Name] = true
		if a.Type != "" && a.Type != "margin" && a.Type != "cash" {
			fault("accounts."+strconv.Itoa(i)+".type", "%q is not known; want margin or cash", a.Type)
		}
	}
	for i, p := range f.Permissions {
		if len(symbols) > 0 && !symbols[strings.ToUpper(p.Symbol)] {
			fault("permissions."+strconv.Itoa(i)+".symbol", "%q is not among the listings", p.Symbol)
		}
	}
	if f.Fees != "ib" && f.Fees != "none" {
		fault("fees", "%q is not known; want ib or none", f.Fees)
	}
	faults = append(faults, places.CheckFees("fee_schedule", f.FeeSchedule, f.charged())...)
	if len(faults) > 0 {
		return nil, faults
	}
	return &f, nil
}

// charged are the symbols that rules of fees may name: those of the listings and of their instruments, which are pairs of
// currencies; a future's root is its listing's.
func (f *gatewayFile) charged() (symbols []string) {
	for i := range f.Listings {
		s := &f.Listings[i]
		symbols = append(symbols, s.Symbol)
		if s.Kind == market.Forex || s.Kind == market.Crypto {
			symbols = append(symbols, s.Symbol+cmp.Or(string(s.Currency), "USD"))
		}
	}
	return symbols
}

// apply puts the file's keys into the options.
func (f *gatewayFile) apply(o *gateway.Options) {
	d := o.Desk
	for _, a := range f.Accounts {
		d.Accounts = append(d.Accounts, desk.Account{Name: a.Name, Currency: a.Currency, Cash: a.Cash, Paid: a.Type == "cash", Liquidates: a.Liquidates})
	}
	for _, g := range f.Groups {
		d.Groups = append(d.Groups, desk.Group{Name: g.Name, Method: g.Method, Accounts: g.Accounts})
	}
	if f.Master != nil {
		d.Master = wire.Some(*f.Master)
	}
	d.ReadOnly, d.Books, d.Queue = f.ReadOnly, f.Books, f.Queue
	d.Precautions = desk.Precautions(f.Precautions)
	d.Fees = func() fee.Schedule {
		s := desk.IBFees()
		if f.Fees == "none" {
			s = fee.Schedule{}
		}
		return setup.Before(f.FeeSchedule, "fee_schedule", s)
	}
	o.Permissions = map[string]gateway.Permission{}
	for _, p := range f.Permissions {
		o.Permissions[strings.ToUpper(p.Symbol)] = p.Data
	}
}

// printGatewaySchema prints the JSON Schema of the file, for editors.
func printGatewaySchema(w io.Writer) error {
	text, err := config.SchemaOf("Tidemark simulated gateway", newGatewayFile())
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}
