package floor

import (
	"slices"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// What the venue behind the gateway takes of each kind of instrument, in the codes of a contract's details. The codes
// are those that IB lists for AAPL, an option on it and ES, as far as the venue has them too. Beyond them it takes FOK
// orders in everything and AUC orders in shares, which IB's descriptions of its orders offer and its lists leave out.
var (
	plainTypes  = codes("ADJUST,DAY,FOK,GAT,GTC,GTD,GTT,IOC,LIT,LMT,MIT,MKT,OCA,STP,STPLMT,TRAIL,TRAILLMT,WHATIF")
	shareTypes  = codes("AON,AUC,DIS,HID,ICE,LOC,MOC,MTL,OPG,PEGMID,REL,RTH", plainTypes...)
	optionTypes = codes("AON,DIS,HID,ICE,MTL,REL", plainTypes...)
	futureTypes = codes("HID,ICE,MTL", plainTypes...)
	cfdTypes    = codes("HID,ICE,LOC,MOC,MTL,OPG,REL", plainTypes...)
	comboTypes  = codes("DAY,FOK,GTC,GTD,IOC,LMT,MKT,OCA,WHATIF") // no contract details tell of them
)

func codes(text string, more ...string) []string {
	list := append(strings.Split(text, ","), more...)
	slices.Sort(list)
	return list
}

// orderTypes are IB's codes of the order types, times in force and instructions that orders in the contract may have.
func (l *Listing) orderTypes() []string {
	switch l.Instrument.Kind {
	case market.Equity, market.ETF:
		return shareTypes
	case market.Option:
		return optionTypes
	case market.Future:
		return futureTypes
	case market.CFD:
		return cfdTypes
	case market.Combo:
		return comboTypes
	}
	return plainTypes
}

// Takes reports whether a code is among the order types of the contract's details.
func (l *Listing) Takes(code string) bool { return slices.Contains(l.orderTypes(), code) }
