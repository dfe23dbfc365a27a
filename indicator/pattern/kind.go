package pattern

// Kind names a pattern. The zero Kind is none. Their order is TA-Lib's, by name; numbers may change with
// versions, names do not.
//
// The note on each says what traders read in it and who describes it. Where it speaks of a trend, the
// trend is part of the pattern's meaning but not of the rule.
type Kind uint8

const (
	_ Kind = iota

	// TwoCrows: after a long white candle a black one gaps up, and a second black one falls back into
	// the white body. Buyers lost the gap; bearish. (Bulkowski)
	TwoCrows
	// ThreeBlackCrows: after a white candle, three black ones that each open in the body before and
	// close lower, at their lows. Bearish after a long advance. (Nison)
	ThreeBlackCrows
	// ThreeInside: a harami, and a third candle that closes beyond the first one's open: the reversal
	// that the harami promised. Bullish or bearish. (Morris)
	ThreeInside
	// ThreeLineStrike: three candles in the trend, then one that undoes them all. Read as a pause:
	// it carries the sign of the three. (Morris)
	ThreeLineStrike
	// ThreeOutside: an engulfing, and a third candle that closes further in its direction. Bullish or
	// bearish. (Morris)
	ThreeOutside
	// ThreeStarsInTheSouth: three ever smaller black candles with ever higher lows; selling dries up.
	// Bullish. (Bulkowski)
	ThreeStarsInTheSouth
	// ThreeWhiteSoldiers: three white candles that each open in or near the body before and close at
	// their highs. Bullish after a decline. (Nison)
	ThreeWhiteSoldiers
	// AbandonedBaby: a doji that stands alone between two gaps, shadows included; a rare reversal.
	// Bullish after a black candle, bearish after a white one. Takes a penetration. (Nison)
	AbandonedBaby
	// AdvanceBlock: three white candles whose bodies shrink or whose upper shadows grow; an advance
	// that tires. Bearish. (Nison)
	AdvanceBlock
	// BeltHold: a long body that opens at one end of the day's range and runs to the other. Bullish
	// when white, bearish when black. (Nison)
	BeltHold
	// Breakaway: a long candle, a gap, a run that goes on, and a fifth candle that falls back into the
	// gap. A reversal, bullish or bearish. (Bulkowski)
	Breakaway
	// ClosingMarubozu: a long body that closes at the end of the range. Bullish when white, bearish
	// when black. (Bulkowski)
	ClosingMarubozu
	// ConcealingBabySwallow: two black marubozu, a third black candle that gaps down but reaches back
	// up, and a fourth that engulfs it whole. Sellers are spent; bullish. (Bulkowski)
	ConcealingBabySwallow
	// Counterattack: two long candles of opposite colours that close at the same price; the meeting
	// lines. Carries the sign of the second. (Nison)
	Counterattack
	// DarkCloudCover: a black candle opens above the high of a long white one and closes deep in its
	// body. Bearish. Takes a penetration. (Nison)
	DarkCloudCover
	// Doji: open and close as good as equal; indecision. Always 100, which means no direction. (Nison)
	Doji
	// DojiStar: a doji that gaps away from a long candle; the trend may turn. Bearish after a white
	// candle, bullish after a black one. (Nison)
	DojiStar
	// DragonflyDoji: a doji at the top of its range, with a lower shadow. Always 100, which means no
	// direction. (Nison)
	DragonflyDoji
	// Engulfing: a body that covers the one before, of the other colour. Carries the sign of the
	// second; 80 or -80 when the bodies share one end. (Nison)
	Engulfing
	// EveningDojiStar: a long white candle, a doji that gaps up, and a black candle deep into the first
	// body. Bearish. Takes a penetration. (Nison)
	EveningDojiStar
	// EveningStar: a long white candle, a short body that gaps up, and a black candle deep into the
	// first body. Bearish. Takes a penetration. (Nison)
	EveningStar
	// GapSideBySideWhite: two similar white candles side by side beyond a gap that stays open.
	// A continuation: bullish above the gap, bearish below. (Nison)
	GapSideBySideWhite
	// GravestoneDoji: a doji at the bottom of its range, with an upper shadow. Always 100, which means
	// no direction. (Nison)
	GravestoneDoji
	// Hammer: a short body on a long lower shadow, near or below the low of the bar before; sellers
	// were beaten back. Bullish. (Nison)
	Hammer
	// HangingMan: the shape of a hammer near or above the high of the bar before; selling has begun.
	// Bearish. (Nison)
	HangingMan
	// Harami: a short body inside the long one before; the move has lost its force. Against the colour
	// of the first; 80 or -80 when the bodies share one end. (Nison)
	Harami
	// HaramiCross: a harami whose second candle is a doji; the stronger form. (Nison)
	HaramiCross
	// HighWave: a short body with very long shadows on both sides; a market without a sense of
	// direction. Carries the sign of its colour. (Nison)
	HighWave
	// Hikkake: a false break out of an inside bar. Against the break; 200 or -200 when one of the next
	// three bars confirms it. (Chesler)
	Hikkake
	// ModifiedHikkake: a hikkake whose inside bar follows another, which closes near the end of its range on
	// the side of the break. (Chesler)
	ModifiedHikkake
	// HomingPigeon: a short black body inside a long black one; selling slows. Bullish. (Bulkowski)
	HomingPigeon
	// IdenticalThreeCrows: three falling black candles that each open at the close before. Bearish.
	// (Nison)
	IdenticalThreeCrows
	// InNeck: a white candle opens below the low of a long black one and closes barely inside its body.
	// The rebound is weak; bearish. (Nison)
	InNeck
	// InvertedHammer: a short body that gaps down, with a long upper shadow: a first try to rise.
	// Bullish. (Nison)
	InvertedHammer
	// Kicking: two marubozu of opposite colours that leave a gap between them. Carries the sign of the
	// second. (Bulkowski)
	Kicking
	// KickingByLength: a kicking that carries the sign of the longer marubozu. (TA-Lib)
	KickingByLength
	// LadderBottom: four falling black candles, the fourth with an upper shadow, and a white one that
	// closes above its high. Bullish. (Bulkowski)
	LadderBottom
	// LongLeggedDoji: a doji with a long shadow on at least one side. Always 100, which means no
	// direction. (Nison)
	LongLeggedDoji
	// LongLine: a long body with short shadows. Carries the sign of its colour. (Bulkowski)
	LongLine
	// Marubozu: a long body with hardly a shadow; one side ruled the whole session. Bullish when white,
	// bearish when black. (Bulkowski)
	Marubozu
	// MatchingLow: two black candles with the same close; a floor. Bullish. (Bulkowski)
	MatchingLow
	// MatHold: a long white candle, a gap up, three small candles that sink but hold most of the first
	// body, and a white candle to a new high. A continuation; bullish. Takes a penetration. (Bulkowski)
	MatHold
	// MorningDojiStar: a long black candle, a doji that gaps down, and a white candle deep into the
	// first body. Bullish. Takes a penetration. (Nison)
	MorningDojiStar
	// MorningStar: a long black candle, a short body that gaps down, and a white candle deep into the
	// first body. Bullish. Takes a penetration. (Nison)
	MorningStar
	// OnNeck: a white candle opens below the low of a long black one and closes at that low. The
	// rebound is weak; bearish. (Nison)
	OnNeck
	// Piercing: a long white candle opens below the low of a long black one and closes above the middle
	// of its body. Bullish. (Nison)
	Piercing
	// RickshawMan: a doji in the middle of its range with long shadows on both sides. Always 100, which
	// means no direction. (Nison)
	RickshawMan
	// RisingFallingThreeMethods: a long candle, three short ones against it within its range, and a long
	// one that carries on. A continuation, with the sign of the first. (Nison)
	RisingFallingThreeMethods
	// SeparatingLines: a candle against the trend, and a belt hold with it from the same open.
	// A continuation, with the sign of the second. (Nison)
	SeparatingLines
	// ShootingStar: a short body that gaps up, with a long upper shadow; the rise was turned away.
	// Bearish. (Nison)
	ShootingStar
	// ShortLine: a short body with short shadows. Carries the sign of its colour, which means no
	// direction. (Bulkowski)
	ShortLine
	// SpinningTop: a short body with longer shadows on both sides; indecision. Carries the sign of its
	// colour, which means no direction. (Nison)
	SpinningTop
	// StalledPattern: two long white candles and a small third one on the shoulder of the second; also
	// called deliberation. Bearish. (Nison)
	StalledPattern
	// StickSandwich: a white candle between two black ones that close at the same price; a floor.
	// Bullish. (Bulkowski)
	StickSandwich
	// Takuri: a dragonfly doji whose lower shadow is more than twice its body. Always 100, which means
	// no direction. (Bulkowski)
	Takuri
	// TasukiGap: a gap, and a candle of the other colour and a like size that comes back into the gap
	// without closing it. A continuation, with the sign of the gap. (Nison)
	TasukiGap
	// Thrusting: a white candle opens below the low of a long black one and closes inside its body but
	// not above the middle. Bearish. (Nison)
	Thrusting
	// Tristar: three doji, the second beyond the other two; a rare reversal. Bullish at a low, bearish
	// at a high. (Nison)
	Tristar
	// UniqueThreeRiver: a long black candle, a black body within it that makes a new low, and a small white
	// candle that stays above that low. Bullish. (Bulkowski)
	UniqueThreeRiver
	// UpsideGapTwoCrows: above the gap that follows a long white candle, a black candle engulfs a
	// smaller black one but leaves the gap open. Bearish. (Nison)
	UpsideGapTwoCrows
	// GapThreeMethods: two candles of one colour with a gap between, and a third of the other colour
	// from the second body into the first, which closes the gap. A continuation, with the sign of the
	// first. (Bulkowski)
	GapThreeMethods
)
