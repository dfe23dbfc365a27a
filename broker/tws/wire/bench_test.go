package wire

import (
	"fmt"
	"testing"
)

// ticks are the messages that arrive thousands of times a second.
type namedTick struct {
	name string
	Message
}

func ticks() []namedTick {
	return []namedTick{
		{"price", &TickPrice{RequestID: 1001, Type: TickBid, Price: 182.53, Size: Some(300.0), Attributes: CanAutoExecute}},
		{"size", &TickSize{RequestID: 1001, Type: TickBidSize, Size: Some(1200.0)}},
		{"generic", &TickGeneric{RequestID: 1001, Type: TickHalted, Value: 0}},
		{"string", &TickString{RequestID: 1001, Type: TickLastTimestamp, Value: []byte("1700000000")}},
		{"trade", &TickByTick{RequestID: 7, Type: TickAllLast, Time: 1700000000, Price: 182.53, Size: Some(100.0),
			Exchange: "ISLAND", SpecialConditions: "T I"}},
		{"quote", &TickByTick{RequestID: 7, Type: TickBidAsk, Time: 1700000000, Bid: 182.52, Ask: 182.53,
			BidSize: Some(100.0), AskSize: Some(400.0)}},
		{"depth", &MarketDepthL2{RequestID: 7, Position: 3, MarketMaker: "ARCA", Operation: DepthUpdate, Side: DepthBid,
			Price: 182.5, Size: Some(700.0), SmartDepth: true}},
	}
}

// formats are the two encodings, each at the last version that has it.
var formats = []struct {
	name    string
	version int
}{{"text", 200}, {"proto", 225}}

func payloadOf(t testing.TB, m Message, version int) []byte {
	t.Helper()
	out, err := NewEncoder(m.Kind().FromClient(), version).Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	return out[lengthBytes:]
}

// TestTicksCostNoMemory reads each tick over and over.
func TestTicksCostNoMemory(t *testing.T) {
	for _, format := range formats {
		version := format.version
		for _, tick := range ticks() {
			payload := payloadOf(t, tick.Message, version)
			d := NewDecoder(false, version)
			allocs := testing.AllocsPerRun(1000, func() {
				if _, err := d.Decode(payload); err != nil {
					t.Fatal(err)
				}
			})
			if allocs != 0 {
				t.Errorf("%s %s: %v allocations", format.name, tick.name, allocs)
			}
		}
	}
}

func TestEncodingOrdersCostsNoMemory(t *testing.T) {
	for _, format := range formats {
		version := format.version
		e, m := NewEncoder(true, version), limitOrder()
		buf := make([]byte, 0, 4096)
		allocs := testing.AllocsPerRun(1000, func() {
			if _, err := e.Append(buf, m); err != nil {
				t.Fatal(err)
			}
		})
		if allocs != 0 {
			t.Errorf("%s: %v allocations", format.name, allocs)
		}
	}
}

// BenchmarkDecodeTick must stay above 8 million ticks a second (125 ns) in each format: more slowness means
// that a burst of quotes is read later than it arrives.
func BenchmarkDecodeTick(b *testing.B) {
	for _, format := range formats {
		version := format.version
		for _, tick := range ticks() {
			payload := payloadOf(b, tick.Message, version)
			b.Run(tick.name+"/"+format.name, func(b *testing.B) {
				b.ReportAllocs()
				d := NewDecoder(false, version)
				for b.Loop() {
					if _, err := d.Decode(payload); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkEncodePlaceOrder must stay below 2 µs: it stands between a decision and the exchange.
func BenchmarkEncodePlaceOrder(b *testing.B) {
	for _, format := range formats {
		version := format.version
		b.Run(format.name, func(b *testing.B) {
			b.ReportAllocs()
			e, m := NewEncoder(true, version), limitOrder()
			buf := make([]byte, 0, 4096)
			for b.Loop() {
				if _, err := e.Append(buf, m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecodeOpenOrder(b *testing.B) {
	for _, format := range formats {
		version := format.version
		b.Run(format.name, func(b *testing.B) {
			b.ReportAllocs()
			d, payload := NewDecoder(false, version), carried(b, newFiller(2, true).message(answer(5)), version)[lengthBytes:]
			for b.Loop() {
				if _, err := d.Decode(payload); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDecodeBars(b *testing.B) {
	m := &HistoricalData{RequestID: 1}
	for i := range 1000 {
		m.Bars = append(m.Bars, Bar{Date: fmt.Sprint(1700000000 + 60*i), Open: 182.5, High: 183.25, Low: 182.01,
			Close: 182.99, Volume: Some(12345.0), WAP: Some(182.743), Count: 321})
	}
	for _, format := range formats {
		version := format.version
		b.Run(format.name, func(b *testing.B) {
			b.ReportAllocs()
			d, payload := NewDecoder(false, version), payloadOf(b, m, version)
			for b.Loop() {
				if _, err := d.Decode(payload); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
