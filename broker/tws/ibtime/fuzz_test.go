package ibtime

import (
	"reflect"
	"testing"
	"time"
)

func FuzzParse(f *testing.F) {
	for _, text := range []string{"20250620 09:30:00 US/Eastern", "20251102  01:30:00", "20250620-13:30:00Z", "1750426200",
		"1750426200000", "2025-06-20 13:30:00.0", "20250620 08:30 EST (Eastern Standard Time)", "20230405 22:20:39 China Standard Time",
		"20250309 02:30:00 US/Eastern", "20250620", "20250620 09:30:00 GMT+08:00", "0620 09:30:00 US/Eastern"} {
		f.Add(text)
	}
	newYork := zone(f, "America/New_York")
	f.Fuzz(func(t *testing.T, text string) {
		reference := time.Unix(1750426200, 0)
		if at, err := ParseYearless(text, newYork, reference); err == nil && at.After(reference) {
			t.Errorf("%q is %v, after %v", text, at, reference)
		}
		at, err := Parse(text, newYork)
		if err != nil {
			return
		}
		for _, z := range []*time.Location{newYork, time.UTC, zone(t, "Australia/Lord_Howe")} {
			back, err := Parse(Format(at, z), nil)
			if err != nil || back.Unix() != at.Unix() {
				t.Errorf("%q is %v, written as %q, read as %v, %v", text, at, Format(at, z), back, err)
			}
		}
	})
}

func FuzzParseHours(f *testing.F) {
	for _, text := range []string{"20240802:0930-20240802:1600;20240803:CLOSED", "20090507:0700-1830,1830-2330;20090508:CLOSED",
		"20181215:CLOSED;20181216:CLOSED;20181214:1715-20181215:0100;20181217:0915-20181217:1200",
		"20111017:1800-1715", "20250620:0000-20250620:2400", "20250309:0230-20250309:0330", "20251102:0100-20251102:0130"} {
		f.Add(text)
	}
	newYork := zone(f, "America/New_York")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParseHours(text, newYork)
		if err != nil {
			return
		}
		back, err := ParseHours(h.String(), newYork)
		if err != nil || !reflect.DeepEqual(back.Days, h.Days) && len(h.Days)+len(back.Days) > 0 {
			t.Errorf("%q is %q, written as %q, read as %q, %v", text, lines(h), h, lines(back), err)
		}
		for _, d := range h.Days {
			for _, s := range d.Sessions {
				if !s.Open.Before(s.Close) || h.At(s.Open) != Open {
					t.Errorf("%q: session %v", text, s)
				}
			}
		}
	})
}
