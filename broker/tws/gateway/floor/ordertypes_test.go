package floor_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
)

// What is listed here IB lists too, but for what the comment of the lists names. The lists of IB are as its gateways sent
// them in 2026: of AAPL, an option on AAPL, and MES.
func TestOrderTypesAreIBs(t *testing.T) {
	ib := map[market.Kind]string{
		market.Equity: "ACTIVETIM,AD,ADDONT,ADJUST,ALERT,ALGO,ALLOC,AON,AVGCOST,BASKET,BENCHPX,CASHQTY,COND,CONDORDER,DARKONLY,DARKPOLL,DAY,DEACT,DEACTDIS,DEACTEOD,DIS,DUR,GAT,GTC,GTD,GTT,HID,IBKRATS,ICE,IMB,IOC,LIT,LMT,LOC,MIDPX,MIT,MKT,MOC,MTL,NGCOMB,NODARK,NONALGO,OCA,OPG,OPGREROUT,PEGBENCH,PEGMID,POSTATS,POSTONLY,PREOPGRTH,PRICECHK,REL,REL2MID,RELPCTOFS,RPI,RTH,SCALE,SCALEODD,SCALERST,SIZECHK,SMARTSTG,SNAPMID,SNAPMKT,SNAPREL,STP,STPLMT,SWEEP,TRAIL,TRAILLIT,TRAILLMT,TRAILMIT,WHATIF",
		market.Option: "ACTIVETIM,ADJUST,ALERT,ALGO,ALLOC,AON,AVGCOST,BASKET,COND,CONDORDER,DAY,DEACT,DEACTDIS,DEACTEOD,DIS,FOK,GAT,GTC,GTD,GTT,HID,ICE,IOC,LIT,LMT,MIT,MKT,MTL,NGCOMB,NONALGO,OCA,OPENCLOSE,PAON,POSTONLY,PRICECHK,REL,RELPCTOFS,RELSTK,SCALE,SCALERST,SIZECHK,SMARTSTG,SNAPMID,SNAPMKT,SNAPREL,STP,STPLMT,TRAIL,TRAILLIT,TRAILLMT,TRAILMIT,VOLAT,WHATIF",
		market.Future: "ACTIVETIM,AD,ADJUST,ALERT,ALGO,ALLOC,AVGCOST,BASKET,BENCHPX,COND,CONDORDER,DAY,DEACT,DEACTDIS,DEACTEOD,GAT,GTC,GTD,GTT,HID,ICE,IOC,LIT,LMT,LTH,MIT,MKT,MTL,NGCOMB,NONALGO,OCA,PEGBENCH,SCALE,SCALERST,SNAPMID,SNAPMKT,SNAPREL,STP,STPLMT,TRAIL,TRAILLIT,TRAILLMT,TRAILMIT,WHATIF",
	}
	beyond := []string{"FOK", "AUC"}
	for kind, text := range ib {
		l := floor.Listing{Instrument: &market.Instrument{Kind: kind}}
		list := strings.Split(text, ",")
		taken := 0
		for _, code := range append(slices.Clone(list), "FOK", "AUC", "VWAP") {
			if l.Takes(code) {
				taken++
			}
		}
		if !l.Takes("MKT") || !l.Takes("TRAILLMT") || l.Takes("COND") || l.Takes("VWAP") || taken < 20 {
			t.Errorf("%s: %d codes are taken", kind, taken)
		}
		for _, code := range []string{"AON", "AUC", "DIS", "FOK", "HID", "ICE", "LOC", "MOC", "MTL", "OPG", "PEGMID", "REL", "RTH"} {
			if l.Takes(code) && !slices.Contains(list, code) && !slices.Contains(beyond, code) {
				t.Errorf("%s: %s is taken, and IB does not list it", kind, code)
			}
		}
	}
}
