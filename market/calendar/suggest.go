package calendar

import "strings"

// suggest is the known name or alias nearest to name, or empty when none is near.
func suggest(name string) string {
	best, least := "", 3
	upper := strings.ToUpper(strings.TrimSpace(name))
	for _, d := range definitions {
		for _, known := range append([]string{d.name}, d.aliases...) {
			if n := edits(upper, known); n < least && n < len(known) {
				best, least = known, n
			}
		}
	}
	return best
}

// edits is the Levenshtein distance between two short texts.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
