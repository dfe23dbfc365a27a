package gateway

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// An onlooker is shown the messages of one client, or of all, as they go by. It belongs to the loop; what does not
// fit into lines is dropped and said.
type onlooker struct {
	client  int // -1 for all
	lines   chan []byte
	dropped atomic.Int64
}

// onlookerLines is how many lines may wait for an onlooker.
const onlookerLines = 1000

// show shows a message to those who look on.
func (g *Gateway) show(s *session, arrow string, m wire.Message) {
	for _, o := range g.onlookers {
		if o.client >= 0 && o.client != s.client {
			continue
		}
		line := time.Now().UTC().AppendFormat(nil, "15:04:05.000000 ")
		line = strconv.AppendInt(line, int64(s.client), 10)
		line = append(wirelog.AppendMessage(append(line, arrow...), m), '\n')
		select {
		case o.lines <- line:
		default:
			o.dropped.Add(1)
		}
	}
}

// serveWire streams the messages of a client (?client=7), or of all, one a line, until the reader goes away.
func (g *Gateway) serveWire(w http.ResponseWriter, r *http.Request) {
	client := -1
	if text := r.URL.Query().Get("client"); text != "" {
		id, err := strconv.Atoi(text)
		if err != nil {
			http.Error(w, "client: want a number", http.StatusBadRequest)
			return
		}
		client = id
	}
	o := &onlooker{client: client, lines: make(chan []byte, onlookerLines)}
	if !g.Do(func() { g.onlookers = append(g.onlookers, o) }) {
		http.Error(w, "the gateway has ended", http.StatusServiceUnavailable)
		return
	}
	defer g.Do(func() {
		g.onlookers = slices.DeleteFunc(g.onlookers, func(other *onlooker) bool { return other == o })
	})
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	flush := http.NewResponseController(w)
	if err := flush.Flush(); err != nil {
		return // the reader has gone
	}
	for {
		select {
		case line := <-o.lines:
			if _, err := w.Write(line); err != nil {
				return
			}
			if n := o.dropped.Swap(0); n > 0 {
				if _, err := fmt.Fprintf(w, "%d messages are not shown: they came faster than they were read\n", n); err != nil {
					return
				}
			}
			if len(o.lines) == 0 && flush.Flush() != nil {
				return
			}
		case <-r.Context().Done():
			return
		case <-g.done:
			return
		}
	}
}
