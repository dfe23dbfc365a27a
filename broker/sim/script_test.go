package sim_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// The scripts in testdata are the rules of the venue, one case each: what is sent, what the market does,
// and, behind "->", the events that must follow, all of them and in this order. Acceptances are left
// out, and notes unless the case says "notes". Times are New York's on Monday 2024-03-04, or on the
// case's "day"; the clock stands at 09:30 first. The numbers are worked out by hand in the comments.
//
//	case NAME
//	options timing=this-close path=nearest-extreme limits=through slippage=2|1bp|0.5spread|1sqrt fees=ibkr-fixed
//	        queue=behind participation=0.1 submit=50ms change=20ms cancel=10ms bands=5[/5m]
//	halt SYMBOL FROM TO
//	print DATE OPEN CLOSE
//	instrument SPY | ES | EURUSD ...
//	combo NAME MULTIPLIER SYMBOL:RATIO...
//	notes
//	day 2024-03-05
//	start 09:30
//	order ID buy|sell QTY market|limit P|stop P|stop-limit P P|trailing-stop D|... [tif] [until 10:00] [after 10:00]
//	      [outside] [parent ID] [oca G] [oca-type T] [trigger METHOD] [offset D] [cap P] [from P] [display Q] [hidden]
//	      [all-or-none] [minimum Q] [discretion D] [adjust AT TYPE P...] [on SYMBOL]
//	modify ID [quantity Q] [limit P] [stop P] [trail D] [tif T]
//	split NEW OLD
//	end
//	terms ID stop|limit|quantity|none [P]
//	cancel ID
//	bar [START-]END O H L C [volume=V] [spread=S] [on SYMBOL]
//	quote TIME BID[xSIZE] ASK[xSIZE] [on SYMBOL]
//	trade TIME PRICE[xSIZE] [on SYMBOL]
//	depth TIME BIDxSIZE,BIDxSIZE,... ASKxSIZE,... [on SYMBOL]
//	remaining BIDS ASKS are BIDS ASKS
//	advance TIME
//	due TIME|never
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		for _, c := range strings.Split("\n"+string(text), "\ncase ")[1:] {
			title, body, _ := strings.Cut(c, "\n")
			t.Run(name+"/"+title, func(t *testing.T) { runScript(t, body) })
		}
	}
}

// script is one case on its way.
type script struct {
	t     *testing.T
	bench *bench
	opts  sim.Options
	list  []market.Instrument
	day   market.Date
	notes bool
	shown int
	start string

	prints map[market.Date]sim.Print
}

func runScript(t *testing.T, body string) {
	s := &script{t: t, day: testDay, start: "09:30", prints: map[market.Date]sim.Print{}}
	var want []string
	step := ""
	for line := range strings.SplitSeq(body, "\n") {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if expected, ok := strings.CutPrefix(line, "-> "); ok {
			want = append(want, expected)
			continue
		}
		s.compare(step, want)
		want, step = nil, line
		if err := s.run(strings.Fields(line)); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	s.compare(step, want)
}

func (s *script) run(f []string) error {
	switch f[0] {
	case "options":
		return s.options(f[1:])
	case "instrument":
		s.list = append(s.list, instruments[f[1]])
		return nil
	case "notes":
		s.notes = true
		return nil
	case "combo":
		s.list = append(s.list, comboOf(f[1], f[2], f[3:]))
		return nil
	case "print":
		day, err := market.ParseDate(f[1])
		s.prints[day] = sim.Print{Open: float(f[2]), Close: float(f[3])}
		s.opts.Prints = func(_ *market.Instrument, day market.Date) (sim.Print, bool) {
			p, ok := s.prints[day]
			return p, ok
		}
		return err
	case "halt":
		s.opts.Halts = append(s.opts.Halts, sim.Halt{Symbol: f[1], From: s.at(f[2]), To: s.at(f[3])})
		return nil
	case "start":
		s.start = f[1]
		return nil
	case "day":
		day, err := market.ParseDate(f[1])
		s.day = day
		return err
	}
	if s.bench == nil {
		s.bench = newBench(s.t, s.opts, s.list...)
		s.bench.advance(s.at(s.start))
	}
	switch f[0] {
	case "order":
		return s.order(f[1:])
	case "modify":
		return s.modify(f[1:])
	case "cancel":
		s.bench.cancel(f[1])
	case "end":
		s.bench.venue.End(s.bench.market[s.on(f)])
	case "split":
		s.bench.venue.Split(s.bench.market[s.on(f)], int64(float(f[1])), int64(float(f[2])))
	case "terms":
		return s.terms(f[1:])
	case "bar":
		return s.bar(f[1:])
	case "quote":
		bid, bidSize := sized(f[2])
		ask, askSize := sized(f[3])
		q := market.Quote{Instrument: s.on(f), Time: s.at(f[1]), Bid: bid, Ask: ask, BidSize: bidSize, AskSize: askSize}
		s.bench.show(market.Event{Kind: market.QuoteEvent, Instrument: q.Instrument, Time: q.Time, Quote: q})
	case "trade":
		price, size := sized(f[2])
		tr := market.Trade{Instrument: s.on(f), Time: s.at(f[1]), Price: price, Size: size}
		s.bench.show(market.Event{Kind: market.TradeEvent, Instrument: tr.Instrument, Time: tr.Time, Trade: tr})
	case "depth":
		d := market.Depth{Instrument: s.on(f), Time: s.at(f[1]), Bids: levels(f[2]), Asks: levels(f[3])}
		s.bench.show(market.Event{Kind: market.DepthEvent, Instrument: d.Instrument, Time: d.Time, Depth: &d})
	case "remaining":
		d := market.Depth{Bids: levels(f[1]), Asks: levels(f[2])}
		s.bench.venue.Remaining(&d)
		if d.Bids != levels(f[4]) || d.Asks != levels(f[5]) {
			return fmt.Errorf("remaining are %v and %v", d.Bids, d.Asks)
		}
	case "advance":
		s.bench.advance(s.at(f[1]))
	case "due":
		if got := s.bench.venue.Due(); f[1] == "never" && got != market.Never || f[1] != "never" && got != s.at(f[1]) {
			return fmt.Errorf("due is %s", got)
		}
	default:
		return fmt.Errorf("unknown command")
	}
	return nil
}

func (s *script) options(f []string) error {
	for _, field := range f {
		key, value, _ := strings.Cut(field, "=")
		var err error
		switch key {
		case "timing":
			err = s.opts.Timing.UnmarshalText([]byte(value))
		case "path":
			err = s.opts.Path.UnmarshalText([]byte(value))
		case "limits":
			err = s.opts.Limits.UnmarshalText([]byte(value))
		case "queue":
			err = s.opts.Queue.UnmarshalText([]byte(value))
		case "slippage":
			if ticks, whole := strconv.Atoi(value); whole == nil {
				s.opts.Slippage = sim.Ticks(ticks)
			}
			for unit, slip := range map[string]func(float64) sim.Slippage{
				"bp":     func(x float64) sim.Slippage { return sim.BasisPoints(x) },
				"spread": func(x float64) sim.Slippage { return sim.SpreadPart(x) },
				"sqrt":   func(x float64) sim.Slippage { return sim.SquareRoot(x) },
			} {
				if number, ok := strings.CutSuffix(value, unit); ok {
					s.opts.Slippage = slip(float(number))
				}
			}
		case "participation":
			s.opts.Participation = float(value)
		case "submit", "change", "cancel":
			var delay time.Duration
			delay, err = time.ParseDuration(value)
			switch key {
			case "submit":
				s.opts.Latency.Submit = sim.FixedDelay(delay)
			case "change":
				s.opts.Latency.Modify = sim.FixedDelay(delay)
			default:
				s.opts.Latency.Cancel = sim.FixedDelay(delay)
			}
		case "bands":
			percent, window, moving := strings.Cut(value, "/")
			s.opts.Bands = &sim.Bands{Percent: float(percent)}
			if moving {
				s.opts.Bands.Window, err = time.ParseDuration(window)
			}
		case "fees":
			s.opts.Fees = fee.Schedule{Default: fee.IBKRFixed()}
		default:
			err = fmt.Errorf("unknown option")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// at is a time of the script's day; hours above 23 belong to the days after.
func (s *script) at(text string) market.Time { return clockOn(s.day, text) }

// on is the instrument that a line names, else the first.
func (s *script) on(f []string) market.ID {
	if n := len(f); n > 2 && f[n-2] == "on" {
		for _, in := range s.bench.market {
			if in.Symbol == f[n-1] {
				return in.ID
			}
		}
		s.t.Fatalf("no instrument %s", f[n-1])
	}
	return 0
}

// compare checks the events since the last step.
func (s *script) compare(step string, want []string) {
	s.t.Helper()
	if s.bench == nil {
		return
	}
	var got []string
	for _, ev := range s.bench.events[s.shown:] {
		if text := render(ev); text != "" && (s.notes || !strings.Contains(text, " noted ")) {
			got = append(got, text)
		}
	}
	s.shown = len(s.bench.events)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		s.t.Fatalf("%s\ngot:\n  %s\nwant:\n  %s", step, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// render is an event as scripts write it; empty for those that every order has.
func render(ev order.Event) string {
	id := string(ev.About().Order)
	switch e := ev.(type) {
	case order.WasSubmitted, order.WasAccepted:
		return ""
	case order.WasRejected:
		return id + " rejected " + e.Reason.Code.String()
	case order.WasTriggered:
		return id + " triggered"
	case order.WasFilled:
		what := "filled"
		if e.Fill.Leg {
			what = e.Fill.Side.String() + " " + e.Fill.Instrument.Symbol
		}
		text := fmt.Sprintf("%s %s %s @ %s %s at %s", id, what, e.Fill.Quantity, e.Fill.Price, e.Fill.Rule,
			e.Fill.Time.In(newYork).Format("15:04:05"))
		if !e.Fill.Fee.IsZero() {
			text += " fee " + e.Fill.Fee.String()
		}
		return text
	case order.WasCancelled:
		return id + " cancelled " + e.Reason.Code.String()
	case order.HasExpired:
		return id + " expired " + e.Reason.Code.String()
	case order.WasModified:
		return id + " modified" + changed(&e.Change)
	case order.ModifyRefused:
		return id + " modify-refused " + e.Reason.Code.String()
	case order.CancelRefused:
		return id + " cancel-refused " + e.Reason.Code.String()
	case order.Noted:
		text := id + " noted " + e.Reason.Code.String()
		if leg, ok := strings.CutPrefix(e.Reason.Detail, "leg "); ok {
			text += " " + strings.Fields(leg)[0]
		}
		if !e.Reason.Value.IsZero() {
			text += fmt.Sprintf(" %s limit %s", e.Reason.Value, e.Reason.Limit)
		}
		return text
	}
	return fmt.Sprintf("%s %T", id, ev)
}

// levels are the levels of one side of a book; "-" is none.
func levels(text string) (side [market.MaxLevels]market.Level) {
	if text == "-" {
		return side
	}
	for i, level := range strings.Split(text, ",") {
		side[i].Price, side[i].Size = sized(level)
	}
	return side
}

func float(text string) float64 {
	x, err := strconv.ParseFloat(strings.TrimSuffix(text, "bp"), 64)
	if err != nil {
		panic(err)
	}
	return x
}
