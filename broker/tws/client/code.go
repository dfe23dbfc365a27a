package client

import (
	"fmt"
	"sort"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A Class says what the sender of an "error" means by it. The names of the protocol do not.
type Class int

// The classes of codes.
const (
	Unclassified Class = iota // not in the table: for an order, nothing is known until a status comes
	Info                      // nothing to do
	Warning                   // the request or the order goes on; a modification or a cancel may not have worked
	Failure                   // the request has ended, or the new order was refused or killed
	Reset                     // the subscription must be made anew, or its state cleared
	Connectivity              // concerns the session, the gateway's link to IB, or a data farm
	Misuse                    // a fault in this program or its configuration
)

func (c Class) String() string {
	names := [...]string{"unclassified", "info", "warning", "failure", "reset", "connectivity", "misuse"}
	if c < 0 || int(c) >= len(names) {
		return fmt.Sprintf("class %d", int(c))
	}
	return names[c]
}

// A Code is what there is to know of a code of the gateway.
type Code struct {
	Number  int
	Class   Class
	Meaning string

	Retriable bool // the same request may succeed later
	KeepsOld  bool // when it answers a modification, the order lives on with its old terms
}

// Codes with an effect of their own.
const (
	rateCode        = 0 // when its text says so, the message rate is near its limit
	tooFastCode     = 100
	noContractCode  = 200
	depthResetCode  = 317
	clientInUseCode = 326
)

// Codes whose text decides what they mean.
const (
	queryCode = 162
	ticksCode = 10187
	orderCode = 399

	cancelledText = "query cancelled"
	scanEndText   = "subscription cancelled"
	noDataText    = "no data"
	pacingText    = "pacing violation"
	warningText   = "warning"
	rateText      = "max rate"
)

// Classify says what an error, warning or notice means. An unknown code from 2100 to 2199 is a warning, any
// other unknown code is [Unclassified].
func Classify(e *wire.Error) Code {
	c, ok := lookup(e.Code)
	if !ok {
		c = Code{Number: e.Code, Meaning: "unknown"}
		if e.Code >= 2100 && e.Code <= 2199 {
			c.Class = Warning
		}
		return c
	}
	switch {
	case c.Number == queryCode && (containsFold(e.Message, cancelledText) || containsFold(e.Message, scanEndText)):
		c.Class = Info
	case pacing(c.Number, e.Message):
		c.Retriable = true
	case c.Number == orderCode && containsFold(e.Message, warningText):
		c.Class = Warning
	}
	return c
}

// pacing tells whether a historical request was refused as one too many.
func pacing(code int, text string) bool {
	return (code == queryCode || code == ticksCode) && containsFold(text, pacingText)
}

// lookup finds a code in the table.
func lookup(number int) (Code, bool) {
	i := sort.Search(len(codeTable), func(i int) bool { return codeTable[i].last >= number })
	if i == len(codeTable) || number < codeTable[i].first {
		return Code{}, false
	}
	r := codeTable[i]
	return Code{number, r.class, r.meaning, r.traits&retry != 0, r.traits&keeps != 0}, true
}

// benignAfterEnd are the codes that only tell that what was cancelled had ended.
func benignAfterEnd(c Code) bool {
	switch c.Number {
	case 300, 310, 365, 366, 10185:
		return true
	case queryCode:
		return c.Class == Info
	}
	return false
}

func containsFold(text, part string) bool {
	return strings.Contains(strings.ToLower(text), part)
}
