package lean

import (
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// fileName is what the name of a data file says.
type fileName struct {
	// ticker is empty for day files, whose folder has it.
	ticker  string
	date    market.Date // of a day file
	year    int         // of an option's yearly file
	content Content
}

// parseFileName reads the name of a zip file; it is not ok for anything else.
func parseFileName(name string, t SecurityType, r Resolution) (fileName, bool) {
	stem, ok := strings.CutSuffix(strings.ToLower(name), ".zip")
	if !ok {
		return fileName{}, false
	}
	words := strings.Split(stem, "_")
	if r.perDay() {
		return parseDayName(words)
	}
	f := fileName{}
	if securityTypes[t].quotes {
		f.content = Quote
	}
	words = cutStyle(words)
	if last := len(words) - 1; last > 0 {
		if c, ok := contentOf(words[last]); ok {
			f.content, words = c, words[:last]
		}
	}
	if last := len(words) - 1; last > 0 && len(words[last]) == 4 {
		if year, err := strconv.Atoi(words[last]); err == nil {
			f.year, words = year, words[:last]
		}
	}
	f.ticker = strings.Join(words, "_")
	return f, f.ticker != ""
}

func parseDayName(words []string) (fileName, bool) {
	words = cutStyle(words)
	if len(words) != 2 || len(words[0]) != 8 {
		return fileName{}, false
	}
	date, err := market.ParseDate(words[0])
	content, ok := contentOf(words[1])
	return fileName{date: date, content: content}, ok && err == nil
}

// cutStyle drops the exercise style behind an option's name.
func cutStyle(words []string) []string {
	if last := len(words) - 1; last > 0 && (words[last] == "american" || words[last] == "european") {
		return words[:last]
	}
	return words
}
