package tws

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

func hoursOf(t *testing.T, zone, liquid, all string) Hours {
	t.Helper()
	h, err := ContractHours(&wire.ContractDetails{Details: wire.Details{TimeZoneID: zone, LiquidHours: liquid, TradingHours: all}})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// The calendar of the exchange is the independent source: what IB says of an ordinary week and of Thanksgiving 2025,
// with its half day, has to be the same sessions.
func TestSessionsAgreeWithTheCalendar(t *testing.T) {
	h := hoursOf(t, "US/Eastern",
		"20251125:0930-20251125:1600;20251126:0930-20251126:1600;20251127:CLOSED;20251128:0930-20251128:1300;20251129:CLOSED",
		"20251125:0400-20251125:2000;20251126:0400-20251126:2000;20251127:CLOSED;20251128:0400-20251128:1700;20251129:CLOSED")
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	for date := market.Date(20251125); date <= 20251129; date++ {
		want, trades := nyse.Session(date)
		got, state := h.Session(date)
		if (state == ibtime.Open) != trades || got != want {
			t.Errorf("%v: %+v, %v; want %+v, %v", date, got, state, want, trades)
		}
	}
	for _, date := range []market.Date{20251124, 20251130} {
		if got, state := h.Session(date); state != ibtime.Unknown {
			t.Errorf("%v: %+v, %v; want unknown", date, got, state)
		}
	}
}

// The hours that IB states are compared with the calendar that the run trades by: a half day that it does not know is told.
// Hours that are not stated, in a form that stands for nothing or of a day that has passed, are no difference.
func TestI3HoursThatTheCalendarDoesNotKnow(t *testing.T) {
	nyse, err := calendar.Get("XNYS")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, liquid, want string }{
		{"as always", "20250304:0930-20250304:1600;20250305:0930-20250305:1600", ""},
		{"nothing stated", "", ""},
		{"a day that has passed", "20250303:0930-20250303:1300;20250304:0930-20250304:1600", ""},
		{"weekend", "20250304:0930-20250304:1600;20250308:CLOSED;20250309:CLOSED", ""},
		{"half a day", "20250304:0930-20250304:1600;20250305:0930-20250305:1300", "2025-03-05: IB says 09:30 to 13:00, the calendar XNYS says 09:30 to 16:00"},
		{"a holiday", "20250304:CLOSED", "2025-03-04: IB says closed, the calendar XNYS says 09:30 to 16:00"},
		{"a Saturday", "20250308:0930-20250308:1300", "2025-03-08: IB says 09:30 to 13:00, the calendar XNYS says closed"},
		{"other words", "20250304:0930", "liquid hours"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &wire.ContractDetails{Details: wire.Details{TimeZoneID: "US/Eastern", LiquidHours: c.liquid}}
			if got := hoursDiffer(d, nyse, 20250304); (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestSessionOfAFutureBeginsTheEveningBefore(t *testing.T) {
	h := hoursOf(t, "US/Central", "20250622:1700-20250623:1600", "20250622:1700-20250623:1600")
	cme, err := calendar.Get("CME")
	if err != nil {
		t.Fatal(err)
	}
	want, _ := cme.Session(20250623)
	if got, state := h.Session(20250623); state != ibtime.Open || got != want {
		t.Errorf("%+v, %v; want %+v", got, state, want)
	}
}

func TestSessionWithAPause(t *testing.T) {
	h := hoursOf(t, "Japan", "20250620:0900-20250620:1130;20250620:1230-20250620:1530", "")
	got, state := h.Session(20250620)
	if state != ibtime.Open || got.Open.UTC().Hour() != 0 || got.Duration() != 6*time.Hour+30*time.Minute || got.Early || got.EarlyOpen != got.Open {
		t.Errorf("%+v, %v; want 09:00 to 15:30 in Tokyo", got, state)
	}
}

func TestHoursThatSayNothing(t *testing.T) {
	h := hoursOf(t, "", "", "")
	if _, state := h.Session(20250620); state != ibtime.Unknown {
		t.Errorf("%v, want unknown", state)
	}
	for _, c := range []struct{ zone, text string }{{"Nowhere", "20250620:CLOSED"}, {"UTC", "20250620:OPEN"}} {
		_, err := ContractHours(&wire.ContractDetails{Details: wire.Details{TimeZoneID: c.zone, TradingHours: c.text}})
		var zone *ibtime.ZoneError
		var format *ibtime.FormatError
		if !errors.As(err, &zone) && !errors.As(err, &format) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
