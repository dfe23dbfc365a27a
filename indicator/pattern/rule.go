package pattern

// rule is one row of the table of patterns.
type rule struct {
	name    string
	talib   string
	candles int
	// lookback is TA-Lib's: how many bars must precede the first bar that can have a signal.
	lookback int
	// match is nil for the patterns in the table depths.
	match func(*window) Signal
}

// rules is indexed by Kind. Row 0 serves a Pattern that was not made by New: it finds nothing.
var rules = [...]rule{
	0: {match: func(*window) Signal { return None }},

	TwoCrows:                  {"two-crows", "CDL2CROWS", 3, 12, twoCrows},
	ThreeBlackCrows:           {"three-black-crows", "CDL3BLACKCROWS", 4, 13, threeBlackCrows},
	ThreeInside:               {"three-inside", "CDL3INSIDE", 3, 12, threeInside},
	ThreeLineStrike:           {"three-line-strike", "CDL3LINESTRIKE", 4, 8, threeLineStrike},
	ThreeOutside:              {"three-outside", "CDL3OUTSIDE", 3, 3, threeOutside},
	ThreeStarsInTheSouth:      {"three-stars-in-the-south", "CDL3STARSINSOUTH", 3, 12, threeStarsInTheSouth},
	ThreeWhiteSoldiers:        {"three-white-soldiers", "CDL3WHITESOLDIERS", 3, 12, threeWhiteSoldiers},
	AbandonedBaby:             {"abandoned-baby", "CDLABANDONEDBABY", 3, 12, nil},
	AdvanceBlock:              {"advance-block", "CDLADVANCEBLOCK", 3, 12, advanceBlock},
	BeltHold:                  {"belt-hold", "CDLBELTHOLD", 1, 10, beltHold},
	Breakaway:                 {"breakaway", "CDLBREAKAWAY", 5, 14, breakaway},
	ClosingMarubozu:           {"closing-marubozu", "CDLCLOSINGMARUBOZU", 1, 10, closingMarubozu},
	ConcealingBabySwallow:     {"concealing-baby-swallow", "CDLCONCEALBABYSWALL", 4, 13, concealingBabySwallow},
	Counterattack:             {"counterattack", "CDLCOUNTERATTACK", 2, 11, counterattack},
	DarkCloudCover:            {"dark-cloud-cover", "CDLDARKCLOUDCOVER", 2, 11, nil},
	Doji:                      {"doji", "CDLDOJI", 1, 10, doji},
	DojiStar:                  {"doji-star", "CDLDOJISTAR", 2, 11, dojiStar},
	DragonflyDoji:             {"dragonfly-doji", "CDLDRAGONFLYDOJI", 1, 10, dragonflyDoji},
	Engulfing:                 {"engulfing", "CDLENGULFING", 2, 2, engulfing},
	EveningDojiStar:           {"evening-doji-star", "CDLEVENINGDOJISTAR", 3, 12, nil},
	EveningStar:               {"evening-star", "CDLEVENINGSTAR", 3, 12, nil},
	GapSideBySideWhite:        {"gap-side-by-side-white", "CDLGAPSIDESIDEWHITE", 3, 7, gapSideBySideWhite},
	GravestoneDoji:            {"gravestone-doji", "CDLGRAVESTONEDOJI", 1, 10, gravestoneDoji},
	Hammer:                    {"hammer", "CDLHAMMER", 2, 11, hammer},
	HangingMan:                {"hanging-man", "CDLHANGINGMAN", 2, 11, hangingMan},
	Harami:                    {"harami", "CDLHARAMI", 2, 11, harami},
	HaramiCross:               {"harami-cross", "CDLHARAMICROSS", 2, 11, haramiCross},
	HighWave:                  {"high-wave", "CDLHIGHWAVE", 1, 10, highWave},
	Hikkake:                   {"hikkake", "CDLHIKKAKE", 3, 5, hikkake},
	ModifiedHikkake:           {"modified-hikkake", "CDLHIKKAKEMOD", 4, 10, modifiedHikkake},
	HomingPigeon:              {"homing-pigeon", "CDLHOMINGPIGEON", 2, 11, homingPigeon},
	IdenticalThreeCrows:       {"identical-three-crows", "CDLIDENTICAL3CROWS", 3, 12, identicalThreeCrows},
	InNeck:                    {"in-neck", "CDLINNECK", 2, 11, inNeck},
	InvertedHammer:            {"inverted-hammer", "CDLINVERTEDHAMMER", 2, 11, invertedHammer},
	Kicking:                   {"kicking", "CDLKICKING", 2, 11, kicking},
	KickingByLength:           {"kicking-by-length", "CDLKICKINGBYLENGTH", 2, 11, kickingByLength},
	LadderBottom:              {"ladder-bottom", "CDLLADDERBOTTOM", 5, 14, ladderBottom},
	LongLeggedDoji:            {"long-legged-doji", "CDLLONGLEGGEDDOJI", 1, 10, longLeggedDoji},
	LongLine:                  {"long-line", "CDLLONGLINE", 1, 10, longLine},
	Marubozu:                  {"marubozu", "CDLMARUBOZU", 1, 10, marubozu},
	MatchingLow:               {"matching-low", "CDLMATCHINGLOW", 2, 6, matchingLow},
	MatHold:                   {"mat-hold", "CDLMATHOLD", 5, 14, nil},
	MorningDojiStar:           {"morning-doji-star", "CDLMORNINGDOJISTAR", 3, 12, nil},
	MorningStar:               {"morning-star", "CDLMORNINGSTAR", 3, 12, nil},
	OnNeck:                    {"on-neck", "CDLONNECK", 2, 11, onNeck},
	Piercing:                  {"piercing", "CDLPIERCING", 2, 11, piercing},
	RickshawMan:               {"rickshaw-man", "CDLRICKSHAWMAN", 1, 10, rickshawMan},
	RisingFallingThreeMethods: {"rising-falling-three-methods", "CDLRISEFALL3METHODS", 5, 14, risingFallingThreeMethods},
	SeparatingLines:           {"separating-lines", "CDLSEPARATINGLINES", 2, 11, separatingLines},
	ShootingStar:              {"shooting-star", "CDLSHOOTINGSTAR", 2, 11, shootingStar},
	ShortLine:                 {"short-line", "CDLSHORTLINE", 1, 10, shortLine},
	SpinningTop:               {"spinning-top", "CDLSPINNINGTOP", 1, 10, spinningTop},
	StalledPattern:            {"stalled-pattern", "CDLSTALLEDPATTERN", 3, 12, stalledPattern},
	StickSandwich:             {"stick-sandwich", "CDLSTICKSANDWICH", 3, 7, stickSandwich},
	Takuri:                    {"takuri", "CDLTAKURI", 1, 10, takuri},
	TasukiGap:                 {"tasuki-gap", "CDLTASUKIGAP", 3, 7, tasukiGap},
	Thrusting:                 {"thrusting", "CDLTHRUSTING", 2, 11, thrusting},
	Tristar:                   {"tristar", "CDLTRISTAR", 3, 12, tristar},
	UniqueThreeRiver:          {"unique-three-river", "CDLUNIQUE3RIVER", 3, 12, uniqueThreeRiver},
	UpsideGapTwoCrows:         {"upside-gap-two-crows", "CDLUPSIDEGAP2CROWS", 3, 12, upsideGapTwoCrows},
	GapThreeMethods:           {"gap-three-methods", "CDLXSIDEGAP3METHODS", 3, 2, gapThreeMethods},
}

// depth is a rule with a parameter: how far, as a share of the first real body, the last candle must
// close into it (or, for a mat hold, how far the small candles may sink into it).
type depth struct {
	match       func(*window, float64) Signal
	penetration float64 // TA-Lib's default
}

// depths is indexed by Kind; the rows of patterns without the parameter are empty.
var depths = [len(rules)]depth{
	AbandonedBaby:   {abandonedBaby, 0.3},
	DarkCloudCover:  {darkCloudCover, 0.5},
	EveningDojiStar: {eveningDojiStar, 0.3},
	EveningStar:     {eveningStar, 0.3},
	MatHold:         {matHold, 0.5},
	MorningDojiStar: {morningDojiStar, 0.3},
	MorningStar:     {morningStar, 0.3},
}
