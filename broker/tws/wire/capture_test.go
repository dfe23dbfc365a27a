package wire

import (
	"strings"
	"testing"
)

// missingMargin is how TWS spells a margin figure that there is none of.
var missingMargin = strings.Repeat("1.7976931348623157E308|", 9)

// TestCapturedOpenOrder reads an open order as a gateway of version 173 sends it, with its words None for
// empty fields.
func TestCapturedOpenOrder(t *testing.T) {
	text := "5|13|76792991|TSLA|STK||0|?||SMART|USD|TSLA|NMS|BUY|100|MKT|0.0|0.0|DAY||DU1234567||0||100|" +
		"1376327563|0|0|0||1376327563.0/DU1234567/100||||||||||0||-1|0||||||2147483647|0|0|0||3|0|0||0|0||0|" +
		"None||0||||?|0|0||0|0||||||0|0|0|2147483647|2147483647|||0||IB|0|0||0|0|PreSubmitted|" +
		missingMargin + "|||||0|0|0|None|" + strings.Repeat("1.7976931348623157E308|", 6) +
		"0||||0|1|0|0|0|||0||100|0.02|||"
	d := NewDecoder(false, 173)
	m, err := d.Decode([]byte(nul(text)))
	if err != nil {
		t.Fatal(err)
	}
	if left := d.Leftover(); left.Fields != 0 {
		t.Errorf("%d fields left over", left.Fields)
	}
	got := m.(*OpenOrder)
	o := got.Order
	switch {
	case got.OrderID != 13 || o.PermID != 1376327563 || o.ClientID != 100:
		t.Errorf("ids %d, %d, %d", got.OrderID, o.PermID, o.ClientID)
	case got.Contract.ConID != 76792991 || got.Contract.Right != 0 || got.Contract.TradingClass != "NMS":
		t.Errorf("contract %+v", got.Contract)
	case o.Action != Buy || !o.TotalQuantity.Equal(dec("100")) || o.OrderType != Market || !o.LimitPrice.Valid:
		t.Errorf("order %+v", o)
	case o.DisplaySize.Valid || o.Short.ExemptCode != -1 || o.OCA.Type != ReduceNoBlock:
		t.Errorf("order %+v", o)
	case o.Volatility.HedgeOrderType != "None" || o.Volatility.HedgeOpenClose != "?":
		t.Errorf("volatility %+v", o.Volatility)
	case got.State.Status != PreSubmitted || got.State.Before.Initial.Valid || got.State.Commission.Valid:
		t.Errorf("state %+v", got.State)
	case o.Adjust.TriggerPrice.Valid || o.Clearing.Intent != "IB" || !o.DontUseAutoPriceForHedge:
		t.Errorf("adjust %+v, clearing %+v", o.Adjust, o.Clearing)
	case o.Peg.MinCompeteSize.Value != 100 || !o.Peg.CompeteOffset.Value.Equal(dec("0.02")) || o.Peg.OffsetAtHalf.Valid:
		t.Errorf("peg %+v", o.Peg)
	}
}

// TestCapturedAnswers reads short messages as gateways send them.
func TestCapturedAnswers(t *testing.T) {
	d := NewDecoder(false, 173)
	read := func(text string) Message {
		t.Helper()
		m, err := d.Decode([]byte(nul(text)))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	s := read("3|13|Filled|100|0|196.52|1376327563|0|196.52|100||0|").(*OrderStatus)
	if s.Status != Filled || !s.AvgFillPrice.Equal(dec("196.52")) || s.CapPrice.Valid {
		t.Errorf("order status %+v", s)
	}
	c := read("59|1|00025b46.63f8f39c.01.01|1.0|USD|1.7976931348623157E308|1.7976931348623157E308||").(*CommissionReport)
	if !c.Commission.Value.Equal(dec("1")) || c.RealizedPNL.Valid || c.Yield.Valid {
		t.Errorf("commission %+v", c)
	}
	p := read("61|3|DU1234567|265598|AAPL|STK||0.0|||NASDAQ|USD|AAPL|NMS|-110|201.88|").(*Position)
	if !p.Position.Equal(dec("-110")) || p.Contract.Multiplier.Valid || !p.AverageCost.Equal(dec("201.88")) {
		t.Errorf("position %+v", p)
	}
	g := read("21|6|13|1|-1|-2|-1.0|0.5|-2|0.01|-2|1.7976931348623157E308|")
	if o, ok := g.(*TickOptionComputation); !ok || o.ImpliedVolatility.Valid {
		t.Errorf("greeks %+v", g)
	}
}
