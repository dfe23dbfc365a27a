package calendar

import (
	"strings"

	"github.com/tidemark/tidemark/internal/suggest"
)

// nearest is the known name or alias nearest to name, or empty when none is near.
func nearest(name string) string {
	var known []string
	for _, d := range definitions {
		known = append(append(known, d.name), d.aliases...)
	}
	return suggest.Nearest(strings.ToUpper(strings.TrimSpace(name)), known)
}
