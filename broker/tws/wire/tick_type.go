package wire

import "strings"

// TickType says what a tick measures.
type TickType int

// The tick types that most programs need.
const (
	TickBidSize       TickType = 0
	TickBid           TickType = 1
	TickAsk           TickType = 2
	TickAskSize       TickType = 3
	TickLastPrice     TickType = 4
	TickLastSize      TickType = 5
	TickHigh          TickType = 6
	TickLow           TickType = 7
	TickVolume        TickType = 8
	TickClose         TickType = 9
	TickModelOption   TickType = 13
	TickOpen          TickType = 14
	TickMarkPrice     TickType = 37
	TickLastTimestamp TickType = 45
	TickShortable     TickType = 46
	TickRTVolume      TickType = 48
	TickHalted        TickType = 49
	TickDelayedBid    TickType = 66
	TickDelayedAsk    TickType = 67
	TickDelayedLast   TickType = 68
)

// tickNames are the names of the official clients, in order from 0.
var tickNames = strings.Fields(`BID_SIZE BID ASK ASK_SIZE LAST LAST_SIZE HIGH LOW VOLUME CLOSE
	BID_OPTION_COMPUTATION ASK_OPTION_COMPUTATION LAST_OPTION_COMPUTATION MODEL_OPTION OPEN LOW_13_WEEK
	HIGH_13_WEEK LOW_26_WEEK HIGH_26_WEEK LOW_52_WEEK HIGH_52_WEEK AVG_VOLUME OPEN_INTEREST
	OPTION_HISTORICAL_VOL OPTION_IMPLIED_VOL OPTION_BID_EXCH OPTION_ASK_EXCH OPTION_CALL_OPEN_INTEREST
	OPTION_PUT_OPEN_INTEREST OPTION_CALL_VOLUME OPTION_PUT_VOLUME INDEX_FUTURE_PREMIUM BID_EXCH ASK_EXCH
	AUCTION_VOLUME AUCTION_PRICE AUCTION_IMBALANCE MARK_PRICE BID_EFP_COMPUTATION ASK_EFP_COMPUTATION
	LAST_EFP_COMPUTATION OPEN_EFP_COMPUTATION HIGH_EFP_COMPUTATION LOW_EFP_COMPUTATION
	CLOSE_EFP_COMPUTATION LAST_TIMESTAMP SHORTABLE FUNDAMENTAL_RATIOS RT_VOLUME HALTED BID_YIELD ASK_YIELD
	LAST_YIELD CUST_OPTION_COMPUTATION TRADE_COUNT TRADE_RATE VOLUME_RATE LAST_RTH_TRADE RT_HISTORICAL_VOL
	IB_DIVIDENDS BOND_FACTOR_MULTIPLIER REGULATORY_IMBALANCE NEWS_TICK SHORT_TERM_VOLUME_3_MIN
	SHORT_TERM_VOLUME_5_MIN SHORT_TERM_VOLUME_10_MIN DELAYED_BID DELAYED_ASK DELAYED_LAST DELAYED_BID_SIZE
	DELAYED_ASK_SIZE DELAYED_LAST_SIZE DELAYED_HIGH DELAYED_LOW DELAYED_VOLUME DELAYED_CLOSE DELAYED_OPEN
	RT_TRD_VOLUME CREDITMAN_MARK_PRICE CREDITMAN_SLOW_MARK_PRICE DELAYED_BID_OPTION DELAYED_ASK_OPTION
	DELAYED_LAST_OPTION DELAYED_MODEL_OPTION LAST_EXCH LAST_REG_TIME FUTURES_OPEN_INTEREST AVG_OPT_VOLUME
	DELAYED_LAST_TIMESTAMP SHORTABLE_SHARES DELAYED_HALTED REUTERS_2_MUTUAL_FUNDS ETF_NAV_CLOSE
	ETF_NAV_PRIOR_CLOSE ETF_NAV_BID ETF_NAV_ASK ETF_NAV_LAST ETF_FROZEN_NAV_LAST ETF_NAV_HIGH ETF_NAV_LOW
	SOCIAL_MARKET_ANALYTICS ESTIMATED_IPO_MIDPOINT FINAL_IPO_LAST DELAYED_YIELD_BID DELAYED_YIELD_ASK
	ODD_LOT_BID ODD_LOT_ASK ODD_LOT_BID_SIZE ODD_LOT_ASK_SIZE ODD_LOT_BID_EXCH ODD_LOT_ASK_EXCH`)

func (t TickType) String() string { return named(t, tickNames) }

// Paired returns the type of the size that a [TickPrice] of type t carries, and whether it carries one.
func (t TickType) Paired() (TickType, bool) {
	switch t {
	case TickBid:
		return TickBidSize, true
	case TickAsk:
		return TickAskSize, true
	case TickLastPrice:
		return TickLastSize, true
	case TickDelayedBid, TickDelayedAsk, TickDelayedLast:
		return t + 3, true
	}
	return 0, false
}

// TickAttributes are the flags of a [TickPrice].
type TickAttributes int

// Flags of a price. The second exists from version 109 on, the third from 132 on.
const (
	CanAutoExecute TickAttributes = 1 << iota
	PastLimit
	PreOpen
)

// Has tells whether a flag is set.
func (a TickAttributes) Has(flag TickAttributes) bool { return a&flag != 0 }

func (a TickAttributes) String() string {
	var on []string
	for i, name := range []string{"can auto execute", "past limit", "pre-open"} {
		if a&(1<<i) != 0 {
			on = append(on, name)
		}
	}
	return strings.Join(on, ", ")
}
