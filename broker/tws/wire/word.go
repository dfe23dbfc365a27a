package wire

import "strconv"

// Action is the side of an order or a leg. The zero Action is none.
type Action uint8

// The actions of the protocol.
const (
	Buy Action = iota + 1
	Sell
	SellShort // for accounts that must mark short sales
	SellLong
)

var actions = []string{"", "BUY", "SELL", "SSHORT", "SLONG"}

func (a Action) String() string { return named(a, actions) }

// Right is the kind of an option. The zero Right is none.
type Right uint8

// The rights of an option.
const (
	Call Right = iota + 1
	Put
)

var rights = []string{"", "C", "P"}

func (r Right) String() string { return named(r, rights) }

// Side is the direction of an execution.
type Side uint8

// The sides of an execution.
const (
	Bought Side = iota + 1
	Sold
)

var sides = []string{"", "BOT", "SLD"}

func (s Side) String() string { return named(s, sides) }

func (c *coder) action(num int, name string, p *Action) { word(c, num, name, p, actions) }
func (c *coder) side(num int, name string, p *Side)     { word(c, num, name, p, sides) }

// right also reads the longer and the older spellings: "?" and "0" mean none.
func (c *coder) right(num int, name string, p *Right) {
	if !c.reading() {
		word(c, num, name, p, rights)
		return
	}
	b, at := c.raw(num, name)
	switch string(b) {
	case "", "?", "0", "None":
		*p = 0
	case "C", "CALL":
		*p = Call
	case "P", "PUT":
		*p = Put
	default:
		c.refuse(name, at, b, ErrSyntax)
	}
}

// word visits a value of a closed set that the wire spells out.
func word[T ~uint8](c *coder, num int, name string, p *T, words []string) {
	switch c.mode {
	case textIn, protoIn:
		b, at := c.raw(num, name)
		*p = 0
		for i, w := range words {
			if string(b) == w {
				*p = T(i)
				return
			}
		}
		c.refuse(name, at, b, ErrSyntax)
	case absent:
		c.leave(name, *p != 0)
	default:
		if int(*p) >= len(words) {
			c.reject(name, strconv.Itoa(int(*p)), ErrRange)
			return
		}
		s := words[*p]
		c.str(num, name, &s)
	}
}

// named is the String of an enum whose values count up from zero.
func named[T ~uint8 | ~int](v T, names []string) string {
	if int(v) >= 0 && int(v) < len(names) {
		return names[v]
	}
	return "unknown " + strconv.Itoa(int(v))
}

// SecType is a type of security. The set is open: a server may know more.
type SecType string

// Security types.
const (
	Stock              SecType = "STK"
	Option             SecType = "OPT"
	Future             SecType = "FUT"
	ContinuousFuture   SecType = "CONTFUT"
	FutureOption       SecType = "FOP"
	Index              SecType = "IND"
	Cash               SecType = "CASH"
	Combo              SecType = "BAG"
	Bond               SecType = "BOND"
	ContractDifference SecType = "CFD"
	Commodity          SecType = "CMDTY"
	Crypto             SecType = "CRYPTO"
	Fund               SecType = "FUND"
	Warrant            SecType = "WAR"
	StructuredProduct  SecType = "IOPT"
	NewsSource         SecType = "NEWS"
)

// OrderType is a type of order. The set is open: algorithms and exchanges add to it.
type OrderType string

// Order types whose fields depend on the type.
const (
	Market        OrderType = "MKT"
	Limit         OrderType = "LMT"
	Stop          OrderType = "STP"
	StopLimit     OrderType = "STP LMT"
	Trail         OrderType = "TRAIL"
	TrailLimit    OrderType = "TRAIL LIMIT"
	IfTouched     OrderType = "MIT" // to market
	LimitTouched  OrderType = "LIT" // to limit
	MarketOnClose OrderType = "MOC"
	LimitOnClose  OrderType = "LOC"
	MarketToLimit OrderType = "MTL"
	PegBenchmark  OrderType = "PEG BENCH"
	PegBest       OrderType = "PEG BEST"
	PegMid        OrderType = "PEG MID"
	Relative      OrderType = "REL"
)

// is compares order types as the protocol does, with and without the blank.
func (t OrderType) is(peg OrderType) bool {
	return t == peg || t == peg[:3]+peg[4:]
}

// TimeInForce says how long an order works. The set is open.
type TimeInForce string

// Times in force.
const (
	Day               TimeInForce = "DAY"
	GoodTillCancelled TimeInForce = "GTC"
	GoodTillDate      TimeInForce = "GTD"
	ImmediateOrCancel TimeInForce = "IOC"
	FillOrKill        TimeInForce = "FOK"
	AtOpen            TimeInForce = "OPG"
	AtAuction         TimeInForce = "AUC"
)

// Status is the state of an order at the broker. The set is open: treat an unknown one as working.
type Status string

// Order states.
const (
	PendingSubmit Status = "PendingSubmit"
	PendingCancel Status = "PendingCancel"
	PreSubmitted  Status = "PreSubmitted"
	Submitted     Status = "Submitted"
	APIPending    Status = "ApiPending"
	APICancelled  Status = "ApiCancelled"
	Cancelled     Status = "Cancelled"
	Filled        Status = "Filled"
	Inactive      Status = "Inactive"
)
