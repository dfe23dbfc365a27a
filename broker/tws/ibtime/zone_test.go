package ibtime

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// The offsets, in hours, are those of 15 January and 15 July 2025.
func TestLocation(t *testing.T) {
	for name, want := range map[string][2]float64{
		// Zones of contracts.
		"US/Eastern": {-5, -4}, "US/Central": {-6, -5}, "MET": {1, 2}, "GB-Eire": {0, 1}, "Hongkong": {8, 8},
		"Japan": {9, 9}, "EST5EDT": {-5, -4}, "CST6CDT": {-6, -5}, "Australia/NSW": {11, 10}, "Singapore": {8, 8},
		"Asia/Calcutta": {5.5, 5.5}, "Israel": {2, 3}, "Europe/Berlin": {1, 2}, "UTC": {0, 0}, "GMT": {0, 0},
		"EST (Eastern Standard Time)": {-5, -4}, "JST (Japan Standard Time)": {9, 9}, "MET (Middle Europe Time)": {1, 2},
		"GMT (Greenwich Mean Time)": {0, 1}, // of London
		// Codes.
		"EST": {-5, -4}, "EDT": {-5, -4}, "CST": {-6, -5}, "MST": {-7, -6}, "PST": {-8, -7}, "HST": {-10, -10},
		"JST": {9, 9}, "HKT": {8, 8}, "SGT": {8, 8}, "BST": {0, 1}, "CET": {1, 2}, "CEST": {1, 2}, "ICT": {7, 7}, "Z": {0, 0},
		// Names of Windows.
		"China Standard Time": {8, 8}, "Eastern Standard Time": {-5, -4}, "GMT Standard Time": {0, 1},
		"W. Europe Standard Time": {1, 2}, "FLE Standard Time": {2, 3}, "AUS Eastern Standard Time": {11, 10},
		"US Mountain Standard Time": {-7, -7}, "India Standard Time": {5.5, 5.5}, "UTC-11": {-11, -11}, "UTC+13": {13, 13},
		// Names of Java.
		"British Summer Time": {0, 1}, "Greenwich Mean Time": {0, 1}, "Central European Summer Time": {1, 2},
		"Hong Kong Time": {8, 8}, "Coordinated Universal Time": {0, 0}, "Eastern  Daylight Time": {-5, -4},
		// Offsets.
		"GMT+08:00": {8, 8}, "GMT-5": {-5, -5}, "UTC+05:30": {5.5, 5.5}, "Etc/GMT+5": {-5, -5},
	} {
		got, err := Location(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, month := range []time.Month{time.January, time.July} {
			_, offset := time.Date(2025, month, 15, 12, 0, 0, 0, got).Zone()
			if float64(offset) != want[i]*3600 {
				t.Errorf("%s in %v: %v seconds ahead of UTC, want %v hours", name, month, offset, want[i])
			}
		}
	}
}

func TestEveryNameInTheTablesIsAZone(t *testing.T) {
	for _, table := range []map[string]string{shortZones, javaZones, windowsZones, ibNames} {
		for name := range table {
			if _, err := Location(name); err != nil {
				t.Error(err)
			}
		}
	}
	for iana, name := range ibNames {
		ours, err := Location(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, month := range []time.Month{time.January, time.July} {
			at := time.Date(2025, month, 15, 12, 0, 0, 0, time.UTC)
			if a, b := at.In(ours).Format(time.DateTime), at.In(zone(t, iana)).Format(time.DateTime); a != b {
				t.Errorf("IB's %s shows %s, %s shows %s", name, a, iana, b)
			}
		}
	}
}

func TestUnknownZones(t *testing.T) {
	for _, name := range []string{"", "Local", "Nowhere", "../../etc/passwd", "/etc/localtime", "GMT+", "GMT+25:00", "GMT+08:60",
		"GMT+008", "IST", "AST", "Arabian Standard Time", "heure normale d\u2019Europe", "\xb1\xb1\xbe\xa9", "XYZ (Nothing)", ")",
		strings.Repeat("A", 1<<20)} {
		got, err := Location(name)
		var unknown *ZoneError
		if !errors.As(err, &unknown) || !strings.Contains(err.Error(), "America/New_York") {
			t.Errorf("Location(%.40q) = %v, %v; want a ZoneError that says what to configure", name, got, err)
		}
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	c := zoneCache{byName: map[string]*time.Location{}}
	for i := range 5000 {
		c.put(strings.Repeat("x", i), time.UTC)
	}
	if len(c.byName) != 1024 {
		t.Errorf("%d zones are kept, want 1024", len(c.byName))
	}
}
