package synth

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// profile is how volatility and volume are spread over a session's minutes. Over a usual session the
// squares of volatility, and the volumes, add up to one.
type profile struct {
	volatility, volume []float64
	// usual is the number of minutes of a usual session, and begins the New York hour at which the
	// session that the profile was made for opens.
	usual, begins int
	newYork       *time.Location
}

// dayLong is the length from which a session follows the world's working hours and not its own.
const dayLong = 12 * time.Hour

// worldHours is the activity in each hour of New York's clock, in markets that are open all day: low in
// the evening, rising with London's morning, highest while both are open.
var worldHours = [24]float64{
	0.5, 0.6, 0.9, 1.4, 1.4, 1.2, 1.1, 1.2, 2.0, 2.0, 2.0, 1.7,
	1.3, 1.2, 1.3, 1.2, 0.8, 0.3, 0.4, 0.6, 0.6, 0.6, 0.5, 0.5,
}

// fit makes the profile that of a session.
func (p *profile) fit(s *calendar.Session) {
	n, begins := int(s.Duration()/time.Minute), 0
	if s.Duration() >= dayLong {
		begins = s.Open.In(p.newYork).Hour()
	}
	if n == len(p.volume) && begins == p.begins {
		return
	}
	p.begins = begins
	p.volatility, p.volume = p.volatility[:0], p.volume[:0]
	for i := range n {
		v, w := p.weights(i, n, s)
		p.volatility, p.volume = append(p.volatility, v), append(p.volume, w)
	}
	normalise(p.volatility, float64(p.usual))
	normalise(p.volume, float64(p.usual))
	for i, v := range p.volatility {
		p.volatility[i] = math.Sqrt(v)
	}
}

// weights are the relative variance and volume of minute i of n.
func (p *profile) weights(i, n int, s *calendar.Session) (variance, volume float64) {
	if s.Duration() >= dayLong {
		open := s.Open.In(p.newYork)
		w := worldHours[(open.Hour()*60+open.Minute()+i)/60%24]
		return w, w
	}
	u := mul(2, (float64(i)+0.5)/float64(n)) - 1 // from -1 at the open to 1 at the close
	square := mul(u, u)
	fourth := mul(square, square)
	if u < 0 {
		return 0.6 + mul(3, fourth), 0.55 + mul(2, mul(fourth, square))
	}
	return 0.6 + mul(1.6, fourth), 0.55 + mul(2.6, mul(fourth, square))
}

// normalise scales weights so that a usual session's would add up to one.
func normalise(weights []float64, usual float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	scale := mul(sum, usual) / float64(len(weights))
	for i := range weights {
		weights[i] /= scale
	}
}

// usualMinutes is the length of the longest session in the two weeks from a date.
func usualMinutes(cal *calendar.Calendar, first market.Date) int {
	longest := time.Minute
	for s := range cal.Sessions(first, first.AddDays(13)) {
		longest = max(longest, s.Duration())
	}
	return int(longest / time.Minute)
}
