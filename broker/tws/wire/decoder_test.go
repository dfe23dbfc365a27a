package wire

import (
	"errors"
	"strings"
	"testing"
)

func TestDecodeErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		client  bool
		version int
		payload string
		field   string
		offset  int
		reason  error
	}{
		{"not a number", false, 176, nul("9|1|x|"), "orderId", 4, ErrSyntax},
		{"cut off", false, 176, nul("9|1|"), "orderId", 4, ErrMissing},
		{"no last zero", false, 176, nul("9|1|86"), "orderId", 4, ErrMissing},
		{"too large", false, 176, nul("9|1|2147483648|"), "orderId", 4, ErrRange},
		{"much too large", false, 176, nul("9|1|99999999999999999999999999999999999999|"), "orderId", 4, ErrSyntax},
		{"empty frame", false, 176, "", "id", 0, ErrMissing},
		{"bad id", false, 176, nul("nine|"), "id", 0, ErrSyntax},
		{"negative id", false, 176, nul("-1|"), "id", 0, ErrRange},
		{"short id", false, 213, "\x00\x00", "id", 0, ErrMissing},
		{"negative binary id", false, 213, "\xff\xff\xff\xff", "id", 0, ErrRange},
		{"list longer than the frame", false, 200, nul("93|26|1000000|"), "priceIncrements", 6, ErrTooMany},
		{"negative list", false, 200, nul("93|26|-1|"), "priceIncrements", 6, ErrTooMany},
		{"bad side", false, 200, nul("11|-1|1|0|||||||||||e|t|a|x|WOT|"), "side", 28, ErrSyntax},
		{"price beyond reason", true, 176, nul("3|5|0|AAPL|STK||1e99|"), "strike", 16, ErrRange},
		{"proto key cut", false, 225, "\x00\x00\x00\xd1\x80", "(protobuf key)", 4, ErrSyntax},
		{"proto number cut", false, 225, "\x00\x00\x00\xd1\x08\x80", "(protobuf field 1)", 4, ErrSyntax},
		{"proto field 0", false, 225, "\x00\x00\x00\xd1\x00\x01", "(protobuf key)", 4, ErrSyntax},
		{"proto group", false, 225, "\x00\x00\x00\xd1\x0b", "(protobuf field 1)", 4, ErrWireType},
		{"proto text too long", false, 225, "\x00\x00\x00\xd7\x0a\x05ab", "(protobuf field 1)", 4, ErrMissing},
		{"proto double cut", false, 225, "\x00\x00\x00\xd1\x09\x00", "(protobuf field 1)", 4, ErrMissing},
		{"proto wrong type", false, 225, "\x00\x00\x00\xd1\x0a\x01a", "orderId", 6, ErrWireType},
		{"proto id too large", false, 225, "\x00\x00\x00\xd1\x08\x80\x80\x80\x80\x08", "orderId", 5, ErrRange},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := NewDecoder(c.client, c.version).Decode([]byte(c.payload))
			var bad *DecodeError
			if !errors.As(err, &bad) || !errors.Is(err, c.reason) || bad.Field != c.field || bad.Offset != c.offset {
				t.Errorf("%v, want %v in %s at %d", err, c.reason, c.field, c.offset)
			}
		})
	}
}

// TestDecodeErrorLeavesDecoderUsable: after a bad message the next one is read as if nothing had been.
func TestDecodeErrorLeavesDecoderUsable(t *testing.T) {
	d := NewDecoder(false, 225)
	good := carried(t, newFiller(1, true).message(answer(5)), 225)[lengthBytes:]
	for cut := 4; cut < len(good); cut += 7 {
		_, _ = d.Decode(good[:cut])
		m, err := d.Decode(good)
		if err != nil || d.Leftover().Fields != 0 {
			t.Fatalf("after %d bytes: %v, %+v", cut, err, d.Leftover())
		}
		again, err := NewEncoder(false, 225).Append(nil, m)
		if err != nil || string(again[lengthBytes:]) != string(good) {
			t.Fatalf("after %d bytes: the order changed, %v", cut, err)
		}
	}
}

func TestH2UnknownMessages(t *testing.T) {
	for _, c := range []struct {
		version int
		payload string
		id      int
		proto   bool
		body    string
	}{
		{176, nul("777|1|2|"), 777, false, nul("1|2|")},
		{213, "\x00\x00\x00\x96ab\x00", 150, false, "ab\x00"},
		{225, "\x00\x00\x03\xe8\x08\x01", 800, true, "\x08\x01"},
		{225, "\x00\x00\x00\xf7\x08\x01", 47, true, "\x08\x01"}, // TickEFP has no protobuf form
		{225, "\x00\x00\x00\x6e1\x00", 110, false, "1\x00"},     // Config has no text form
	} {
		d := NewDecoder(false, c.version)
		m, err := d.Decode([]byte(c.payload))
		u, ok := m.(*Unknown)
		if err != nil || !ok || u.Kind().ID() != c.id || u.Proto != c.proto || string(u.Body) != c.body {
			t.Errorf("%q: %+v, %v", c.payload, m, err)
		}
		if n, _ := d.Counts(); n != 1 {
			t.Errorf("%q: counted %d", c.payload, n)
		}
	}
}

func TestH2Leftovers(t *testing.T) {
	for _, c := range []struct {
		version int
		payload string
		fields  int
		bytes   string
	}{
		{176, nul("9|1|86|new|newer|"), 2, nul("new|newer|")},
		{176, nul("9|1|86|unended"), 1, "unended"},
		{225, "\x00\x00\x00\xd1\x08\x56\x12\x03new\xfa\x7d\x01x", 2, "newx"}, // fields 2 and 2015
		{225, "\x00\x00\x00\xd1\x08\x01\x08\x56", 1, ""},                     // the last of a repeated single field counts
	} {
		d := NewDecoder(false, c.version)
		m, err := d.Decode([]byte(c.payload))
		if err != nil || m.(*NextValidID).OrderID != 86 {
			t.Errorf("%q: %+v, %v", c.payload, m, err)
			continue
		}
		left := d.Leftover()
		if _, extra := d.Counts(); left.Fields != c.fields || int(extra) != c.fields {
			t.Errorf("%q: %+v, counted %d", c.payload, left, extra)
		}
		if c.bytes != "" && string(left.Bytes) != c.bytes {
			t.Errorf("%q: kept %q", c.payload, left.Bytes)
		}
	}
}

// TestH2EveryCutIsATypedError cuts a full frame of every message everywhere.
func TestH2EveryCutIsATypedError(t *testing.T) {
	for _, k := range Kinds() {
		for _, v := range []int{163, 200, 225} {
			if !spoken(k, v) {
				continue
			}
			whole := carried(t, newFiller(3, true).message(k), v)[lengthBytes:]
			d := NewDecoder(k.FromClient(), v)
			for n := range len(whole) {
				var bad *DecodeError
				if _, err := d.Decode(whole[:n]); err != nil && !errors.As(err, &bad) {
					t.Fatalf("%v at %d, %d bytes: %v", k, v, n, err)
				}
			}
		}
	}
}

// TestLimits sends messages that ask for more memory than a frame deserves.
func TestLimits(t *testing.T) {
	many := strings.Repeat("\x12\x00", maxFields+1) // empty bars
	_, err := NewDecoder(false, 225).Decode([]byte("\x00\x00\x00\xd9" + many))
	if !errors.Is(err, ErrTooMany) {
		t.Errorf("protobuf: %v", err)
	}
	_, err = NewDecoder(false, 200).Decode([]byte(nul("17|1|300000|" + strings.Repeat("|", 1_000_000))))
	if !errors.Is(err, ErrTooMany) {
		t.Errorf("text: %v", err)
	}
	_, err = NewDecoder(true, 200).Decode([]byte(nul("84|1|a|b|" + strings.Repeat("x=1;", maxElements+1) + "|")))
	if !errors.Is(err, ErrTooMany) {
		t.Errorf("options: %v", err)
	}
}
