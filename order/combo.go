package order

// checkCombo is what an order of a combo cannot be, or nil. A stop of a net would need the prices of all legs at one
// moment, and display, minimums and auctions a book of the combo.
func (r *Request) checkCombo() *Reason {
	no := func(what string) *Reason {
		return &Reason{Code: Unsupported, Detail: "a combo has no " + what + ": send a market or a limit order of it, or orders of its legs"}
	}
	switch {
	case r.Type != Market && r.Type != Limit:
		return no(r.Type.String() + " order")
	case r.TimeInForce >= OPG:
		return no("auction to take part in")
	case r.Hidden || !r.DisplaySize.IsZero():
		return no("book in which a part could be hidden")
	case r.AllOrNone || !r.MinQuantity.IsZero() || !r.Discretion.IsZero():
		return no("minimum and no discretion, but FOK")
	}
	return nil
}
