package config

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Run is everything that a configuration file can say. The zero value is not useful; start from Default.
type Run struct {
	// Name titles the report.
	Name string `koanf:"name" doc:"title of the run in reports"`
	// Seed drives all chance: the synthetic market and what is random in the venue.
	Seed        uint64       `koanf:"seed" doc:"seed of everything random; the same seed gives the same run"`
	Period      Period       `koanf:"period" doc:"what is traded, from and to"`
	Account     Account      `koanf:"account" doc:"the account that is traded"`
	Data        Data         `koanf:"data" doc:"where recorded data is"`
	Instruments []Instrument `koanf:"instruments" doc:"what is traded or observed, in the order of delivery"`
	Strategies  []Strategy   `koanf:"strategies" doc:"which strategies run, with their parameters"`
	Plugins     []string     `koanf:"plugins" doc:"Go plugins (.so) that register strategies"`
	Sim         Sim          `koanf:"sim" doc:"the simulated venue of a backtest"`
	Broker      Broker       `koanf:"broker" doc:"the broker of a paper or live run"`
	Monitor     Monitor      `koanf:"monitor" doc:"how a paper or live run is watched and commanded"`
	Risk        Risk         `koanf:"risk" doc:"limits that every order must pass"`
	Report      Report       `koanf:"report" doc:"what is written about the run"`
	Store       string       `koanf:"store" doc:"file that keeps strategies' durable state and everything a live run must remember; empty keeps none"`
	Log         Log          `koanf:"log" doc:"log lines on standard error"`
}

// Period bounds a backtest. Both are whole days on the wall clock of the account's calendar, both included.
type Period struct {
	From market.Date `koanf:"from" doc:"first day, YYYY-MM-DD"`
	To   market.Date `koanf:"to" doc:"last day, YYYY-MM-DD"`
}

// Data says where recorded data is.
type Data struct {
	Catalog string `koanf:"catalog" doc:"folder of the Parquet catalog"`
	Lean    string `koanf:"lean" doc:"root of a LEAN data tree, read directly"`
}

// Instrument defines an instrument. Fields that are left out come from the kind, or from the catalog's
// definition of the symbol.
type Instrument struct {
	Symbol        string           `koanf:"symbol" doc:"name in this run, unique"`
	Kind          market.Kind      `koanf:"kind" doc:"equity, etf, future, option, forex, index, crypto, cfd, bond, combo or continuous"`
	Exchange      string           `koanf:"exchange" doc:"exchange or routing destination"`
	Currency      market.Currency  `koanf:"currency" doc:"currency of the price"`
	Base          market.Currency  `koanf:"base" doc:"currency that a forex or crypto unit buys"`
	Calendar      string           `koanf:"calendar" doc:"trading calendar: XNYS, XNAS, CME, FOREX, 24/7"`
	Multiplier    *decimal.Decimal `koanf:"multiplier" doc:"money that one point is worth per unit"`
	Tick          *decimal.Decimal `koanf:"tick" doc:"price increment"`
	SizeIncrement *decimal.Decimal `koanf:"size_increment" doc:"step of order quantities"`
	MinSize       *decimal.Decimal `koanf:"min_size" doc:"least order quantity"`
	Underlying    string           `koanf:"underlying" doc:"symbol that a derivative derives from"`
	Expiry        market.Date      `koanf:"expiry" doc:"last trading day of a derivative"`
	Strike        *decimal.Decimal `koanf:"strike" doc:"strike price of an option"`
	Right         market.Right     `koanf:"right" doc:"call or put"`
	FirstNotice   market.Date      `koanf:"first_notice" doc:"first notice day of a future that is delivered; a continuous series leaves it as if it were the last day"`
	Legs          []Leg            `koanf:"legs" doc:"the legs of a combo, which is bought and sold as one: other instruments of the run, of one currency"`
	Roll          *Roll            `koanf:"roll" doc:"the contracts of a continuous series, and when one follows another"`
	Source        Source           `koanf:"source" doc:"where its data comes from"`
	Risk          *Risk            `koanf:"risk" doc:"limits of this instrument alone"`
}

// Source says where an instrument's data comes from and which of it is used.
type Source struct {
	From          string          `koanf:"from" doc:"synth, catalog, lean, yahoo, csv, or contracts (of a continuous series)"`
	Bars          market.BarSpec  `koanf:"bars" doc:"specification of the recorded bars, such as 1m or 1d"`
	Detail        *market.BarSpec `koanf:"detail" doc:"finer bars of the same source that only the simulated venue sees: the path inside the recorded bars, such as 1m under 1d"`
	Quotes        bool            `koanf:"quotes" doc:"use recorded quotes"`
	Trades        bool            `koanf:"trades" doc:"use recorded trades"`
	Depth         bool            `koanf:"depth" doc:"use recorded order books: of a catalog, or synthetic ones"`
	Path          string          `koanf:"path" doc:"file of a yahoo or csv source"`
	Symbol        string          `koanf:"symbol" doc:"the source's own name of the symbol, when it differs"`
	Market        string          `koanf:"market" doc:"market folder of a LEAN source, such as usa, oanda or fxcm"`
	Contract      string          `koanf:"contract" doc:"contract of a derivative in a LEAN source, such as 201312"`
	Adjust        string          `koanf:"adjust" doc:"raw, splits or all (splits and dividends)"`
	ExtendedHours bool            `koanf:"extended_hours" doc:"also use data from outside regular hours"`
	CSV           CSV             `koanf:"csv" doc:"columns of a csv source; left out, they are sniffed"`
	Synth         Synth           `koanf:"synth" doc:"the synthetic market"`
}

// CSV maps the columns of a CSV file, each by its name or its number from 1. What is left out is sniffed
// when the file leaves no doubt.
type CSV struct {
	Date       string `koanf:"date" doc:"column of the date"`
	Time       string `koanf:"time" doc:"column of the time; joined behind the date when both are given"`
	Open       string `koanf:"open" doc:"column of the open"`
	High       string `koanf:"high" doc:"column of the high"`
	Low        string `koanf:"low" doc:"column of the low"`
	Close      string `koanf:"close" doc:"column of the close"`
	Volume     string `koanf:"volume" doc:"column of the volume"`
	Adjusted   string `koanf:"adjusted_close" doc:"column of the adjusted close; scales the other prices"`
	Bid        string `koanf:"bid" doc:"column of the bid"`
	Ask        string `koanf:"ask" doc:"column of the ask"`
	BidSize    string `koanf:"bid_size" doc:"column of the bid's size"`
	AskSize    string `koanf:"ask_size" doc:"column of the ask's size"`
	Price      string `koanf:"price" doc:"column of a trade's price"`
	Size       string `koanf:"size" doc:"column of a trade's size"`
	Layout     string `koanf:"layout" doc:"layout of the time, such as yyyy-MM-dd HH:mm:ss"`
	Zone       string `koanf:"zone" doc:"time zone of the stamps, such as America/New_York or UTC-5"`
	BarTime    string `koanf:"bar_time" doc:"whether a bar's stamp is its start or its end"`
	Delimiter  string `koanf:"delimiter" doc:"comma, ;, | or tab"`
	Header     string `koanf:"header" doc:"whether the first line names the columns: yes or no"`
	Decimal    string `koanf:"decimal" doc:"decimal sign: . or ,"`
	PriceScale int64  `koanf:"price_scale" doc:"by how much prices in the file are too large, such as 10000"`
	Missing    string `koanf:"missing" doc:"what the file writes where it has no value"`
	Entry      string `koanf:"entry" doc:"file inside a zip archive that holds several"`
}

// Synth shapes a synthetic instrument. What is left out comes from the instrument's kind.
type Synth struct {
	Price       *float64 `koanf:"price" doc:"price at the beginning of the made-up market, on 1 January of the year before the period"`
	Volatility  *float64 `koanf:"volatility" doc:"annual volatility, 0.2 is 20 %"`
	Drift       *float64 `koanf:"drift" doc:"annual drift, 0.05 is 5 %"`
	Correlation *float64 `koanf:"correlation" doc:"correlation with the common market factor, -1 to 1"`
	Volume      *float64 `koanf:"volume" doc:"mean volume of a session"`
	Trades      *float64 `koanf:"trades" doc:"mean number of trades a minute"`
	Spread      *float64 `koanf:"spread" doc:"mean distance of bid and ask in price increments"`
}

// Strategy is one strategy of the run.
type Strategy struct {
	Name   string          `koanf:"name" doc:"name in this run, unique; empty means the registered name"`
	Use    string          `koanf:"use" doc:"registered name, see trader strategies"`
	Share  decimal.Decimal `koanf:"share" doc:"share of the account's cash, 0.5 is half; empty shares what is left equally"`
	Params map[string]any  `koanf:"params" doc:"parameters, see trader strategies show NAME"`
	Risk   *Risk           `koanf:"risk" doc:"limits of this strategy alone"`
}

// Broker says where a paper or live run trades.
type Broker struct {
	Kind        string         `koanf:"kind" doc:"simulated (a simulated gateway inside the program) or tws (TWS or IB Gateway); empty for backtests only"`
	Account     string         `koanf:"account" doc:"the one account to trade; empty takes the gateway's when it has one and it is a paper account"`
	Host        string         `koanf:"host" doc:"where TWS or IB Gateway runs"`
	Port        int            `koanf:"port" doc:"its API port: TWS 7497 paper, 7496 live; IB Gateway 4002 paper, 4001 live"`
	ClientID    int            `koanf:"client_id" doc:"client id of this run; orders belong to it"`
	Rate        int            `koanf:"rate" doc:"messages a second to the gateway; 0 means 45, and gateways accept 50 unless the login has more market data lines than usual"`
	Sync        string         `koanf:"sync" doc:"when an order's intent is on disk: always (before it is sent) or batch (shortly after; a crash is made good from the broker's books)"`
	Unexplained string         `koanf:"unexplained" doc:"what a difference to the broker's books does that nothing explains: halt (a person decides) or adopt (the broker is right)"`
	Exit        string         `koanf:"exit" doc:"orders and positions when the run is stopped: keep, cancel or flatten"`
	Delayed     bool           `koanf:"delayed" doc:"accept delayed market data where the login has no better"`
	Depth       string         `koanf:"depth" doc:"whose order books source.depth means for what is routed to SMART: smart (all exchanges' in one) or primary (the primary exchange's alone)"`
	Restarts    []string       `koanf:"restarts" doc:"daily restarts of the gateway, on a wall clock: 23:45 America/New_York"`
	MaxStarts   int            `koanf:"max_starts" doc:"starts within ten minutes that may end without order before one begins halted; 0 means 5"`
	Late        bool           `koanf:"trade_late" doc:"let strategies send orders while they are shown data that was missed and fetched afterwards"`
	Claims      map[string]any `koanf:"claims" doc:"strategies that own what others trade in the account, by symbol"`
	Apart       []string       `koanf:"non_guaranteed" doc:"combos whose legs may fill apart, by symbol: IB guarantees no shares against shares, and no futures that SMART routes"`
	Journal     string         `koanf:"journal" doc:"folder that records everything the run is told, for trader replay; empty records nothing"`
	Simulated   Simulated      `koanf:"simulated" doc:"the simulated gateway of kind simulated"`
}

// Simulated is the market behind a simulated gateway, which begins when the run does and takes its time. The gateway keeps
// its account and orders beside the state file.
type Simulated struct {
	Price      map[string]any `koanf:"price" doc:"prices to begin at, by symbol"`
	Volatility float64        `koanf:"volatility" doc:"annual volatility, 0.2 is 20 %; 0 means each kind's usual one"`
	Books      bool           `koanf:"books" doc:"orders walk order books, level by level, and take from them; else an order of any size fills at the quote"`
	Queue      string         `koanf:"queue" doc:"where a limit order stands beside quotes or books and trades: none (trades serve nobody), behind (what is displayed, and who leaves stood behind it) or probabilistic (who leaves is drawn)"`
	Faults     string         `koanf:"faults" doc:"file of faults to play"`
}

// Monitor is the window of a running engine.
type Monitor struct {
	Listen string `koanf:"listen" doc:"host:port of the HTTP API and metrics; port 0 takes a free one, empty serves nothing"`
	Pprof  bool   `koanf:"pprof" doc:"serve profiles"`
}

// Risk is limits of the account, of a strategy or of an instrument; a limit that is left out is off. Package
// risk says what each counts.
type Risk struct {
	MaxOrderQuantity *decimal.Decimal `koanf:"max_order_quantity" doc:"units in one order"`
	MaxOrderNotional *decimal.Decimal `koanf:"max_order_notional" doc:"value of one order, in the base currency"`
	MaxPosition      *decimal.Decimal `koanf:"max_position" doc:"units in one instrument, working orders included"`
	MaxGrossExposure *decimal.Decimal `koanf:"max_gross_exposure" doc:"sum of absolute position values as a multiple of equity"`
	MaxGrossNotional *decimal.Decimal `koanf:"max_gross_notional" doc:"sum of absolute position values in the base currency"`
	PriceCollar      *decimal.Decimal `koanf:"price_collar" doc:"how far a limit may lie beyond the last price, in percent"`
	PriceCollarTicks *int             `koanf:"price_collar_ticks" doc:"how far a limit may lie beyond the last price, in price increments"`
	MaxOpenOrders    *int             `koanf:"max_open_orders" doc:"orders working at once"`
	OrderRate        *OrderRate       `koanf:"order_rate" doc:"orders in a span of time"`
	Restricted       []string         `koanf:"restricted" doc:"symbols that must not be traded"`
	BuyingPower      bool             `koanf:"buying_power" doc:"refuse orders that the account cannot pay for in full; a backtest with another account.type than simple asks the account instead"`
}

// OrderRate is a number of orders in a sliding window of time.
type OrderRate struct {
	Orders int           `koanf:"orders" doc:"how many"`
	Per    time.Duration `koanf:"per" doc:"in which time, such as 1s or 1m"`
}

// Report says what is written about the run.
type Report struct {
	Folder    string  `koanf:"folder" doc:"output folder; empty means out/NAME"`
	Benchmark string  `koanf:"benchmark" doc:"symbol whose buy-and-hold is the benchmark; empty means the first instrument"`
	RiskFree  float64 `koanf:"risk_free" doc:"annual risk-free rate for ratios, 0.04 is 4 %"`
}

// Log configures the log.
type Log struct {
	Level  string `koanf:"level" doc:"debug, info, warn or error"`
	Format string `koanf:"format" doc:"auto, text or json; auto is text on a terminal"`
}
