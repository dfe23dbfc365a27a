package calendar_test

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func ExampleCalendar_Session() {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, date := range []market.Date{20241127, 20241128, 20241129} {
		s, ok := nyse.Session(date)
		if !ok {
			fmt.Println(date, "closed")
			continue
		}
		fmt.Println(date, s.Open.In(nyse.Zone()).Format("15:04"), "to", s.Close.In(nyse.Zone()).Format("15:04 MST"))
	}
	// Output:
	// 2024-11-27 09:30 to 16:00 EST
	// 2024-11-28 closed
	// 2024-11-29 09:30 to 13:00 EST
}

// A clock that shows the close finds the market closed; the bar that ends then belongs to the session.
func ExampleCalendar_Cursor() {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	close := market.At(market.Date(20240702).Clock(16, 0, nyse.Zone()))
	_, now := nyse.At(close)
	session, bar := nyse.Cursor().Seek(close)
	fmt.Println("the market is in its", now, "phase")
	fmt.Println("the bar is of", session.Date, "when the market was", bar)
	// Output:
	// the market is in its post-market phase
	// the bar is of 2024-07-02 when the market was open
}

func ExampleRule() {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		fmt.Println(err)
		return
	}
	flatten := calendar.BeforeClose(5 * time.Minute)
	at := market.At(market.Date(20240702).Clock(12, 0, nyse.Zone()))
	for range 3 {
		at = flatten.Next(nyse, at)
		fmt.Println(at.In(nyse.Zone()).Format("Mon 2006-01-02 15:04"))
	}
	// Output:
	// Tue 2024-07-02 15:55
	// Wed 2024-07-03 12:55
	// Fri 2024-07-05 15:55
}

func ExampleGet() {
	_, err := calendar.Get("NYSSE")
	fmt.Println(err)
	// Output:
	// calendar "NYSSE" is unknown, did you mean "NYSE"? (known: 24/7, CME, FOREX, XETR, XLON, XNAS, XNYS, XTSE)
}
