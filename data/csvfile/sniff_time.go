package csvfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/data"
)

// dateLayouts and clockLayouts, put together, are the layouts that sniffing tries, the usual first.
var dateLayouts = []string{
	"yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy.MM.dd",
	"dd/MM/yyyy", "MM/dd/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "dd.MM.yyyy", "MM.dd.yyyy",
	"d/M/yyyy", "M/d/yyyy", "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy",
	"dd-MMM-yyyy", "d-MMM-yyyy", "d-MMM-yy", "MMM dd, yyyy", "MMM d, yyyy",
}

var clockLayouts = []string{
	"", " HH:mm:ss.f", "THH:mm:ss.f", " HH:mm", "THH:mm", " HHmmss", " HHmmssfff", " HHmm",
	" H:mm:ss.f", " H:mm", " H:mm:ss aa", " H:mm aa",
	" HH:mm:ss.fZ", "THH:mm:ss.fZ", " HH:mm:ss.f Z", " HH:mmZ", "THH:mmZ",
}

// epochOf is the epoch layout that a count of this many digits must have, between 2001 and 2286.
func epochOf(text []byte) string {
	whole, _, _ := bytes.Cut(text, []byte("."))
	if len(bytes.TrimLeft(whole, "0123456789")) > 0 {
		return ""
	}
	return map[int]string{10: "unix", 13: "unix_ms", 16: "unix_us", 19: "unix_ns"}[len(whole)]
}

// layoutsOf are the layouts that fit all texts.
func layoutsOf(texts [][]byte) []string {
	if epoch := epochOf(texts[0]); epoch != "" {
		return []string{epoch}
	}
	var fitting []string
	for _, date := range dateLayouts {
		for _, clock := range clockLayouts {
			layout, err := ParseLayout(date + clock)
			if err != nil {
				continue
			}
			if slices.IndexFunc(texts, func(text []byte) bool { _, ok := layout.parse(text); return !ok }) < 0 {
				fitting = append(fitting, date+clock)
			}
		}
	}
	return fitting
}

// findTime finds the layout of the time and reads the sample's times with it. While it is open, the times
// are read with every layout that fits.
func (s *sniffer) findTime() error {
	texts := s.timeTexts()
	if len(texts) == 0 {
		return &UnclearError{Questions: []Question{{Key: "columns.time", Why: "the sample has no such column"}}}
	}
	fitting := []string{s.Time}
	if s.Time == "" {
		fitting = distinct(layoutsOf(texts), texts)
		switch len(fitting) {
		case 1:
			s.Time = fitting[0]
		case 0:
			s.ask("time", fmt.Sprintf("no usual layout fits %q: write it as yyyy-MM-dd HH:mm:ss is written", texts[0]))
		default:
			s.ask("time", fmt.Sprintf("%q can be read in more than one way", texts[0]), fitting...)
		}
	}
	for _, text := range fitting {
		read, err := readTimes(text, texts)
		if err != nil {
			return err
		}
		s.times = append(s.times, read)
	}
	if n := len(texts) - 1; len(fitting) == 1 && n > 0 && s.times[0].stamps[n].since(s.times[0].stamps[0]) < 0 {
		return fmt.Errorf("the rows go back in time, from %q to %q: sort the file by time, oldest first", texts[0], texts[n])
	}
	return nil
}

// timesOf are the times of a sample as one layout reads them.
type timesOf struct {
	layout Layout
	stamps []stamp
}

func readTimes(text string, texts [][]byte) (timesOf, error) {
	layout, err := ParseLayout(text)
	if err != nil {
		return timesOf{}, fmt.Errorf("mapping: %w", err)
	}
	read := timesOf{layout: layout}
	for _, t := range texts {
		at, ok := layout.parse(t)
		if !ok {
			return timesOf{}, fmt.Errorf("mapping: time %q does not fit %q in the sample", text, t)
		}
		read.stamps = append(read.stamps, at)
	}
	return read, nil
}

// timeTexts are the times of the sample's rows.
func (s *sniffer) timeTexts() [][]byte {
	date, hasDate := s.indexOf(s.Columns.Date)
	clock, hasClock := s.indexOf(s.Columns.Time)
	var texts [][]byte
	for _, fields := range s.rows {
		if max(date, clock) >= len(fields) {
			continue
		}
		switch {
		case hasDate && hasClock:
			texts = append(texts, slices.Concat(fields[date], []byte(" "), fields[clock]))
		case hasDate:
			texts = append(texts, fields[date])
		case hasClock:
			texts = append(texts, fields[clock])
		}
	}
	return texts
}

// distinct leaves out the layouts that read every text as an earlier one does.
func distinct(layouts []string, texts [][]byte) []string {
	var kept []string
	var seen [][]stamp
	for _, text := range layouts {
		layout, err := ParseLayout(text)
		if err != nil {
			continue
		}
		read := make([]stamp, len(texts))
		for i := range texts {
			read[i], _ = layout.parse(texts[i])
		}
		if !slices.ContainsFunc(seen, func(other []stamp) bool { return slices.Equal(other, read) }) {
			kept, seen = append(kept, text), append(seen, read)
		}
	}
	return kept
}

// findPeriod finds the length of the bars, and asks for the moment that their time is.
func (s *sniffer) findPeriod() {
	if (s.Period == Period{}) && len(s.times) > 0 {
		s.Period = periodOf(s.times[0].stamps)
		for _, other := range s.times[1:] {
			if periodOf(other.stamps) != s.Period {
				s.Period = Period{}
			}
		}
		if (s.Period == Period{}) {
			s.ask("period", "the rows are not at usual distances; if each is one trade, set kind to trades and give columns.price", "1m", "5m", "1h", "1d", "1w", "1mo")
		}
	}
	if s.Period.Unit == Span && s.Period.Length > 0 && s.BarTime == 0 {
		s.ask("bar_time", "a file does not say whether a bar's time is its start or its end", "start", "end")
	}
}

// periodOf is the length that the distances between rows suggest: the one that most of them have.
func periodOf(stamps []stamp) Period {
	var gaps []time.Duration
	dates := true
	for i, at := range stamps {
		dates = dates && !at.zoned && at.timeOfDay == stamps[0].timeOfDay
		if i > 0 {
			gaps = append(gaps, at.since(stamps[i-1]))
		}
	}
	if len(gaps) == 0 {
		return Period{}
	}
	slices.Sort(gaps)
	const day = 24 * time.Hour
	if median := gaps[len(gaps)/2]; dates {
		switch {
		case median >= day && median <= 4*day:
			return Daily
		case median >= 5*day && median <= 9*day:
			return Weekly
		case median >= 26*day && median <= 33*day:
			return Monthly
		}
		return Period{}
	}
	usual := mostFrequent(gaps)
	switch {
	case usual == day:
		return Daily
	case usual < time.Second || usual%time.Second != 0 || usual > day:
		return Period{}
	}
	return PeriodOf(usual)
}

// mostFrequent is the value that at least half of a sorted list have, or 0.
func mostFrequent(sorted []time.Duration) time.Duration {
	median := sorted[len(sorted)/2]
	n := 0
	for _, v := range sorted {
		if v == median {
			n++
		}
	}
	if 2*n < len(sorted) {
		return 0
	}
	return median
}

// since is the time from an earlier stamp of the same file to this one.
func (s stamp) since(earlier stamp) time.Duration {
	if s.zoned {
		return s.instant.Sub(earlier.instant)
	}
	days := s.date.Clock(0, 0, time.UTC).Sub(earlier.date.Clock(0, 0, time.UTC))
	return days + s.timeOfDay - earlier.timeOfDay
}

// findZone asks for the zone where times need one.
func (s *sniffer) findZone() {
	if s.Zone != "" || len(s.times) == 0 || s.Kind == data.Bars && s.Period.Unit != Span {
		return
	}
	if layout := &s.times[0].layout; layout.Zoned() || layout.DateOnly() {
		return
	}
	name := strings.ToLower(string(s.Columns.Time + s.Columns.Date))
	if strings.Contains(name, "utc") || strings.Contains(name, "gmt") {
		s.Zone = "UTC"
		return
	}
	s.ask("zone", "the times do not carry their zone; name it, such as America/New_York, UTC or UTC-5")
}
