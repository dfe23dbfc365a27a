package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/history"
)

// twsAdvice is what to do about a failure, in terms of this program's flags.
var twsAdvice = []struct {
	failure error
	advice  string
}{
	{client.ErrRefused, "Gateway listens on 4002 (paper) or 4001 (live), TWS on 7497 or 7496: give its --port; " +
		"TWS has the switch under Global Configuration, API, Settings, \"Enable ActiveX and Socket Clients\""},
	{client.ErrClientIDInUse, "give another --client-id"},
	{client.ErrHungUp, "add this machine to the trusted IP addresses of its API settings, or answer the dialog that asks"},
	{client.ErrTimeout, "log in, answer its dialogs, or give a longer --timeout"},
	{context.DeadlineExceeded, "repeat it, or give a longer --timeout"},
}

// codeAdvice is the same for what TWS answers.
var codeAdvice = map[int]string{
	200: "describe it with --type, --exchange, --currency and --expiry, or give its --con-id: `trader tws contracts` lists what there is",
	321: "if it says that the API is read-only, clear \"Read-Only API\" in TWS's API settings",
	322: "close other subscriptions, or wait",
	420: noLiveData,

	354: noLiveData, 10089: noLiveData, 10090: noLiveData, 10091: noLiveData, 10168: noLiveData, 10186: noLiveData,

	10197: "the same user is logged in elsewhere and has the live data there: log out, or use --data delayed",
	10299: "crypto has --what AGGTRADES",
}

const noLiveData = "the login lacks the market data subscription: `trader tws watch --data delayed` shows delayed prices"

// advised adds advice to an error of the client.
func advised(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	var refused *client.RequestError
	if errors.As(err, &refused) {
		if advice, ok := codeAdvice[refused.Code.Number]; ok {
			return fmt.Errorf("%w; %s", err, advice)
		}
		return err
	}
	var ambiguous *client.AmbiguousError
	if errors.As(err, &ambiguous) {
		return fmt.Errorf("%w\nwith --con-id, or say more with --exchange, --currency, --expiry, --class", err)
	}
	var mixed *history.TermsError
	if errors.As(err, &mixed) {
		return fmt.Errorf("%w; see --rth, --what and --catalog", err)
	}
	for _, known := range twsAdvice {
		if errors.Is(err, known.failure) {
			return fmt.Errorf("%w; %s", err, known.advice)
		}
	}
	return err
}
