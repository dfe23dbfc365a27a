package margin_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
)

// contract is one option of a random book, on a share of 100.
type contract struct {
	right         market.Right
	strike, value float64
	month         int
	sold          bool
}

func (c *contract) String() string {
	sign, right := "+", "C"
	if c.sold {
		sign = "-"
	}
	if c.right == market.Put {
		right = "P"
	}
	return fmt.Sprintf("%s1 %s%v %v %d", sign, right, c.strike, c.value, c.month)
}

func (c *contract) intrinsic(price float64) float64 {
	if c.right == market.Put {
		return max(c.strike-price, 0)
	}
	return max(price-c.strike, 0)
}

// bare is what a sold one asks for alone, a share: FINRA rule 4210 (f)(2)(E).
func (c *contract) bare() float64 {
	if c.right == market.Put {
		return c.value + max(20-max(100-c.strike, 0), c.strike/10)
	}
	return c.value + max(20-max(c.strike-100, 0), 10)
}

// drawBook makes one of a few contracts from numbers below a bound.
func drawBook(below func(int) int, contracts int, months []int) (book []contract) {
	for range contracts {
		c := contract{
			right: []market.Right{market.Call, market.Put}[below(2)], strike: float64(85 + below(31)),
			month: months[below(len(months))], sold: below(2) == 0,
		}
		c.value = c.intrinsic(100) + float64(1+below(20))/4
		book = append(book, c)
	}
	return book
}

func needOf(t *testing.T, book []contract, extra ...string) float64 {
	t.Helper()
	positions := extra
	for i := range book {
		positions = append(positions, book[i].String())
	}
	f := portfolioOf(t, margin.RegT(), equity("XYZ"), "100", positions...).Figures()
	return f.Maintenance().InexactFloat64()
}

// loses is the most that options lose at the expiry of what is sold, by trying every price.
func loses(book []contract) float64 {
	worst := 0.0
	for price := range 301 {
		sum := 0.0
		for i := range book {
			if c := &book[i]; c.sold {
				sum -= c.intrinsic(float64(price))
			} else {
				sum += c.intrinsic(float64(price))
			}
		}
		worst = max(worst, -sum)
	}
	return 100 * worst
}

// No book whose sold options are all covered asks for less than it can lose.
func TestNeedCoversTheLoss(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var book []contract
		for range rapid.IntRange(1, 5).Draw(rt, "spreads") {
			c := drawBook(func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "drawn") }, 1, []int{6})[0]
			c.sold = true
			d := c
			d.sold, d.month = false, rapid.IntRange(6, 8).Draw(rt, "later")
			// The rule asks for the lesser of the loss and the bare option's need, so that must be the greater here.
			d.strike, c.value = c.strike+float64(rapid.IntRange(-10, 10).Draw(rt, "width")), 50
			book = append(book, c, d)
		}
		if got, want := needOf(t, book), loses(book); got < want {
			rt.Fatalf("%v asks for %v and can lose %v", book, got, want)
		}
	})
}

// least is the smallest sum that any pairing of single contracts asks for, a share: every way to give bought options to sold
// ones, every way to make straddles of what is left.
func least(sold, bought []contract, pairs map[int][]contract, bare []contract) float64 {
	if len(sold) == 0 {
		sum := straddles(bare)
		for _, group := range pairs {
			sum += loses(group) / 100
		}
		return sum
	}
	s, rest := sold[0], sold[1:]
	best := least(rest, bought, pairs, append(bare[:len(bare):len(bare)], s))
	for i, l := range bought {
		if l.right != s.right || l.month < s.month {
			continue
		}
		others := append(append([]contract(nil), bought[:i]...), bought[i+1:]...)
		group := pairs[s.month]
		pairs[s.month] = append(group[:len(group):len(group)], s, l)
		best = min(best, least(rest, others, pairs, bare))
		pairs[s.month] = group
	}
	return best
}

func straddles(bare []contract) float64 {
	if len(bare) == 0 {
		return 0
	}
	first, rest := bare[0], bare[1:]
	best := first.bare() + straddles(rest)
	for i := range rest {
		if other := rest[i]; other.right != first.right {
			others := append(append([]contract(nil), rest[:i]...), rest[i+1:]...)
			best = min(best, max(first.bare()+other.value, other.bare()+first.value)+straddles(others))
		}
	}
	return best
}

// Small random books, crooked as no trader's are, ask for the least that any pairing of theirs does, but for a few that ask for
// a little more: the search is short.
func TestNeedIsNearTheLeast(t *testing.T) {
	const books, fewest, mostOver = 2000, 1998, 1.25
	random := rand.New(rand.NewPCG(1, 2))
	exact := 0
	for range books {
		book := drawBook(random.IntN, 1+random.IntN(6), []int{6, 7})
		var sold, bought []contract
		for _, c := range book {
			if c.sold {
				sold = append(sold, c)
			} else {
				bought = append(bought, c)
			}
		}
		want, got := 100*least(sold, bought, map[int][]contract{}, nil), needOf(t, book)
		switch {
		case math.Abs(got-want) < 1e-6:
			exact++
		case got < want || got > mostOver*want:
			t.Fatalf("%v asks for %v, the least is %v", book, got, want)
		}
	}
	if exact < fewest {
		t.Errorf("%d of %d books ask for the least, want %d", exact, books, fewest)
	}
}
