package floor

import "github.com/tidemark/tidemark/market"

// Bar is a bar of history. IB stamps it with its Start.
type Bar struct {
	// The bar covers (Start, End]. End is the end of its time, also while it is forming.
	Start, End market.Time
	// Session is the date of the (last) session it belongs to, which daily and longer bars are stamped with.
	Session                market.Date
	Open, High, Low, Close float64
	// Volume, WAP and Count are of trades; they are -1 in bars of anything else.
	Volume, WAP float64
	Count       int
}

// BarQuery asks for bars of the past.
type BarQuery struct {
	Listing *Listing
	What    What
	Size    BarSize
	// Duration is how far back the bars reach, as IB writes it: "3600 S", "2 D", "1 W", "6 M", "1 Y".
	Duration string
	// End is the time of the last data; 0 is now, and later than now is now.
	End market.Time
	// RTH leaves out what happened outside regular trading hours.
	RTH bool
	// Update tells that the bars are to be kept up to date, which has rules of its own.
	Update bool
}

// History is the answer to a BarQuery: bars, oldest first, and the period they were looked for in.
type History struct {
	Start, End market.Time
	Bars       []Bar
}

// TickQuery asks for ticks of the past: the first Count after Start, or the last Count until End, whichever
// is given. The answer can be a little longer, so that its outermost second is whole.
type TickQuery struct {
	Listing    *Listing
	Start, End market.Time
	Count      int
	RTH        bool
}

// Session is a trading session of a Schedule.
type Session struct {
	Start, End market.Time
	Date       market.Date
}

// Level is a price and the size there.
type Level struct{ Price, Size float64 }
