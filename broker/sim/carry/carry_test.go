package carry_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/carry"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func date(text string) market.Date {
	d, err := market.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// scene is an account of two strategies in two shares on the calendar of New York.
type scene struct {
	t        *testing.T
	account  *portfolio.Account
	spy, qqq *market.Instrument
	opts     carry.Options
}

func newScene(t *testing.T, cash ...string) *scene {
	s := &scene{t: t}
	spy, qqq := market.NewEquity("SPY"), market.NewEquity("QQQ")
	qqq.ID = 1
	s.spy, s.qqq = &spy, &qqq
	s.account = portfolio.NewAccount(market.USD, []*market.Instrument{s.spy, s.qqq})
	for i, amount := range cash {
		s.account.Open([]string{"one", "two"}[i], dec(amount), market.USD)
	}
	cal, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	s.opts = carry.Options{
		From: market.At(date("2024-03-01").Clock(0, 0, cal.Zone())), Calendar: cal,
		Calendars: func(*market.Instrument) (*calendar.Calendar, error) { return cal, nil },
	}
	return s
}

func (s *scene) trade(strategy string, in *market.Instrument, side order.Side, quantity, price string) {
	s.t.Helper()
	f := order.Fill{ExecID: "x", Strategy: strategy, Instrument: in, Side: side, Quantity: dec(quantity), Price: dec(price)}
	if _, err := s.account.Apply(&f); err != nil {
		s.t.Fatal(err)
	}
}

// until books everything up to the end of a day and checks the books.
func (s *scene) until(day string) []order.Fill {
	s.t.Helper()
	c, err := carry.New(s.opts)
	if err != nil {
		s.t.Fatal(err)
	}
	fills, err := c.Book(market.At(date(day).Clock(23, 0, s.opts.Calendar.Zone())), s.account)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := range fills {
		if _, err := s.account.Apply(&fills[i]); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.account.Audit(); err != nil {
		s.t.Error(err)
	}
	return fills
}

func (s *scene) posted(strategy string, k portfolio.PostingKind, want string) {
	s.t.Helper()
	if got := s.account.Ledger(strategy).Posted(k, market.USD); !got.Equal(dec(want)) {
		s.t.Errorf("%s of %s: %s, want %s", k, strategy, got, want)
	}
}

func (s *scene) act(in *market.Instrument, actions ...data.Action) {
	s.opts.Actions = map[*market.Instrument][]data.Action{in: actions}
}

// TestDividend: 100 shares get 1.595 each, 159.50; who is short of 30 pays 47.85. It is booked when trading
// before regular hours begins, at 04:00 in New York.
func TestDividend(t *testing.T) {
	s := newScene(t, "100000", "100000")
	s.trade("one", s.spy, order.Buy, "100", "500")
	s.trade("two", s.spy, order.Sell, "30", "500")
	s.act(s.spy, data.Action{Kind: data.Dividend, Ex: date("2024-03-15"), Amount: dec("1.595")})
	s.until("2024-03-14")
	s.posted("one", portfolio.Dividend, "0")
	s.until("2024-03-15")
	s.posted("one", portfolio.Dividend, "159.5")
	s.posted("two", portfolio.Dividend, "-47.85")
	if at := s.account.Ledger("one").Postings()[0].Time; at.String() != "2024-03-15T08:00:00Z" {
		t.Errorf("booked at %s, the day begins at 08:00 UTC", at)
	}
}

// TestWeekendSplit: a split of Saturday 9 March is for Monday, and the venue hears of it before the account is
// changed.
func TestWeekendSplit(t *testing.T) {
	s := newScene(t, "100000")
	s.trade("one", s.spy, order.Buy, "10", "700")
	told := ""
	s.opts.Split = func(in *market.Instrument, r data.Ratio) {
		told = in.Symbol + " " + r.String() + " " + s.account.Quantity(in.ID).String()
	}
	s.act(s.spy, data.Action{Kind: data.Split, Ex: date("2024-03-09"), Ratio: data.Ratio{New: 7, Old: 1}})
	s.until("2024-03-10")
	if got := s.account.Quantity(s.spy.ID); !got.Equal(dec("10")) {
		t.Errorf("on Sunday %s shares", got)
	}
	s.until("2024-03-11")
	if got := s.account.Quantity(s.spy.ID); !got.Equal(dec("70")) || told != "SPY 7:1 10" {
		t.Errorf("on Monday %s shares, the venue heard %q", got, told)
	}
}

// TestDelisting: a share ends at its last known worth, or at its last price.
func TestDelisting(t *testing.T) {
	for amount, want := range map[string]string{"0.50": "99550", "0": "100000"} {
		s := newScene(t, "100000")
		s.trade("one", s.spy, order.Buy, "100", "5")
		s.act(s.spy, data.Action{Kind: data.Delisting, Ex: date("2024-03-15"), Amount: dec(amount)})
		fills := s.until("2024-03-15")
		if len(fills) != 1 || fills[0].Rule != "delisting" {
			t.Errorf("fills %+v", fills)
		}
		if cash := s.account.Cash(market.USD); !cash.Equal(dec(want)) || !s.account.Quantity(s.spy.ID).IsZero() {
			t.Errorf("cash %s and %s shares, want %s and none", cash, s.account.Quantity(s.spy.ID), want)
		}
	}
}

func (s *scene) benchmark(percent string) {
	s.opts.Benchmarks = map[market.Currency]carry.Rates{market.USD: {{From: date("2024-01-01"), Percent: dec(percent)}}}
}

// TestInterest by hand: from Friday 1 March to Monday the 4th are three nights.
func TestInterest(t *testing.T) {
	for _, c := range []struct{ name, cash, benchmark, want string }{
		// 4.83 % of 190,000 for 3/360 years: 190000 x 0.0483 / 120 = 76.475
		{"cash above the first 10,000", "200000", "5.33", "76.48"},
		{"the first 10,000 bring nothing", "10000", "5.33", "0"},
		// Half the rate, 2.415 %, because the assets are half of 100,000: 40000 x 0.02415 / 120 = 8.05
		{"a small account", "50000", "5.33", "8.05"},
		{"a benchmark below the spread", "200000", "0.3", "0"},
		// 6.83 % of 50,000: 50000 x 0.0683 / 120 = 28.458
		{"debt", "-50000", "5.33", "-28.46"},
		// 6.83 % of 100,000 and 6.33 % of 50,000: (6830 + 3165) / 120 = 83.29
		{"debt in two bands", "-150000", "5.33", "-83.29"},
		// At -1 % the first band would be 0.5 %: the least is 0.75: 50000 x 0.0075 / 120 = 3.125
		{"the least rate on debt", "-50000", "-1", "-3.13"},
	} {
		s := newScene(t, c.cash)
		s.benchmark(c.benchmark)
		s.until("2024-03-04")
		if got := s.account.Ledger("one").Posted(portfolio.Interest, market.USD); !got.Equal(dec(c.want)) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestInterestIsShared: the account has 200,000 and gets 76.48 for three nights; a strategy with 3/2 of it gets 114.72 and the one
// that owes half of it pays 38.24.
func TestInterestIsShared(t *testing.T) {
	s := newScene(t, "300000", "-100000")
	s.benchmark("5.33")
	s.until("2024-03-04")
	s.posted("one", portfolio.Interest, "114.72")
	s.posted("two", portfolio.Interest, "-38.24")
}

// TestShortProceedsBringNothing: 100 shares sold at 500 brought 50,000, which the lender holds: of 200,000 + 50,000 of cash the
// 190,000 above count.
func TestShortProceedsBringNothing(t *testing.T) {
	s := newScene(t, "200000")
	s.benchmark("5.33")
	s.trade("one", s.spy, order.Sell, "100", "500")
	s.until("2024-03-04")
	s.posted("one", portfolio.Interest, "76.48")
}

// TestBorrow: 102 % of 500.60 is 510.612, rounded up 511; 100 shares for 3 nights at 3 %: 51100 x 0.03 / 120 = 12.775.
// From the 4th on the rate is 6 %: a night costs 51100 x 0.06 / 360 = 8.517.
func TestBorrow(t *testing.T) {
	s := newScene(t, "200000")
	s.opts.Borrow = map[string]carry.Rates{"SPY": {{From: date("2024-03-04"), Percent: dec("6")}, {From: date("2024-01-01"), Percent: dec("3")}}}
	s.trade("one", s.spy, order.Sell, "100", "500.60")
	s.until("2024-03-04")
	s.posted("one", portfolio.BorrowFee, "-12.78")
	s.opts.From = market.At(date("2024-03-04").Clock(12, 0, time.UTC))
	s.until("2024-03-05")
	s.posted("one", portfolio.BorrowFee, "-21.3") // 12.78 + 8.52
}

// TestBorrowIsNet: what another strategy of the account holds need not be borrowed; the rest is paid by who is short.
func TestBorrowIsNet(t *testing.T) {
	s := newScene(t, "200000", "200000")
	s.opts.Borrow = map[string]carry.Rates{"*": {{From: date("2024-01-01"), Percent: dec("3")}}}
	s.trade("one", s.spy, order.Sell, "100", "500.60")
	s.trade("two", s.spy, order.Buy, "60", "500.60")
	s.trade("two", s.qqq, order.Buy, "60", "400")
	s.until("2024-03-04")
	s.posted("one", portfolio.BorrowFee, "-5.11") // 40 x 511 x 0.03 / 120
	s.posted("two", portfolio.BorrowFee, "0")
}

func TestNothingIsDue(t *testing.T) {
	s := newScene(t, "100000")
	c, err := carry.New(s.opts)
	if err != nil || c.Due() != market.Never {
		t.Errorf("%v, due %s", err, c.Due())
	}
	if _, err := carry.New(carry.Options{}); err == nil {
		t.Error("made without a calendar")
	}
}

// optionScene has a share and an option on it with a strike of 500 that expires on Friday 15 March 2024.
func optionScene(t *testing.T, right market.Right, underlying market.Kind) (*scene, *market.Instrument) {
	s := newScene(t, "1000000", "1000000")
	spy, option := market.NewEquity("SPY"), market.NewEquity("SPY 500")
	spy.Kind = underlying
	option.ID, option.Kind, option.Multiplier, option.Strike, option.Right = 1, market.Option, dec("100"), dec("500"), right
	option.Underlying, option.Expiry = "SPY", date("2024-03-15")
	s.spy = &spy
	s.account = portfolio.NewAccount(market.USD, []*market.Instrument{&spy, &option})
	for _, name := range []string{"one", "two"} {
		s.account.Open(name, dec("1000000"), market.USD)
	}
	s.opts.Expiring = []*market.Instrument{&option}
	s.opts.Find = func(symbol string) *market.Instrument {
		if symbol == "SPY" {
			return &spy
		}
		return nil
	}
	return s, &option
}

// TestExercise: strategy one holds two calls or puts that it paid 3.00 for, strategy two has written one. The share
// closes at 510 or at 490.
func TestExercise(t *testing.T) {
	for _, c := range []struct {
		name           string
		right          market.Right
		spot           float64
		shares, shorts string // that the two have then
		cash, written  string
	}{
		// One pays 600 for two calls and 100,000 for 200 shares; two gets 300 and 50,000 for 100.
		{"a call in the money", market.Call, 510, "200", "-100", "899400", "1050300"},
		{"a call at the strike", market.Call, 500, "0", "0", "999400", "1000300"},
		{"a put in the money", market.Put, 490, "-200", "100", "1099400", "950300"},
		{"a put out of the money", market.Put, 510, "0", "0", "999400", "1000300"},
	} {
		s, option := optionScene(t, c.right, market.Equity)
		s.trade("one", option, order.Buy, "2", "3")
		s.trade("two", option, order.Sell, "1", "3")
		s.account.Mark(s.spy.ID, c.spot)
		s.until("2024-03-14")
		if s.account.Ledger("one").Position(option.ID).Flat() {
			t.Errorf("%s: over a day early", c.name)
		}
		s.until("2024-03-15")
		one, two := s.account.Ledger("one"), s.account.Ledger("two")
		for what, got := range map[string][2]decimal.Decimal{
			"shares": {one.Position(0).Quantity, dec(c.shares)}, "shares of the writer": {two.Position(0).Quantity, dec(c.shorts)},
			"cash": {one.Cash(market.USD), dec(c.cash)}, "cash of the writer": {two.Cash(market.USD), dec(c.written)},
			"options": {s.account.Quantity(option.ID), decimal.Zero},
		} {
			if !got[0].Equal(got[1]) {
				t.Errorf("%s: %s %s, want %s", c.name, what, got[0], got[1])
			}
		}
	}
}

// TestCashSettlement: two calls on an index at 510.25 are worth 2 x 100 x 10.25.
func TestCashSettlement(t *testing.T) {
	s, option := optionScene(t, market.Call, market.Index)
	s.trade("one", option, order.Buy, "2", "3")
	s.account.Mark(s.spy.ID, 510.25)
	ended := ""
	s.opts.Ended = func(in *market.Instrument) { ended = in.Symbol }
	s.until("2024-03-15")
	if cash := s.account.Ledger("one").Cash(market.USD); !cash.Equal(dec("1001450")) || ended != "SPY 500" {
		t.Errorf("cash %s, want 1,000,000 - 600 + 2,050; ended %q", cash, ended)
	}
}

// TestUnderlyingWithoutPrice: what cannot be valued is told and left alone.
func TestUnderlyingWithoutPrice(t *testing.T) {
	s, option := optionScene(t, market.Call, market.Equity)
	s.trade("one", option, order.Buy, "2", "3")
	c, err := carry.New(s.opts)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Book(market.At(date("2024-03-15").Clock(23, 0, time.UTC)), s.account); err == nil || s.account.Quantity(option.ID).IsZero() {
		t.Errorf("error %v with %s options", err, s.account.Quantity(option.ID))
	}
}

// TestFutureExpires at its last price: bought at 5000, last 5010, 2 x 50 x 10 = 1000 of profit.
func TestFutureExpires(t *testing.T) {
	s := newScene(t)
	es := market.NewFuture("ESH4", "ES", date("2024-03-15"), dec("50"), dec("0.25"))
	s.account = portfolio.NewAccount(market.USD, []*market.Instrument{&es})
	s.account.Open("one", dec("100000"), market.USD)
	s.opts.Expiring = []*market.Instrument{&es}
	s.trade("one", &es, order.Buy, "2", "5000")
	s.account.Mark(0, 5010)
	fills := s.until("2024-03-15")
	if cash := s.account.Cash(market.USD); len(fills) != 1 || fills[0].Rule != "expiry" || !cash.Equal(dec("101000")) {
		t.Errorf("cash %s after %+v", cash, fills)
	}
}
