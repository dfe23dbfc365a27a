// Package all is the list of the strategies that come with the program: import it for its side effect of
// registering them. A program of your own imports what it wants instead.
package all

import (
	_ "github.com/tidemark/tidemark/strategies/breakout"
	_ "github.com/tidemark/tidemark/strategies/buyandhold"
	_ "github.com/tidemark/tidemark/strategies/calendarspread"
	_ "github.com/tidemark/tidemark/strategies/rotation"
	_ "github.com/tidemark/tidemark/strategies/rsireversion"
	_ "github.com/tidemark/tidemark/strategies/smacross"
)
