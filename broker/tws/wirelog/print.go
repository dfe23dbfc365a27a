package wirelog

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// PrintOptions say what [Print] shows. The zero value shows every record in UTC, long values shortened.
type PrintOptions struct {
	Zone  *time.Location         // of the times; UTC when nil
	Match func(rec *Record) bool // which records to show, beginnings of sessions apart; all when nil
	Whole bool                   // do not shorten texts and lists
}

// Print writes one line for each record until the log ends: its time, the direction, the kind and the fields that are
// not zero.
//
//	2026-11-20 15:00:00.000000 == session: server version 225, client 7
//	2026-11-20 15:00:00.000102 -> RequestMarketRule ID=26
//	2026-11-20 15:00:00.080411 <- MarketRule ID=26 Increments=[{Increment=0.01}]
//
// What cannot be decoded is shown as bytes. Texts with spaces or control characters are quoted, so nothing in a log
// reaches the terminal as it is. The error is that of r or w, nil at the end of the log.
func Print(w io.Writer, r *Reader, o PrintOptions) error {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	out := bufio.NewWriter(w)
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			if r.Torn() > 0 {
				fmt.Fprintf(out, "the log ends within a record, after %d bytes of it\n", r.Torn())
			}
			return out.Flush()
		}
		if err != nil {
			return errors.Join(err, out.Flush())
		}
		if !rec.Begins && o.Match != nil && !o.Match(rec) {
			continue
		}
		line := rec.Time.In(o.Zone).AppendFormat(nil, "2006-01-02 15:04:05.000000 ")
		line = append(appendRecordText(line, rec, o.Whole), '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
}

// appendRecordText writes a record without its time.
func appendRecordText(dst []byte, rec *Record, whole bool) []byte {
	arrow := "<- "
	if rec.FromClient {
		arrow = "-> "
	}
	switch {
	case rec.Begins:
		return fmt.Appendf(dst, "== session: server version %d, client %d", rec.Version, rec.ClientID)
	case rec.Withheld > 0:
		return fmt.Appendf(dst, "%swithheld: %d bytes", arrow, rec.Withheld)
	case rec.Err != nil:
		return fmt.Appendf(dst, "%s%v: %s", arrow, rec.Err, quoted(string(rec.Payload), whole))
	}
	dst = append(dst, arrow...)
	if u, ok := rec.Message.(*wire.Unknown); ok {
		return fmt.Appendf(dst, "%v proto=%v %s", u.Kind(), u.Proto, quoted(string(u.Body), whole))
	}
	return appendMessage(dst, rec.Message, whole)
}
