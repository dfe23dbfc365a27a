package synth

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// walk makes a tape's minutes, one after the other.
type walk struct {
	tape *Tape

	date    market.Date
	session calendar.Session
	// minute is the next minute of the session, of minutes.
	minute, minutes int
	profile         profile

	price float64
	// level is the logarithm of the day's volatility. volatility and busy are a usual session's deviation
	// and volume at the level of the present hour.
	level, volatility, busy float64
	// unrest is the last minute's volatility relative to that of a mean minute.
	unrest float64

	market, own               climate
	marketWeather, ownWeather weather
	marketGaps, ownGaps       chance
	moves                     chance
}

// Shares of a day's variance.
const (
	// gapShare is the part of a day's variance that passes while a market is closed for 24 hours; less
	// for a shorter time, not more for a longer one.
	gapShare = 0.35
	// One minute in jumpOdds moves jumpSize times as far as it would.
	jumpOdds = 2048
	jumpSize = 5
)

func (t *Tape) newWalk() walk {
	w := walk{
		tape: t, date: t.options.First.AddDays(-1), price: t.options.Price,
		profile: profile{usual: t.usual, newYork: t.newYork},
		market:  newClimate(t.options.Seed), own: newClimate(t.seed),
		marketWeather: newWeather(t.options.Seed), ownWeather: newWeather(t.seed),
		marketGaps: newChance(t.options.Seed, forGaps), ownGaps: newChance(t.seed, forGaps),
		moves: newChance(t.seed, forMinutes),
	}
	if t.from > t.options.First {
		w.seek(t.from)
	}
	return w
}

// next fills b with the next minute in which something is traded; false at the end of the tape.
func (w *walk) next(b *market.Bar) bool {
	for {
		for w.minute == w.minutes {
			if !w.nextSession() {
				return false
			}
		}
		if w.step(b) {
			return true
		}
	}
}

// nextSession goes on to the next session and moves the price over the gap before it.
func (w *walk) nextSession() bool {
	t := w.tape
	t.marks.note(w)
	for w.date < t.options.Last {
		w.date = w.date.AddDays(1)
		s, ok := t.calendar.Session(w.date)
		if !ok {
			continue
		}
		day := w.date.Clock(0, 0, time.UTC).Unix() / 86400
		w.session, w.minute, w.minutes = s, 0, int(s.Duration()/time.Minute)
		w.profile.fit(&s)
		w.level = t.blendSizes(w.market.at(day), w.own.at(day))
		w.moves.begin(day)
		w.gap(day)
		return true
	}
	return false
}

// gap moves the price over the time since the session before closed.
func (w *walk) gap(day int64) {
	previous, ok := w.tape.calendar.Previous(w.session.Open)
	closed := w.session.Open.Sub(previous.Close)
	if !ok || closed <= 0 {
		return
	}
	w.marketGaps.begin(day)
	w.ownGaps.begin(day)
	// A normal number times the root of an exponential one has fat tails (Laplace) and variance 1.
	move := mul(w.tape.blend(w.marketGaps.normal(), w.ownGaps.normal()), math.Sqrt(-ln(w.ownGaps.uniform())))
	deviation := mul(w.tape.daily, math.Sqrt(gapVariance(closed)))
	w.move(mul(mul(deviation, dayFactor(w.level)), move))
}

// dayFactor and hourFactor turn the logarithms of volatility into factors whose squares have the mean 1.
func dayFactor(level float64) float64 { return exp(level - mul(climateSpread, climateSpread)) }
func hourFactor(heat float64) float64 { return exp(heat - mul(heatSpread, heatSpread)) }

func gapVariance(closed time.Duration) float64 {
	return mul(gapShare, min(closed.Hours()/24, 1))
}

// move changes the price by a return, which no draw can take beyond a halving or doubling.
func (w *walk) move(change float64) {
	w.price = mul(w.price, 1+min(max(change, -0.5), 1))
	w.price = min(max(w.price, w.tape.least), w.tape.most)
}

// step makes the minute; false when nothing is traded in it.
func (w *walk) step(b *market.Bar) bool {
	t, i, before := w.tape, w.minute, w.price
	start, z, deviation := w.pace()
	after := w.price
	high, low := w.extremes(before, after, mul(before, deviation))

	// Volume follows the size of the move (E|z| is 0.8) and has a noise of its own, of mean 1.
	volume := mul(mul(w.busy, w.profile.volume[i]), mul(0.6+mul(0.5, math.Abs(z)), 0.5-mul(0.5, ln(w.moves.uniform()))))
	lots := t.lot.count(volume)
	if lots < 1 {
		return false
	}
	b.Session, b.Start, b.End = w.session.Date, start, start.Add(time.Minute)
	b.Open, b.Close = t.grid.round(before), t.grid.round(after)
	b.High = max(b.Open, b.Close, t.grid.round(high))
	b.Low = min(b.Open, b.Close, t.grid.round(low))
	b.Volume = t.lot.times(max(lots, leastTrades))
	return true
}

// skip passes over the minute: the price moves as in step, which draws three numbers more.
func (w *walk) skip() {
	w.pace()
	for range 3 {
		w.moves.pcg.Uint64()
	}
}

// pace moves the price by the minute's return, which is z deviations.
func (w *walk) pace() (start market.Time, z, deviation float64) {
	t, i := w.tape, w.minute
	start = w.session.Open.Add(time.Duration(i) * time.Minute)
	w.minute++
	number := int64(start) / int64(time.Minute)
	if i == 0 || number%60 == 0 {
		w.newHour(number / 60)
	}
	bits := w.moves.pcg.Uint64()
	z = t.blend(w.marketWeather.minutes[number%60], quantile(fraction(bits)))
	if bits%jumpOdds == 0 { // bits that fraction does not use
		z = mul(z, jumpSize)
	}
	deviation = mul(w.volatility, w.profile.volatility[i])
	w.unrest = mul(deviation, math.Sqrt(float64(t.usual))) / max(t.intraday, math.SmallestNonzeroFloat64)
	w.move(t.driftPerMinute + mul(deviation, z))
	return start, z, deviation
}

// newHour sets what stays the same for an hour.
func (w *walk) newHour(hour int64) {
	t := w.tape
	w.marketWeather.at(hour)
	w.ownWeather.warm(hour)
	heat := t.blendSizes(w.marketWeather.heat, w.ownWeather.heat)
	w.volatility = mul(mul(t.intraday, dayFactor(w.level)), hourFactor(heat))
	// Volume goes with the hour's volatility and the root of the day's; the constant makes its mean 1.
	const mean = heatSpread*heatSpread/2 + climateSpread*climateSpread/8
	w.busy = mul(t.options.Volume, exp(heat+mul(0.5, w.level)-mean))
}

// extremes draws the highest and lowest price of a minute from its first and last: the maximum of a
// Brownian bridge (Karatzas and Shreve, section 4.3), and the minimum as if independent of it.
func (w *walk) extremes(before, after, deviation float64) (high, low float64) {
	change, variance := after-before, mul(2, mul(deviation, deviation))
	square := mul(change, change)
	up := math.Sqrt(square - mul(variance, ln(w.moves.uniform())))
	down := math.Sqrt(square - mul(variance, ln(w.moves.uniform())))
	return before + mul(0.5, change+up), before + mul(0.5, change-down)
}
