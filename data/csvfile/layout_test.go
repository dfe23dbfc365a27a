package csvfile

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
)

func TestLayouts(t *testing.T) {
	for _, test := range []struct{ layout, text, want string }{
		{"yyyy-MM-dd", "2014-01-02", "2014-01-02 00:00:00"},
		{"yyyyMMdd", "20140102", "2014-01-02 00:00:00"},
		{"dd/MM/yyyy", "03/02/2010", "2010-02-03 00:00:00"},
		{"MM/dd/yyyy HH:mm:ss", "02/03/2010 16:53:50", "2010-02-03 16:53:50"},
		{"d.M.yyyy H:mm", "3.2.2010 9:05", "2010-02-03 09:05:00"},
		{"dd/MM/yy", "01/03/16", "2016-03-01 00:00:00"},
		{"dd/MM/yy", "01/03/70", "1970-03-01 00:00:00"},
		{"dd/MM/yy", "01/03/69", "2069-03-01 00:00:00"},
		{"d-MMM-yy", "2-Jan-14", "2014-01-02 00:00:00"},
		{"MMM d, yyyy", "SEP 11, 2001", "2001-09-11 00:00:00"},
		{"yyyyMMdd HHmmssfff", "20200101 170000065", "2020-01-01 17:00:00.065"},
		{"yyyy-MM-ddTHH:mm:ss.f", "2015-09-23T20:57:42.146", "2015-09-23 20:57:42.146"},
		{"yyyy-MM-ddTHH:mm:ss.f", "2015-09-23T20:57:42", "2015-09-23 20:57:42"},
		{"yyyy-MM-dd HH:mm:ss.fZ", "2013-01-01 22:00:00.295000+00:00", "2013-01-01 22:00:00.295"},
		{"yyyy-MM-dd HH:mm:ssZ", "2013-01-01 22:00:00-0500", "2013-01-02 03:00:00"},
		{"yyyy-MM-dd HH:mm:ssZ", "2013-01-01 22:00:00+05:30", "2013-01-01 16:30:00"},
		{"yyyy-MM-ddTHH:mmZ", "2013-01-01T22:00Z", "2013-01-01 22:00:00"},
		{"MM/dd/yyyy H:mm aa", "01/02/2014 12:05 AM", "2014-01-02 00:05:00"},
		{"MM/dd/yyyy H:mm aa", "01/02/2014 12:05 pm", "2014-01-02 12:05:00"},
		{"MM/dd/yyyy H:mm aa", "01/02/2014 4:05 PM", "2014-01-02 16:05:00"},
		{"yyyy-MM-dd", "2016-02-29", "2016-02-29 00:00:00"},
		{"unix", "1385733600", "2013-11-29 14:00:00"},
		{"unix", "1385733600.5", "2013-11-29 14:00:00.5"},
		{"unix_ms", "1637971200000", "2021-11-27 00:00:00"},
		{"unix_us", "1583020803145000", "2020-03-01 00:00:03.145"},
		{"unix_ns", "1583020803145000001", "2020-03-01 00:00:03.145000001"},

		{"yyyy-MM-dd", "2015-02-29", ""},
		{"yyyy-MM-dd", "2014-13-01", ""},
		{"yyyy-MM-dd", "2014-00-01", ""},
		{"yyyy-MM-dd", "2014-1-2", ""},
		{"yyyy-MM-dd", "2014-01-02 10:00", ""},
		{"yyyy-MM-dd HH:mm", "2014-01-02 24:00", ""},
		{"yyyy-MM-dd HH:mm:ss.f", "2014-01-02 10:00:00.", ""},
		{"MM/dd/yyyy H:mm aa", "01/02/2014 13:05 PM", ""},
		{"unix_ms", "2014-01-02", ""},
		{"unix_ns", "99999999999999999999", ""},
		{"yyyy-MM-dd", "", ""},
	} {
		layout, err := ParseLayout(test.layout)
		if err != nil {
			t.Errorf("%s: %v", test.layout, err)
			continue
		}
		s, ok := layout.parse([]byte(test.text))
		got := ""
		if ok {
			at := s.instant
			if !s.zoned {
				at = market.At(s.date.Clock(0, 0, time.UTC)).Add(s.timeOfDay)
			}
			got = at.UTC().Format("2006-01-02 15:04:05.999999999")
		}
		if got != test.want {
			t.Errorf("%q by %q: %q, want %q", test.text, test.layout, got, test.want)
		}
	}
}

func TestLayoutErrors(t *testing.T) {
	for _, text := range []string{"", "yyyy", "HH:mm", "yyyy-MM-dd at HH", "%Y-%m-%d", "2006-01-02", "yyyy-MM-ddé"} {
		if _, err := ParseLayout(text); err == nil || !strings.Contains(err.Error(), "yyyy-MM-dd") {
			t.Errorf("layout %q: error %v, want one that shows a right layout", text, err)
		}
	}
}

// Package time formats, we read: every instant from 1700 to 2200 comes back.
func TestLayoutReadsWhatTimeWrites(t *testing.T) {
	pairs := [][2]string{
		{"yyyy-MM-dd HH:mm:ss.f", "2006-01-02 15:04:05.000000000"},
		{"dd/MM/yyyyTHH:mm:ss.fZ", "02/01/2006T15:04:05.000000000Z07:00"},
		{"MMM d, yyyy H:mm:ss.f aa", "Jan 2, 2006 3:04:05.000000000 PM"},
		{"yyyyMMdd HHmmssfffffffff", ""},
	}
	rapid.Check(t, func(t *rapid.T) {
		pair := rapid.SampledFrom(pairs).Draw(t, "layout")
		at := time.Unix(rapid.Int64Range(-8_520_336_000, 7_258_118_399).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC()
		text := at.Format(pair[1])
		if pair[1] == "" {
			text = at.Format("20060102 150405") + strings.TrimPrefix(at.Format(".000000000"), ".")
		}
		layout, err := ParseLayout(pair[0])
		if err != nil {
			t.Fatal(err)
		}
		s, ok := layout.parse([]byte(text))
		read := s.date.Clock(0, 0, time.UTC).Add(s.timeOfDay)
		if !ok || !read.Equal(at) {
			t.Fatalf("%q by %q: %v %v, want %v", text, pair[0], read, ok, at)
		}
	})
}

func FuzzLayout(f *testing.F) {
	f.Add("yyyy-MM-dd HH:mm:ss.fZ", "2013-01-01 22:00:00.295000+00:00")
	f.Add("d-MMM-yy H:mm aa", "2-Jan-14 4:05 PM")
	f.Add("unix_ms", "1637971200000")
	f.Fuzz(func(t *testing.T, layout, text string) {
		l, err := ParseLayout(layout)
		if err != nil {
			return
		}
		s, ok := l.parse([]byte(text))
		if ok && !s.zoned && (s.date < 17000101 || s.date > 22001231 || s.timeOfDay < 0 || s.timeOfDay >= 24*time.Hour) {
			t.Fatalf("%q by %q: %+v", text, layout, s)
		}
	})
}
