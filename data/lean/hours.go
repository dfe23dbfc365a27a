package lean

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
)

// hoursEntry is what we read of an entry of the market-hours database. Sessions and holidays come from
// our own calendars.
type hoursEntry struct {
	DataTimeZone string `json:"dataTimeZone"`
}

// mostDatabaseBytes bounds the two databases.
const mostDatabaseBytes = 256 << 20

// loadHours reads the market-hours database; a tree without one has none.
func loadHours(root string) (map[string]hoursEntry, error) {
	path := filepath.Join(root, "market-hours", "market-hours-database.json")
	text, err := readDatabase(path)
	if err != nil || text == nil {
		return nil, err
	}
	var database struct {
		Entries map[string]hoursEntry `json:"entries"`
	}
	if err := json.Unmarshal(text, &database); err != nil {
		return nil, fmt.Errorf("read market-hours database %s: %w", path, err)
	}
	return database.Entries, nil
}

// readDatabase is the file's content, nil when there is no file.
func readDatabase(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read database: %w", err)
	case info.Size() > mostDatabaseBytes:
		return nil, fmt.Errorf("database %s has %d bytes, more than %d", path, info.Size(), int64(mostDatabaseBytes))
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read database: %w", err)
	}
	return text, nil
}

// zone is the zone of a symbol's time stamps: from the database, else LEAN's usual one for the market.
func (t *Tree) zone(s *Selection) (*time.Location, error) {
	prefix := securityTypes[s.Type].hours + "-" + s.Market + "-"
	for _, key := range []string{prefix + strings.ToUpper(s.Symbol), prefix + "[*]"} {
		if entry, ok := t.hours[key]; ok && entry.DataTimeZone != "" {
			zone, err := rows.Zone(entry.DataTimeZone)
			if err != nil {
				return nil, fmt.Errorf("market-hours database, entry %s: %w", key, err)
			}
			return zone, nil
		}
	}
	zone, err := rows.Zone(defaultZone(s.Type, s.Market))
	if err != nil {
		return nil, fmt.Errorf("default zone of %s/%s: %w", s.Type, s.Market, err)
	}
	return zone, nil
}

// defaultZone is the zone that LEAN's own database has for the market.
func defaultZone(t SecurityType, marketName string) string {
	switch {
	case marketName == "eurex":
		return "Europe/Berlin"
	case marketName == "india":
		return "Asia/Kolkata"
	case marketName == "usa" && t == Index:
		return "America/Chicago"
	case marketName == "usa":
		return "America/New_York"
	case marketName == "fxcm":
		return "UTC-05"
	}
	return "UTC"
}
