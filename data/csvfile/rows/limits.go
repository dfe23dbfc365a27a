package rows

// Limits bound what a file can make the importer do. A zero field takes the default.
type Limits struct {
	// Line is the longest line in bytes, 64 KiB by default, 16 at least.
	Line int `json:"line,omitempty"`
	// Columns is the most fields a row may have, 512 by default.
	Columns int `json:"columns,omitempty"`
	// Bytes is the most that one file may hold once unpacked, 4 GiB by default. It stops a zip bomb.
	Bytes int64 `json:"bytes,omitempty"`
	// Entries is the most files a zip archive may hold, 100,000 by default.
	Entries int `json:"entries,omitempty"`
}

// WithDefaults fills the zero fields.
func (l Limits) WithDefaults() Limits {
	if l.Line <= 0 {
		l.Line = 64 << 10
	}
	if l.Columns <= 0 {
		l.Columns = 512
	}
	if l.Bytes <= 0 {
		l.Bytes = 4 << 30
	}
	if l.Entries <= 0 {
		l.Entries = 100_000
	}
	return l
}
