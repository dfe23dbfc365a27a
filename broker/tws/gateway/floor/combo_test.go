package floor_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// chained is a market of a share at about 250, and of its options.
func chained(t *testing.T) (f *floor.Floor, share, call *floor.Listing) {
	f = synthetic(t, "10:30:00", floor.Spec{Symbol: "AAPL", Price: 250, Options: true})
	share = resolve(t, f, wire.Contract{Symbol: "AAPL", SecType: wire.Stock})
	chain := f.Chains(share)[0]
	for _, l := range f.Listings() {
		if in := l.Instrument; in.Kind == market.Option && in.Right == market.Call && in.Expiry == chain.Expirations[0] && in.Strike.InexactFloat64() == chain.Strikes[10] {
			call = l
		}
	}
	return f, share, call
}

func legOf(l *floor.Listing, ratio int) wire.ComboLeg {
	if ratio < 0 {
		return wire.ComboLeg{ConID: l.Contract.ConID, Ratio: -ratio, Action: wire.Sell}
	}
	return wire.ComboLeg{ConID: l.Contract.ConID, Ratio: ratio, Action: wire.Buy}
}

// A covered call is quoted for one share: the share's ask less the option's bid, the share's bid less the option's ask.
func TestComboShowsTheNetOfItsLegs(t *testing.T) {
	f, share, call := chained(t)
	k := wire.Contract{Symbol: "AAPL", SecType: wire.Combo, Exchange: "SMART", Currency: "USD", ComboLegs: []wire.ComboLeg{legOf(share, 100), legOf(call, -1)}}
	combo := resolve(t, f, k)
	if in := combo.Instrument; int(in.ID) != len(f.Listings()) || f.Listing(in.ID) != combo || len(f.Combos()) != 1 || !in.Multiplier.Equal(call.Instrument.Multiplier) {
		t.Errorf("%+v", in)
	}
	if resolve(t, f, k) != combo {
		t.Error("the same combo is another one")
	}
	reversed := k
	reversed.ComboLegs = []wire.ComboLeg{legOf(share, -100), legOf(call, 1)}
	if resolve(t, f, reversed) == combo {
		t.Error("its reverse is the same")
	}
	if combo.Contract.ConID != 28812380 || combo.Takes("STP") || !combo.Takes("LMT") || !combo.Whole() {
		t.Errorf("%+v", combo.Contract)
	}
	s, c := *f.Top(share.ID()), *f.Top(call.ID())
	top := f.Top(combo.ID())
	if s.Bid == 0 || c.Bid == 0 || math.Abs(top.Bid-(s.Bid-c.Ask)) > 1e-9 || math.Abs(top.Ask-(s.Ask-c.Bid)) > 1e-9 {
		t.Errorf("%v to %v, of a share at %v to %v and a call at %v to %v", top.Bid, top.Ask, s.Bid, s.Ask, c.Bid, c.Ask)
	}
	if want := min(math.Floor(s.BidSize/100), c.AskSize); top.BidSize != want {
		t.Errorf("size %v, want %v of %v shares and %v calls", top.BidSize, want, s.BidSize, c.AskSize)
	}
}

// Watching a combo watches its options.
func TestComboIsWatchedByItsLegs(t *testing.T) {
	f, share, call := chained(t)
	combo := resolve(t, f, wire.Contract{SecType: wire.Combo, ComboLegs: []wire.ComboLeg{legOf(share, 100), legOf(call, -1)}})
	shown := func(until string) (n int) {
		var ev market.Event
		for f.Next(on(t, until), &ev) {
			if ev.Instrument == call.ID() {
				n++
			}
		}
		return n
	}
	if n := shown("10:40:00"); n != 0 {
		t.Errorf("%d events of an option that nobody watches", n)
	}
	if err := f.Watch(combo.ID()); err != nil {
		t.Fatal(err)
	}
	if shown("11:00:00") == 0 {
		t.Error("nothing of the option is shown")
	}
	f.Unwatch(combo.ID())
	if n := shown("11:10:00"); n != 0 {
		t.Errorf("%d events after the end", n)
	}
}
