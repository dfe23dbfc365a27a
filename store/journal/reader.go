package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Damaged is a journal that cannot be read to its end.
type Damaged struct {
	File   string
	Offset int64
	Reason string
}

// Error names the place and what to do.
func (e *Damaged) Error() string {
	return fmt.Sprintf("journal %s is damaged at byte %d: %s: what follows cannot be trusted; read up to there, or take the state from the broker",
		e.File, e.Offset, e.Reason)
}

// Reader reads the records of one session, or of all.
type Reader struct {
	files []numbered
	text  []byte
	at    int
	torn  int
}

type numbered struct {
	path    string
	number  int
	session uint64
}

var errNoHeader = errors.New("no header")

// Open reads the journal in a folder: the records of one session, of the last one when session is 0.
func Open(folder string, session uint64) (*Reader, error) {
	files, err := list(folder)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	kept := files[:0]
	for i := range files {
		files[i].session, err = sessionOf(files[i].path)
		if errors.Is(err, errNoHeader) {
			continue // the process died while it began the file
		}
		if err != nil {
			return nil, fmt.Errorf("open journal: %w", err)
		}
		kept = append(kept, files[i])
	}
	if session == 0 && len(kept) > 0 {
		session = kept[len(kept)-1].session
	}
	r := &Reader{}
	for _, f := range kept {
		if f.session == session {
			r.files = append(r.files, f)
		}
	}
	if len(r.files) == 0 {
		return nil, fmt.Errorf("open journal in %s: there is no session %d", folder, session)
	}
	for i := 1; i < len(r.files); i++ {
		if r.files[i].number != r.files[i-1].number+1 {
			return nil, &Damaged{File: r.files[i-1].path, Reason: "the file after it is missing"}
		}
	}
	return r, r.load()
}

// Sessions lists the sessions in a folder, oldest first.
func Sessions(folder string) ([]uint64, error) {
	files, err := list(folder)
	if err != nil {
		return nil, fmt.Errorf("list journal: %w", err)
	}
	var sessions []uint64
	for _, f := range files {
		if n, err := sessionOf(f.path); err == nil && !slices.Contains(sessions, n) {
			sessions = append(sessions, n)
		}
	}
	return sessions, nil
}

func list(folder string) ([]numbered, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var files []numbered
	for _, e := range entries { // sorted by name, so by number
		digits, ok := strings.CutSuffix(e.Name(), ".journal")
		if n, err := strconv.Atoi(digits); ok && err == nil {
			files = append(files, numbered{path: filepath.Join(folder, e.Name()), number: n})
		}
	}
	return files, nil
}

// sessionOf reads the header of a file.
func sessionOf(path string) (uint64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var header [headerSize]byte
	if _, err := io.ReadFull(f, header[:]); err != nil {
		return 0, errNoHeader
	}
	if string(header[:8]) != magic {
		return 0, &Damaged{File: path, Reason: "it does not begin like a journal"}
	}
	return binary.LittleEndian.Uint64(header[8:]), nil
}

func (r *Reader) load() error {
	text, err := os.ReadFile(r.files[0].path)
	r.text, r.at = text, headerSize
	return err
}

// Next is the next record, valid until the next call, or io.EOF at the end. The error is a *Damaged when something
// other than the very end is not whole.
func (r *Reader) Next() ([]byte, error) {
	for {
		if r.at >= len(r.text) {
			if len(r.files) == 1 {
				return nil, io.EOF
			}
			r.files = r.files[1:]
			if err := r.load(); err != nil {
				return nil, err
			}
			continue
		}
		payload, reason := record(r.text[r.at:])
		if reason == "" {
			r.at += guardSize + len(payload)
			return payload, nil
		}
		if len(r.files) > 1 || follows(r.text[r.at+1:]) {
			return nil, &Damaged{File: r.files[0].path, Offset: int64(r.at), Reason: reason}
		}
		r.torn = len(r.text) - r.at
		r.at = len(r.text)
	}
}

// Torn is how many bytes of a record that is not whole were found at the end, 0 before the end.
func (r *Reader) Torn() int { return r.torn }

// record reads a record at the beginning of text; the reason says why there is none.
func record(text []byte) (payload []byte, reason string) {
	if len(text) < guardSize {
		return nil, "the file ends within the head of a record"
	}
	length := binary.LittleEndian.Uint32(text)
	switch {
	case crc32.Checksum(text[:4], castagnoli) != binary.LittleEndian.Uint32(text[4:]):
		return nil, "the length of a record does not fit its guard"
	case length > MaxRecord:
		return nil, "a record is longer than any may be"
	case int(length) > len(text)-guardSize:
		return nil, "the file ends within a record"
	}
	payload = text[guardSize : guardSize+int(length)]
	if crc32.Checksum(payload, castagnoli) != binary.LittleEndian.Uint32(text[8:]) {
		return nil, "a record does not fit its checksum"
	}
	return payload, ""
}

// follows looks for a whole record anywhere: the guard makes it cheap to reject a place.
func follows(text []byte) bool {
	for i := 0; i+guardSize <= len(text); i++ {
		if payload, reason := record(text[i:]); reason == "" && len(payload) > 0 {
			return true
		}
	}
	return false
}
