package wire

import "github.com/shopspring/decimal"

// Details is what IB knows of a contract beyond its name.
type Details struct {
	MarketName             string
	MinTick                Opt[decimal.Decimal]
	OrderTypes             string // separated by commas
	ValidExchanges         string // separated by commas
	PriceMagnifier         int
	UnderConID             int
	LongName               string
	ContractMonth          string
	Industry               string
	Category               string
	Subcategory            string
	TimeZoneID             string
	TradingHours           string // "20221229:0400-20221229:2000;20221231:CLOSED"
	LiquidHours            string
	EVRule                 string
	EVMultiplier           float64
	SecIDs                 []TagValue
	AggGroup               Opt[int]
	UnderSymbol            string
	UnderSecType           SecType
	MarketRuleIDs          string // one for each of ValidExchanges
	RealExpirationDate     string
	StockType              string
	MinSize                Opt[decimal.Decimal]
	SizeIncrement          Opt[decimal.Decimal]
	SuggestedSizeIncrement Opt[decimal.Decimal]
	Fund                   FundDetails
	Bond                   BondFacts
	Ineligibility          []IneligibilityReason
	EventContract          string // protobuf only, as all that follow
	EventDescription1      string
	EventDescription2      string
	MinAlgoSize            Opt[decimal.Decimal]
	LastPricePrecision     Opt[decimal.Decimal]
	LastSizePrecision      Opt[decimal.Decimal]
	SettlementMethod       string
}

// FundDetails describes a fund.
type FundDetails struct {
	Name, Family, Type                               string
	FrontLoad, BackLoad, BackLoadTimeInterval        string
	ManagementFee                                    string
	Closed, ClosedForNewInvestors, ClosedForNewMoney bool
	NotifyAmount                                     string
	MinimumInitialPurchase                           string
	MinimumSubsequentPurchase                        string
	BlueSkyStates, BlueSkyTerritories                string
	DistributionPolicy                               string // "N" accumulation, "Y" income
	AssetType                                        string // "000" others to "007" alternative
}

// BondFacts describes a bond.
type BondFacts struct {
	CUSIP                          string
	IssueDate, Ratings             string
	Type, CouponType               string
	Coupon                         float64 // percent
	Convertible, Callable, Putable bool
	DescAppend                     string
	NextOptionDate, NextOptionType string
	NextOptionPartial              bool
	Notes                          string
}

// IneligibilityReason is why a contract cannot be traded.
type IneligibilityReason struct {
	ID, Description string
}

func (r *IneligibilityReason) fields(c *coder) {
	c.str(1, "id", &r.ID)
	c.str(2, "description", &r.Description)
}

func (f *FundDetails) fields(c *coder) {
	c.str(27, "fundName", &f.Name)
	c.str(28, "fundFamily", &f.Family)
	c.str(29, "fundType", &f.Type)
	c.str(30, "fundFrontLoad", &f.FrontLoad)
	c.str(31, "fundBackLoad", &f.BackLoad)
	c.str(32, "fundBackLoadTimeInterval", &f.BackLoadTimeInterval)
	c.str(33, "fundManagementFee", &f.ManagementFee)
	c.bool(34, "fundClosed", &f.Closed)
	c.bool(35, "fundClosedForNewInvestors", &f.ClosedForNewInvestors)
	c.bool(36, "fundClosedForNewMoney", &f.ClosedForNewMoney)
	c.str(37, "fundNotifyAmount", &f.NotifyAmount)
	c.str(38, "fundMinimumInitialPurchase", &f.MinimumInitialPurchase)
	c.str(39, "fundSubsequentMinimumPurchase", &f.MinimumSubsequentPurchase)
	c.str(40, "fundBlueSkyStates", &f.BlueSkyStates)
	c.str(41, "fundBlueSkyTerritories", &f.BlueSkyTerritories)
	c.str(42, "fundDistributionPolicyIndicator", &f.DistributionPolicy)
	c.str(43, "fundAssetType", &f.AssetType)
}

// whole visits a number that is an integer in text and a double in protobuf.
func (c *coder) whole(num int, name string, p *float64) {
	if !c.text() {
		c.float(num, name, p)
		return
	}
	v := int(*p)
	c.int(0, name, &v)
	*p = float64(v)
}
