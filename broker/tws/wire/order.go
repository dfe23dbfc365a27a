package wire

import "github.com/shopspring/decimal"

// Order is what is to be done with a contract. Its zero value is an empty order that is held at TWS:
// set Transmit to send it on, and ExemptCode to -1 as the official clients do.
type Order struct {
	Action        Action
	TotalQuantity decimal.Decimal
	OrderType     OrderType
	LimitPrice    Opt[decimal.Decimal]
	AuxPrice      Opt[decimal.Decimal] // stop price, trailing amount or offset, by order type
	TimeInForce   TimeInForce
	GoodTillDate  string // "YYYYMMDD HH:MM:SS ZONE"
	GoodAfterTime string
	Account       string
	Ref           string // orderRef: free text that comes back in every report
	Transmit      bool
	WhatIf        bool // only compute margin and commission
	WhatIfType    Opt[int]

	ClientID     int
	PermID       int64 // TWS's own id, unique over all clients
	ParentID     int
	ParentPermID Opt[int64]

	OutsideRTH       bool
	Hidden           bool
	BlockOrder       bool
	SweepToFill      bool
	AllOrNone        bool
	NotHeld          bool
	DisplaySize      Opt[int]
	MinQuantity      Opt[int]
	CashQuantity     Opt[decimal.Decimal]
	TriggerMethod    TriggerMethod
	DiscretionaryAmt Opt[decimal.Decimal]
	PercentOffset    Opt[decimal.Decimal]
	TrailStopPrice   Opt[decimal.Decimal]
	TrailingPercent  Opt[decimal.Decimal]
	Duration         Opt[int] // seconds
	OCA              OCA
	Advisor          Advisor
	Clearing         Clearing
	Short            ShortSale
	Box              Box
	Volatility       Volatility
	Scale            Scale
	Hedge            Hedge
	Algo             Algo
	Benchmark        Benchmark
	Adjust           Adjust
	Wait             Wait
	Peg              Peg
	MiFID            MiFID
	SoftDollar       SoftDollarTier

	OpenClose        string // "O", "C" or empty
	Origin           Origin
	Rule80A          string
	AuctionStrategy  int // text only: 1 match, 2 improvement, 3 transparent
	SmartCombo       []TagValue
	MiscOptions      []TagValue
	ActiveStartTime  string
	ActiveStopTime   string
	ModelCode        string
	ExtOperator      string
	Submitter        string
	Shareholder      string
	AutoCancelDate   string
	FilledQuantity   Opt[decimal.Decimal]
	RefFuturesConID  Opt[int]
	BasisPoints      Opt[decimal.Decimal] // text only
	BasisPointsType  Opt[int]             // text only
	SharesAllocation string               // reports in text only

	OverridePercentageConstraints bool
	OptOutSmartRouting            bool
	Solicited                     bool
	RandomizeSize                 bool
	RandomizePrice                bool
	DontUseAutoPriceForHedge      bool
	IsOMSContainer                bool
	DiscretionaryUpToLimitPrice   bool
	AutoCancelParent              bool
	ImbalanceOnly                 bool
	IncludeOvernight              bool
	Deactivate                    bool
	PostOnly                      bool
	AllowPreOpen                  bool
	IgnoreOpenAuction             bool
	ProfessionalCustomer          bool
	UsePriceMgmtAlgo              Opt[bool]
	RouteMarketableToBBO          Opt[bool]
	SeekPriceImprovement          Opt[bool]
	PostToATS                     Opt[int]
	ManualOrderIndicator          Opt[int]
	CustomerAccount               string
	BondAccruedInterest           string
	AdvancedErrorOverride         string // codes of advanced rejects to overrule, by commas
	ManualOrderTime               string
}

// OCA is membership in a group of orders of which one fill cancels or reduces the others.
type OCA struct {
	Group string
	Type  OCAType
}

// Advisor is a financial advisor's allocation.
type Advisor struct {
	Group, Method, Percentage string
	Profile                   string // below version 177 only
}

// Clearing is for customers who clear elsewhere.
type Clearing struct {
	SettlingFirm, Account, Intent string
}

// ShortSale says where sold short shares come from.
type ShortSale struct {
	Slot               int    // 1 the shares are held, 2 borrowed elsewhere
	DesignatedLocation string // for slot 2
	ExemptCode         int    // -1 for none
}

// Box holds the fields of BOX, pegged-to-stock and volatility orders on the underlying.
type Box struct {
	StartingPrice, StockRefPrice, Delta Opt[decimal.Decimal]
	StockRangeLower, StockRangeUpper    Opt[decimal.Decimal]
}

// Volatility makes a volatility order, and its delta-neutral hedge.
type Volatility struct {
	Volatility         Opt[decimal.Decimal] // percent
	Type               Opt[int]             // 1 daily, 2 annual
	ContinuousUpdate   bool
	ReferencePriceType Opt[int] // 1 average of bid and ask, 2 bid or ask

	HedgeOrderType          string
	HedgeAuxPrice           Opt[decimal.Decimal]
	HedgeConID              int
	HedgeSettlingFirm       string
	HedgeClearingAccount    string
	HedgeClearingIntent     string
	HedgeOpenClose          string
	HedgeShortSale          bool
	HedgeShortSaleSlot      int
	HedgeDesignatedLocation string
}

// Scale splits an order into levels.
type Scale struct {
	InitLevelSize, SubsLevelSize Opt[int]
	PriceIncrement               Opt[decimal.Decimal] // above zero for a scale order
	PriceAdjustValue             Opt[decimal.Decimal]
	PriceAdjustInterval          Opt[int]
	ProfitOffset                 Opt[decimal.Decimal]
	AutoReset                    bool
	InitPosition, InitFillQty    Opt[int]
	RandomPercent                bool
	Table                        string
}

// Hedge ties an order to a parent as its hedge.
type Hedge struct {
	Type    string // D delta, B beta, F currency, P pair; empty for none
	Param   string
	MaxSize Opt[int]
}

// Algo hands an order to one of IB's algorithms.
type Algo struct {
	Strategy string // empty for none
	Params   []TagValue
	ID       string
}

// Benchmark holds the fields of [PegBenchmark] orders.
type Benchmark struct {
	ReferenceConID        int
	Decrease              bool
	PeggedChangeAmount    decimal.Decimal
	ReferenceChangeAmount decimal.Decimal
	ReferenceExchange     string
}

// Adjust turns an order into another kind once a price is reached.
type Adjust struct {
	OrderType      OrderType
	TriggerPrice   Opt[decimal.Decimal]
	StopPrice      Opt[decimal.Decimal]
	StopLimitPrice Opt[decimal.Decimal]
	TrailingAmount Opt[decimal.Decimal]
	TrailingUnit   int // 0 amount, 1 percent
	LimitOffset    Opt[decimal.Decimal]
}

// Wait holds the conditions of an order.
type Wait struct {
	Conditions  []Condition
	IgnoreRTH   bool // conditions are watched outside regular hours too
	CancelOrder bool // conditions cancel the order instead of activating it
}

// Peg holds the offsets of [PegBest] and [PegMid] orders and their minimum sizes.
type Peg struct {
	MinTradeQuantity Opt[int]
	MinCompeteSize   Opt[int]
	CompeteOffset    Opt[decimal.Decimal]
	CompeteUpToMid   bool // instead of CompeteOffset
	OffsetAtWhole    Opt[decimal.Decimal]
	OffsetAtHalf     Opt[decimal.Decimal]
}

// MiFID names the deciders that European rules ask for.
type MiFID struct {
	DecisionMaker, DecisionAlgo, ExecutionTrader, ExecutionAlgo string
}

// SoftDollarTier is an arrangement to pay for research with commissions.
type SoftDollarTier struct {
	Name, Value, DisplayName string
}

func (t *SoftDollarTier) fields(c *coder) {
	c.str(1, "name", &t.Name)
	c.str(2, "value", &t.Value)
	c.str(3, "displayName", &t.DisplayName)
}
