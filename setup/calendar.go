package setup

import (
	"fmt"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Calendar is the account's: the one that is named, else that of the first instrument.
func Calendar(run *config.Run, universe *market.Universe) (*calendar.Calendar, error) {
	if run.Account.Calendar == "" {
		return calendar.Get(universe.At(0).Calendar)
	}
	cal, err := calendar.Get(run.Account.Calendar)
	if err != nil {
		return nil, fmt.Errorf("account.calendar: %w", err)
	}
	return cal, nil
}
