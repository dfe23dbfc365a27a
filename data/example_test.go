package data_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// threeDays are daily bars that end at 21:00 UTC on 2 to 4 January 2024.
func threeDays(closes ...float64) *market.Bars {
	var bars market.Bars
	end := market.At(time.Date(2024, time.January, 2, 21, 0, 0, 0, time.UTC))
	for _, price := range closes {
		bars.Append(market.Bar{Start: end.Add(-6 * time.Hour), End: end, Open: price, High: price, Low: price, Close: price, Volume: 100})
		end = end.Add(24 * time.Hour)
	}
	return &bars
}

func Example() {
	root, err := os.MkdirTemp("", "catalog")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(root)
	catalog, err := data.Create(root)
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	for symbol, bars := range map[string]*market.Bars{"SPY": threeDays(472, 468, 467), "QQQ": threeDays(402, 398, 396)} {
		if _, err := catalog.WriteBars(ctx, symbol, market.Daily(), data.FromBars(bars), data.Options{}); err != nil {
			log.Fatal(err)
		}
	}

	held, err := catalog.Series()
	if err != nil {
		log.Fatal(err)
	}
	for _, info := range held {
		fmt.Println(info.Series, info.Rows, info.First, info.Last)
	}

	var inputs []data.Input
	for id, symbol := range []string{"SPY", "QQQ"} {
		bars, err := catalog.Bars(symbol, market.Daily(), data.Beginning, market.Never)
		if err != nil {
			log.Fatal(err)
		}
		inputs = append(inputs, data.Input{Instrument: market.ID(id), Bars: bars})
	}
	replay := data.NewReplay(inputs...)
	defer replay.Close()
	var ev market.Event
	for replay.Next(market.Never, &ev) == data.Delivered {
		fmt.Println(ev.Time, ev.Instrument, ev.Bar.Close, ev.Last)
	}
	if err := replay.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// QQQ 1d bars 3 2024-01-02T21:00:00Z 2024-01-04T21:00:00Z
	// SPY 1d bars 3 2024-01-02T21:00:00Z 2024-01-04T21:00:00Z
	// 2024-01-02T21:00:00Z 0 472 false
	// 2024-01-02T21:00:00Z 1 402 true
	// 2024-01-03T21:00:00Z 0 468 false
	// 2024-01-03T21:00:00Z 1 398 true
	// 2024-01-04T21:00:00Z 0 467 false
	// 2024-01-04T21:00:00Z 1 396 true
}

// A limit lets a timer fire between two events.
func ExampleReplay_Next() {
	replay := data.NewReplay(data.Input{Bars: data.FromBars(threeDays(472, 468))})
	defer replay.Close()
	noon := market.At(time.Date(2024, time.January, 3, 12, 0, 0, 0, time.UTC))
	var ev market.Event
	for _, limit := range []market.Time{noon, noon, market.Never, market.Never} {
		fmt.Println(replay.Next(limit, &ev))
	}
	// Output:
	// delivered
	// at limit
	// delivered
	// ended
}

// A dividend of 2 is taken out of the bars before its ex-date: 472 × (1 − 2/472) = 470.
func ExampleAdjusted() {
	raw := threeDays(472, 468, 467)
	dividends := []data.Action{{Kind: data.Dividend, Ex: 20240103, Amount: decimal.NewFromInt(2)}}
	dividends, err := data.WithReferences(dividends, data.FromBars(raw), time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	bars, err := data.Adjusted(data.FromBars(raw), dividends, data.TotalReturn, time.UTC)
	if err != nil {
		log.Fatal(err)
	}
	defer bars.Close()
	var batch market.Bars
	if err := bars.Next(&batch); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%.2f\n", batch.Close)
	// Output: [470.00 468.00 467.00]
}

func ExampleCatalog_WriteBars() {
	root, err := os.MkdirTemp("", "catalog")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(root)
	catalog, err := data.Create(root)
	if err != nil {
		log.Fatal(err)
	}
	write := func(o data.Options) (data.Written, error) {
		return catalog.WriteBars(context.Background(), "SPY", market.Daily(), data.FromBars(threeDays(472, 468)), o)
	}
	first, err := write(data.Options{})
	fmt.Println(first.Rows, first.Files, err)

	_, err = write(data.Options{})
	var overlap *data.OverlapError
	fmt.Println(errors.As(err, &overlap), err)

	again, err := write(data.Options{Overlap: data.Replace})
	fmt.Println(again.Rows, again.Dropped, err)
	// Output:
	// 2 [bars/SPY/1d/2024.parquet] <nil>
	// true write SPY 1d bars: the catalog already holds SPY 1d bars at 2024-01-02T21:00:00Z, inside the period to be written: leave that period out, or replace what is there
	// 2 2 <nil>
}
