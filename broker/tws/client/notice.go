package client

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// An Event is what a notice reports about the session.
type Event int

// The events of notices.
const (
	NoEvent          Event = iota
	LinkLost               // 1100, 2110: the gateway is cut off from IB; this connection is not
	LinkRestored           // 1102: ask for orders and executions again
	LinkRestoredBare       // 1101: as LinkRestored, and make every data subscription anew
	PortChanged            // 1300: connect to Notice.Port next
	FarmLost               // Notice.Farm of Notice.Service is disconnected
	FarmConnected
	FarmIdle // it will connect when needed
	FarmConnecting
	PacingViolation // a request for history was refused as one too many; it rests and is made again
)

func (e Event) String() string {
	names := [...]string{"none", "link lost", "link restored", "link restored without data", "port changed",
		"farm lost", "farm connected", "farm idle", "farm connecting", "pacing violation"}
	if e < 0 || int(e) >= len(names) {
		return "event " + strconv.Itoa(int(e))
	}
	return names[e]
}

// A Notice is an error, warning or notice that ended nothing.
type Notice struct {
	Code      Code
	RequestID int // of the request or order it is about, -1 for none
	Text      string
	Time      time.Time // when the gateway wrote it, UTC; zero when it does not say, as below server version 194

	Event   Event
	Service string // of farms: "market data", "historical data" or "security definition"
	Farm    string // of farms: its name, "usfarm"
	Port    int    // of PortChanged, 0 when the text names none
}

// sessionEvents says what the codes of the session report.
var sessionEvents = map[int]struct {
	event   Event
	service string
}{
	1100: {LinkLost, ""},
	1101: {LinkRestoredBare, ""},
	1102: {LinkRestored, ""},
	1300: {PortChanged, ""},
	2110: {LinkLost, ""},
	2103: {FarmLost, "market data"},
	2104: {FarmConnected, "market data"},
	2108: {FarmIdle, "market data"},
	2119: {FarmConnecting, "market data"},
	2105: {FarmLost, "historical data"},
	2106: {FarmConnected, "historical data"},
	2107: {FarmIdle, "historical data"},
	2157: {FarmLost, "security definition"},
	2158: {FarmConnected, "security definition"},
}

var portPattern = regexp.MustCompile(`\b\d{1,5}\b`)

func newNotice(e *wire.Error, code Code) Notice {
	n := Notice{Code: code, RequestID: e.RequestID, Text: e.Message}
	if e.Time > 0 {
		n.Time = time.UnixMilli(e.Time).UTC()
	}
	s := sessionEvents[e.Code]
	n.Event, n.Service = s.event, s.service
	if n.Service != "" {
		if i := strings.LastIndexByte(e.Message, ':'); i >= 0 {
			n.Farm = strings.TrimSpace(e.Message[i+1:])
		}
	}
	if n.Event == PortChanged {
		n.Port = lastPort(e.Message)
	}
	return n
}

// lastPort finds the new port, the last number of the text that can be one.
func lastPort(text string) int {
	port := 0
	for _, word := range portPattern.FindAllString(text, -1) {
		if p, err := strconv.Atoi(word); err == nil && p > 0 && p < 1<<16 {
			port = p
		}
	}
	return port
}
