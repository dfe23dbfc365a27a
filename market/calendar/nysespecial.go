package calendar

import "github.com/tidemark/tidemark/market"

// special is a day that no rule gives.
type special struct {
	date  market.Date
	hours hours
}

// nyseSpecialDays are unscheduled closings, late openings and early closings, oldest first, after the
// exchange's list of special closings. Halts within a day and delays of a minute or two are not listed.
var nyseSpecialDays = []special{
	{19721107, hours{}}, // presidential election
	{19721228, hours{}}, // funeral of President Truman
	{19730125, hours{}}, // funeral of President Johnson
	{19761102, hours{}}, // presidential election
	{19770714, hours{}}, // blackout in New York
	{19801104, hours{}}, // presidential election
	{19850927, hours{}}, // hurricane Gloria

	{19901227, nyseOpening(at(11, 0), at(16, 0))},  // power failure
	{19940211, nyseOpening(at(9, 30), at(14, 30))}, // snow
	{19940427, hours{}},                            // funeral of President Nixon
	{19951218, nyseOpening(at(10, 30), at(16, 0))}, // computer failure
	{19960108, nyseOpening(at(11, 0), at(14, 0))},  // snow
	{19971027, nyseOpening(at(9, 30), at(15, 30))}, // circuit breaker
	{19971226, nyseHalfDay},                        // Friday after Christmas
	{19991231, nyseHalfDay},                        // preparation for the year 2000
	{20010911, hours{}},                            // attacks of 11 September
	{20010912, hours{}},
	{20010913, hours{}},
	{20010914, hours{}},
	{20020911, nyseOpening(at(12, 0), at(16, 0))},  // memorial
	{20031226, nyseHalfDay},                        // Friday after Christmas
	{20040611, hours{}},                            // mourning for President Reagan
	{20050601, nyseOpening(at(9, 30), at(15, 56))}, // communications failure
	{20070102, hours{}},                            // mourning for President Ford
	{20121029, hours{}},                            // hurricane Sandy
	{20121030, hours{}},
	{20181205, hours{}}, // mourning for President G. H. W. Bush
	{20250109, hours{}}, // mourning for President Carter
}

// nyseOpening is a day shortened at either end.
func nyseOpening(open, close clock) hours {
	day := nyseDay
	day.open, day.close, day.early = open, close, true
	return day
}
