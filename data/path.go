package data

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/market"
)

const (
	instrumentsFolder = "instruments"
	actionsFolder     = "actions"
	yearSuffix        = ".parquet"
	documentSuffix    = ".json"
	// temporarySuffix marks files that are being written. Readers never look at them.
	temporarySuffix = ".tmp"
	lockName        = ".lock"
	holdName        = ".download.lock" // of who downloads, which is many writes
)

// maxElement bounds an encoded name; file systems allow 255 bytes, suffixes included.
const maxElement = 200

// reserved are the names that Windows gives to devices, with any extension and in any case.
var reserved = []string{"CON", "PRN", "AUX", "NUL",
	"COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
	"LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9"}

// encodeElement makes one path element of a symbol or specification. Letters, digits, "-", "_", "+" and
// inner dots stay; every other byte becomes %XX, and so does the first of a name that a file system
// would take for something else. "BRK.B" is itself, "EUR/USD" is "EUR%2FUSD", ".." is "%2E%2E".
func encodeElement(name string) (string, error) {
	if name == "" {
		return "", errors.New("a symbol must not be empty")
	}
	base, _, _ := strings.Cut(strings.ToUpper(name), ".")
	device := slices.Contains(reserved, base)
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		plain := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_+", c) >= 0 ||
			c == '.' && i > 0 && i < len(name)-1
		if plain && !(device && i == 0) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	if b.Len() > maxElement {
		return "", fmt.Errorf("symbol %.40q... is too long for a file name: %d bytes, at most %d", name, b.Len(), maxElement)
	}
	return b.String(), nil
}

// decodeElement undoes encodeElement; false for a name that it never makes.
func decodeElement(element string) (string, bool) {
	name, err := url.PathUnescape(element)
	if err != nil {
		return "", false
	}
	again, err := encodeElement(name)
	return name, err == nil && again == element
}

// folder is the path of a series below the root, with forward slashes.
func (s Series) folder() (string, error) {
	symbol, err := encodeElement(s.Symbol)
	if err != nil {
		return "", err
	}
	if s.Kind != Bars {
		return path.Join(s.Kind.String(), symbol), nil
	}
	text := s.Spec.String()
	if parsed, err := market.ParseBarSpec(text); err != nil || parsed != s.Spec {
		return "", fmt.Errorf("bar specification %q does not say all of %+v, so that two would share a folder", text, s.Spec)
	}
	spec, err := encodeElement(text)
	if err != nil {
		return "", err
	}
	return path.Join(s.Kind.String(), symbol, spec), nil
}

func yearName(year int) string { return fmt.Sprintf("%04d%s", year, yearSuffix) }

// parseYear reads the name of a year file; false for any other name.
func parseYear(name string) (int, bool) {
	digits, ok := strings.CutSuffix(name, yearSuffix)
	year, err := strconv.Atoi(digits)
	return year, ok && err == nil && yearName(year) == name
}

// years lists the years of which a series' folder has files, sorted. A folder that does not exist has none.
func years(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("list the data catalog: %w", err)
	}
	var found []int
	for _, e := range entries {
		if year, ok := parseYear(e.Name()); ok && !e.IsDir() {
			found = append(found, year)
		}
	}
	slices.Sort(found)
	return found, nil
}

// yearOf is the UTC year of an instant.
func yearOf(t market.Time) int { return t.UTC().Year() }
