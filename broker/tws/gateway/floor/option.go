package floor

import "github.com/tidemark/tidemark/market"

// option is how an option derives from its underlying.
type option struct {
	strike float64
	call   bool
	// expires is the close of its last session.
	expires market.Time
}
