package backtest

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/data/csvfile"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/data/yahoo"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/setup"
)

// library opens the recorded data of a run.
type library struct {
	run     *config.Run
	catalog *data.Catalog // nil when the run uses none
	tree    *lean.Tree    // nil when the run uses none
	files   []string
	series  []heldSeries
	// chains are the continuous series by symbol, and universe the run's instruments.
	chains   map[string]*roll.Chain
	universe *market.Universe
	// tamper wraps bar streams, and until, unless 0, cuts all data off, for the look-ahead check.
	tamper func(market.BarStream) market.BarStream
	until  market.Time
}

// heldSeries is a part of the catalog that the run read, for its manifest.
type heldSeries struct {
	series   data.Series
	from, to market.Time
}

func openLibrary(run *config.Run) (*library, error) {
	lib := &library{run: run}
	for i := range run.Instruments {
		var err error
		switch run.Instruments[i].Source.From {
		case "catalog":
			if lib.catalog == nil {
				lib.catalog, err = data.Open(run.Data.Catalog)
			}
		case "lean":
			if lib.tree == nil {
				if run.Data.Lean == "" {
					return nil, errors.New("data.lean is missing: give the root of the LEAN data tree")
				}
				lib.tree, err = lean.Open(run.Data.Lean)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return lib, nil
}

// open opens the streams of all instruments and merges them.
func (lib *library) open(demands []engine.Demand, to market.Time) (*data.Replay, error) {
	inputs := make([]data.Input, 0, len(demands))
	for i, d := range demands {
		input, err := lib.input(&lib.run.Instruments[i], d, to)
		inputs = append(inputs, input)
		if err != nil {
			err = fmt.Errorf("data of %s: %w", d.Instrument.Symbol, err)
			return nil, errors.Join(err, data.NewReplay(inputs...).Close())
		}
	}
	return data.NewReplay(inputs...), nil
}

// wanted is one instrument's data to be opened.
type wanted struct {
	*config.Instrument
	instrument *market.Instrument
	calendar   *calendar.Calendar
	feed       engine.Feed
	from, to   market.Time // (from, to]
}

func (lib *library) input(c *config.Instrument, d engine.Demand, to market.Time) (in data.Input, err error) {
	in.Instrument = d.Instrument.ID
	w := wanted{Instrument: c, instrument: d.Instrument, feed: setup.Feed(c), from: d.From, to: to}
	if w.calendar, err = calendar.Get(d.Instrument.Calendar); err != nil {
		return in, err
	}
	end := w.to
	if lib.until != 0 {
		end = min(end, lib.until)
	}
	if w.feed.HasBars() {
		if in.Bars, err = lib.barsUntil(&w, end); err != nil {
			return in, err
		}
	}
	if c.Source.Detail != nil {
		finer := w
		finer.feed.Bars = c.Source.Detail.Of(w.feed.Bars.Price)
		if in.Detail, err = lib.barsUntil(&finer, end); err != nil {
			return in, fmt.Errorf("detail: %w", err)
		}
	}
	if c.Source.Quotes {
		quotes, err := lib.quotes(&w)
		if err != nil {
			return in, err
		}
		in.Quotes = quotesWithin(quotes, &w, end)
	}
	if c.Source.Trades {
		trades, err := lib.trades(&w)
		if err != nil {
			return in, err
		}
		in.Trades = tradesWithin(trades, &w, end)
	}
	if c.Source.Depth {
		depth, err := lib.depth(&w)
		if err != nil {
			return in, err
		}
		in.Depth = &depthWithin{DepthStream: depth, from: w.from, to: end, sessions: w.sessions()}
	}
	return in, nil
}

// barsUntil is the bars as the run sees them: of its hours and its period.
func (lib *library) barsUntil(w *wanted, end market.Time) (market.BarStream, error) {
	bars, err := lib.bars(w)
	if err != nil {
		return nil, err // without the stream: a nil pointer in an interface is not nil
	}
	if !w.Source.ExtendedHours {
		bars = data.RegularHours(bars, w.calendar)
	}
	bars = data.Period(bars, w.from, end)
	if lib.tamper != nil {
		bars = lib.tamper(bars)
	}
	return bars, nil
}

func (lib *library) bars(w *wanted) (market.BarStream, error) {
	stream, err := lib.rawBars(w)
	if err != nil || w.Source.Adjust == "raw" {
		return stream, err
	}
	actions, err := lib.actions(w)
	if err != nil {
		return nil, errors.Join(err, stream.Close())
	}
	mode := data.SplitAdjusted
	if w.Source.Adjust == "all" {
		mode = data.TotalReturn
	}
	return data.Adjusted(stream, actions, mode, w.calendar.Zone())
}

func (lib *library) rawBars(w *wanted) (market.BarStream, error) {
	switch w.Source.From {
	case "synth":
		tape, err := lib.tape(w)
		if err != nil {
			return nil, err
		}
		return tape.Bars(w.feed.Bars)
	case "catalog":
		series := data.BarSeries(sourceSymbol(w.Instrument), w.feed.Bars)
		lib.series = append(lib.series, heldSeries{series, w.from, w.to})
		return lib.catalog.Bars(series.Symbol, series.Spec, w.from, w.to)
	case "lean":
		selection, err := selection(w)
		if err != nil {
			return nil, err
		}
		content := lean.Quote
		if selection.Price == market.Last {
			content = lean.Trade
		}
		if err := lib.note(selection, content); err != nil {
			return nil, err
		}
		return lib.tree.Bars(selection)
	case config.ContractsSource:
		return lib.continuous(w), nil
	case "yahoo":
		lib.files = append(lib.files, w.Source.Path)
		return yahoo.Open(w.Source.Path, yahoo.Options{Calendar: w.calendar.Name(), Instrument: w.instrument.Kind})
	}
	mapping, err := lib.mapping(w, data.Bars)
	if err != nil {
		return nil, err
	}
	return csvfile.OpenBars(w.Source.Path, mapping, csvOptions(w))
}

// actions are the splits and dividends within the period. Later ones would scale all prices alike, and the
// run trades at the prices that its last day knows.
func (lib *library) actions(w *wanted) ([]data.Action, error) {
	symbol := sourceSymbol(w.Instrument)
	var all []data.Action
	var err error
	switch w.Source.From {
	case "catalog":
		all, err = lib.catalog.Actions(symbol)
	case "lean":
		all, err = lib.tree.Actions(w.Source.Market, symbol)
	default:
		err = fmt.Errorf("source %s has no splits and dividends: use adjust: raw, or import into a catalog that has them", w.Source.From)
	}
	last := lib.run.Period.To
	return slices.DeleteFunc(all, func(a data.Action) bool { return a.Ex > last }), err
}

func (lib *library) quotes(w *wanted) (market.QuoteStream, error) {
	switch w.Source.From {
	case "synth":
		tape, err := lib.tape(w)
		if err != nil {
			return nil, err
		}
		return tape.Quotes(), nil
	case "catalog":
		symbol := sourceSymbol(w.Instrument)
		lib.series = append(lib.series, heldSeries{data.QuoteSeries(symbol), w.from, w.to})
		return lib.catalog.Quotes(symbol, w.from, w.to)
	case "lean":
		selection, err := selection(w)
		if err != nil {
			return nil, err
		}
		selection.Resolution = lean.Tick
		if err := lib.note(selection, lean.Quote); err != nil {
			return nil, err
		}
		return lib.tree.Quotes(selection)
	case "csv":
		mapping, err := lib.mapping(w, data.Quotes)
		if err != nil {
			return nil, err
		}
		return csvfile.OpenQuotes(w.Source.Path, mapping, csvOptions(w))
	}
	return nil, fmt.Errorf("source %s has no quotes", w.Source.From)
}

func (lib *library) trades(w *wanted) (market.TradeStream, error) {
	switch w.Source.From {
	case "synth":
		tape, err := lib.tape(w)
		if err != nil {
			return nil, err
		}
		return tape.Trades(), nil
	case "catalog":
		symbol := sourceSymbol(w.Instrument)
		lib.series = append(lib.series, heldSeries{data.TradeSeries(symbol), w.from, w.to})
		return lib.catalog.Trades(symbol, w.from, w.to)
	case "lean":
		selection, err := selection(w)
		if err != nil {
			return nil, err
		}
		selection.Resolution, selection.DropSuspicious = lean.Tick, true
		if err := lib.note(selection, lean.Trade); err != nil {
			return nil, err
		}
		return lib.tree.Trades(selection)
	case "csv":
		mapping, err := lib.mapping(w, data.Trades)
		if err != nil {
			return nil, err
		}
		return csvfile.OpenTrades(w.Source.Path, mapping, csvOptions(w))
	}
	return nil, fmt.Errorf("source %s has no trades", w.Source.From)
}

func (lib *library) depth(w *wanted) (market.DepthStream, error) {
	if w.Source.From == "synth" {
		tape, err := lib.tape(w)
		if err != nil {
			return nil, err
		}
		return tape.Depth(), nil
	}
	symbol := sourceSymbol(w.Instrument)
	lib.series = append(lib.series, heldSeries{data.DepthSeries(symbol), w.from, w.to})
	return lib.catalog.Depth(symbol, w.from, w.to)
}

// note keeps the files that a selection reads, for the manifest.
func (lib *library) note(s lean.Selection, content lean.Content) error {
	paths, err := lib.tree.Files(s, content)
	lib.files = append(lib.files, paths...)
	return err
}

// selection words what to read of a LEAN tree. Its dates are in the zone of the data, so a day is added at
// each end.
func selection(w *wanted) (lean.Selection, error) {
	s, err := named(w.Instrument)
	if err != nil {
		return s, err
	}
	s.Price = w.feed.Bars.Price
	s.From, s.To = market.DateOf(w.from.UTC()).AddDays(-1), market.DateOf(w.to.UTC()).AddDays(1)
	if !w.feed.HasBars() {
		return s, nil
	}
	for _, r := range []lean.Resolution{lean.Daily, lean.Hour, lean.Minute, lean.Second} {
		if r.Spec(w.feed.Bars.Price) == w.feed.Bars {
			s.Resolution = r
			return s, nil
		}
	}
	return s, fmt.Errorf("a LEAN tree has bars of 1d, 1h, 1m and 1s, not %s: ask for one of these and let the strategy build coarser bars", w.feed.Bars)
}

// named is the part of a selection that names the instrument.
func named(c *config.Instrument) (lean.Selection, error) {
	s := lean.Selection{Market: c.Source.Market, Symbol: sourceSymbol(c), Contract: c.Source.Contract}
	kind := c.Kind
	if kind == market.ETF {
		kind = market.Equity
	}
	return s, s.Type.UnmarshalText([]byte(kind.String()))
}

func (lib *library) mapping(w *wanted, kind data.Kind) (csvfile.Mapping, error) {
	lib.files = append(lib.files, filepath.Clean(w.Source.Path))
	c := &w.Source.CSV
	m := csvfile.Mapping{
		Kind: kind, Delimiter: c.Delimiter, Decimal: c.Decimal, Time: c.Layout, Zone: c.Zone,
		PriceScale: c.PriceScale, Null: c.Missing, Entry: c.Entry,
		Columns: csvfile.Columns{
			Date: csvfile.Column(c.Date), Time: csvfile.Column(c.Time),
			Open: csvfile.Column(c.Open), High: csvfile.Column(c.High), Low: csvfile.Column(c.Low),
			Close: csvfile.Column(c.Close), Volume: csvfile.Column(c.Volume), AdjustedClose: csvfile.Column(c.Adjusted),
			Bid: csvfile.Column(c.Bid), Ask: csvfile.Column(c.Ask),
			BidSize: csvfile.Column(c.BidSize), AskSize: csvfile.Column(c.AskSize),
			Price: csvfile.Column(c.Price), Size: csvfile.Column(c.Size),
		},
	}
	var err error
	if c.Header != "" {
		err = m.Header.UnmarshalText([]byte(c.Header))
	}
	if c.BarTime != "" {
		err = errors.Join(err, m.BarTime.UnmarshalText([]byte(c.BarTime)))
	}
	if kind == data.Bars {
		var e error
		m.Period, e = csvfile.ParsePeriod(w.feed.Bars.String())
		err = errors.Join(err, e)
	}
	if err != nil {
		return m, err
	}
	return m.CompleteFile(w.Source.Path)
}

func csvOptions(w *wanted) csvfile.Options {
	return csvfile.Options{Instrument: w.instrument.Kind, Calendar: w.calendar}
}
