package rows

// Skip is why a good row was not handed out.
type Skip uint8

const (
	// OutsideDates: before From or after To.
	OutsideDates Skip = iota
	// OneSided: the bid or the ask that the bar is to be made of is missing.
	OneSided
	// Suspicious: the source flagged the tick, and flagged ticks were not wanted.
	Suspicious
	// Empty: the source has no values for this time, and says so.
	Empty
	// Merged: two rows of one instant, a bid and an ask, made one quote.
	Merged

	skips = int(Merged) + 1
)

var skipNames = [skips]string{"outside-dates", "one-sided", "suspicious", "empty", "merged"}

// String is the short name, such as "one-sided".
func (s Skip) String() string {
	if int(s) < skips {
		return skipNames[s]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (s Skip) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Summary accounts for every row that was read: Rows = Yielded + Dropped + the sum of Skipped.
type Summary struct {
	Files int `json:"files"`
	// Rows is the number of data rows read, without headers and blank lines.
	Rows    int64 `json:"rows"`
	Yielded int64 `json:"yielded"`
	// Dropped is the number of bad rows left out; bad rows that were kept are among Yielded.
	Dropped int64          `json:"dropped"`
	Skipped []SkippedCount `json:"skipped,omitempty"`
	Bad     []BadCount     `json:"bad,omitempty"`
}

// SkippedCount is how many rows were skipped for one reason.
type SkippedCount struct {
	Reason Skip  `json:"reason"`
	Rows   int64 `json:"rows"`
}

// BadCount is how many rows had one problem, and the first of them.
type BadCount struct {
	Problem Problem  `json:"problem"`
	Rows    int64    `json:"rows"`
	First   RowError `json:"first"`
}

// BadRows is how many rows had a problem.
func (s *Summary) BadRows() int64 {
	var n int64
	for _, b := range s.Bad {
		n += b.Rows
	}
	return n
}

// Ledger decides about bad rows by a policy and counts all rows.
type Ledger struct {
	policy  Policy
	files   int
	rows    int64
	yielded int64
	dropped int64
	skipped [skips]int64
	bad     [problems]int64
	first   [problems]*RowError
}

// NewLedger is an empty ledger.
func NewLedger(p Policy) Ledger { return Ledger{policy: p} }

// File counts a file that was opened.
func (l *Ledger) File() { l.files++ }

// Row counts a row that was read.
func (l *Ledger) Row() { l.rows++ }

// Yield counts a row that is handed out.
func (l *Ledger) Yield() { l.yielded++ }

// Skip counts a row that is not handed out although nothing is wrong with it.
func (l *Ledger) Skip(why Skip) { l.skipped[why]++ }

// Bad judges the reader's current row: it is kept, or left out, or the import fails with the error.
func (l *Ledger) Bad(r *Reader, column string, value []byte, p Problem) (keep bool, err error) {
	if l.policy != Fail && l.first[p] != nil {
		return l.judge(p), nil
	}
	return l.BadRow(r.Bad(column, value, p))
}

// BadRow judges a row by an error that is already made.
func (l *Ledger) BadRow(e *RowError) (keep bool, err error) {
	if l.policy == Fail {
		return false, e
	}
	if l.first[e.Problem] == nil {
		l.first[e.Problem] = e
	}
	return l.judge(e.Problem), nil
}

func (l *Ledger) judge(p Problem) (keep bool) {
	l.bad[p]++
	if l.policy == Keep && p.Readable() {
		return true
	}
	l.dropped++
	return false
}

// Summary is the account so far.
func (l *Ledger) Summary() Summary {
	s := Summary{Files: l.files, Rows: l.rows, Yielded: l.yielded, Dropped: l.dropped}
	for why, n := range l.skipped {
		if n > 0 {
			s.Skipped = append(s.Skipped, SkippedCount{Skip(why), n})
		}
	}
	for p, n := range l.bad {
		if n > 0 {
			s.Bad = append(s.Bad, BadCount{Problem(p), n, *l.first[p]})
		}
	}
	return s
}
