package wire

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestRoundTrip checks, for every message at every version: what a frame says is read completely, and
// written again as the same bytes.
func TestRoundTrip(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.String(), func(t *testing.T) {
			at := slices.DeleteFunc(slices.Clone(versions), func(v int) bool { return !spoken(k, v) })
			rapid.Check(t, func(rt *rapid.T) {
				m := newFiller(rapid.Uint64().Draw(rt, "seed"), false).message(k)
				roundTrip(t, rt.Fatalf, m, rapid.SampledFrom(at).Draw(rt, "version"))
			})
		})
	}
}

func roundTrip(t testing.TB, fatal func(string, ...any), m Message, version int) {
	k := m.Kind()
	frame := carried(t, m, version)
	d := NewDecoder(k.FromClient(), version)
	read, err := d.Decode(frame[lengthBytes:])
	if err != nil {
		fatal("%v at %d: %v\nframe %q", k, version, err, frame)
	}
	if left := d.Leftover(); left.Fields != 0 {
		fatal("%v at %d: %d fields not read: %q\nframe %q", k, version, left.Fields, left.Bytes, frame)
	}
	again, err := NewEncoder(k.FromClient(), version).Append(nil, read)
	if err != nil {
		fatal("%v at %d: write again: %v", k, version, err)
	}
	if !bytes.Equal(frame, again) {
		fatal("%v at %d:\n first %q\nsecond %q", k, version, frame, again)
	}
}

// TestEveryFieldIsCarried sets every field and demands that each comes through in at least one format.
func TestEveryFieldIsCarried(t *testing.T) {
	for _, k := range Kinds() {
		lost := map[string]int{}
		for seed := range uint64(40) { // enough for every order type and condition
			m := newFiller(seed, true).message(k)
			for _, v := range []int{100, 176, 200, 225} {
				if !spoken(k, v) {
					continue
				}
				d := NewDecoder(k.FromClient(), v)
				read, err := d.Decode(carried(t, m, v)[lengthBytes:])
				if err != nil {
					t.Fatalf("%v at %d: %v", k, v, err)
				}
				note(lost, m, read)
			}
		}
		for path, n := range lost {
			if n > 0 && !isExcused(k, path) && !partCarried(lost, path) {
				t.Errorf("%v: field %s is never carried", k, path)
			}
		}
	}
}

// partCarried tells whether something inside the value at path came through.
func partCarried(lost map[string]int, path string) bool {
	for p, n := range lost {
		if n < 0 && strings.HasPrefix(p, path+".") {
			return true
		}
	}
	return false
}

// note marks every leaf path as carried (-1) or lost so far (1).
func note(lost map[string]int, want, got Message) {
	r := &leafReporter{lost: lost}
	cmp.Equal(want, got, sameValues, cmp.Reporter(r))
}

type leafReporter struct {
	path cmp.Path
	lost map[string]int
}

func (r *leafReporter) PushStep(s cmp.PathStep) { r.path = append(r.path, s) }
func (r *leafReporter) PopStep()                { r.path = r.path[:len(r.path)-1] }

func (r *leafReporter) Report(res cmp.Result) {
	name := ""
	for _, s := range r.path {
		if f, ok := s.(cmp.StructField); ok {
			name += "." + f.Name()
		}
	}
	if res.Equal() {
		r.lost[name] = -1
	} else if r.lost[name] == 0 {
		r.lost[name] = 1
	}
}

// excused are the fields of shared structs that a message has no place for: what only the gateway says of
// an order, what it says only of working orders, and most of the contract of an old request.
var excused = map[string][]string{
	"PlaceOrder": {".Order.SharesAllocation", ".Order.BasisPoints", ".Order.RefFuturesConID", ".Order.Shareholder",
		".Order.FilledQuantity", ".Order.ParentPermID", ".Order.BondAccruedInterest", ".Order.Submitter",
		".Order.AutoCancelDate"},
	"CompletedOrder":         {".Order.BasisPoints", ".Order.AuctionStrategy", ".Order.SharesAllocation"},
	"RequestFundamentalData": {".Contract."},
}

func isExcused(k Kind, path string) bool {
	if strings.Contains(path, ".Wait.Conditions.") {
		return true // each type has other fields; TestOfficialClient checks all six
	}
	return slices.ContainsFunc(excused[k.String()], func(p string) bool { return strings.HasPrefix(path, p) })
}
