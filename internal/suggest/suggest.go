// Package suggest finds what somebody probably meant. Every "unknown name" error of the product uses it.
package suggest

// Nearest is the candidate with the fewest edits from name, when few enough to be a likely slip, else "".
func Nearest(name string, candidates []string) string {
	best, fewest := "", len(name)/3+2
	for _, c := range candidates {
		if d := distance(name, c); d < fewest {
			best, fewest = c, d
		}
	}
	return best
}

// Hint is ` (did you mean "x"?)` for the nearest candidate, or empty.
func Hint(name string, candidates []string) string {
	if near := Nearest(name, candidates); near != "" {
		return ` (did you mean "` + near + `"?)`
	}
	return ""
}

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
