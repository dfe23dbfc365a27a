package fault

import "time"

type (
	// LinkState is the state of the gateway's link to IB.
	LinkState uint8
	// FarmState is the state of a data farm.
	FarmState uint8
	// Grant is what market data the login has of a symbol.
	Grant uint8
)

// States of the link.
const (
	Lost     LinkState = iota // 1100
	Restored                  // 1102
	DataLost                  // 1101: restored without the market data subscriptions
)

// States of a farm.
const (
	Broken     FarmState = iota // 2103, 2105, 2157
	OK                          // 2104, 2106, 2158
	Idle                        // 2107, 2108: it connects when it is needed
	Connecting                  // 2119
)

// Grants.
const (
	Subscribed  Grant = iota
	Delayed           // delayed data to clients that take it: 10167, others get 354
	Partial           // 10090: part of it is not subscribed
	Unavailable       // 354
	Additional        // 10089: another subscription is needed for the API; delayed data follows
)

var (
	linkNames  = []string{"lost", "restored", "data-lost"}
	farmNames  = []string{"broken", "ok", "idle", "connecting"}
	grantNames = []string{"subscribed", "delayed", "partial", "none", "additional"}
)

func (s LinkState) String() string { return linkNames[int(s)%len(linkNames)] }
func (s FarmState) String() string { return farmNames[int(s)%len(farmNames)] }
func (g Grant) String() string     { return grantNames[int(g)%len(grantNames)] }

// UnmarshalText reads a state of the link.
func (s *LinkState) UnmarshalText(text []byte) error { return choose(s, text, linkNames) }

// UnmarshalText reads a state of a farm.
func (s *FarmState) UnmarshalText(text []byte) error { return choose(s, text, farmNames) }

// UnmarshalText reads a grant.
func (g *Grant) UnmarshalText(text []byte) error { return choose(g, text, grantNames) }

// Link breaks or restores the gateway's link to IB. While it is lost no data flows, nothing is told of orders,
// and commands wait.
type Link struct {
	Is    LinkState `yaml:"is" short:"" doc:"lost (1100), restored (1102) or data-lost (1101)"`
	Code  int       `yaml:"code" doc:"another code to tell it with, such as 2110"`
	Quiet bool      `yaml:"quiet" doc:"nobody is told"`
}

// Farm breaks or restores a data farm.
type Farm struct {
	Name   string    `yaml:"name" short:"" doc:"usfarm, usfuture, cashfarm, eufarm, ushmds or secdefil"`
	Is     FarmState `yaml:"is" doc:"broken (2103, 2105, 2157; the default), ok (2104, 2106, 2158), idle (2107, 2108) or connecting (2119)"`
	Silent bool      `yaml:"silent" doc:"with ok: its lines stay silent, as with silence"`
}

// Silence makes subscriptions deliver nothing.
type Silence struct {
	Symbol string `yaml:"symbol" short:"" doc:"of the contract; all by default"`
	Farm   string `yaml:"farm" doc:"only what this farm serves"`
	Bars   bool   `yaml:"bars" doc:"only real-time bars and bars kept up to date"`
	Code   int    `yaml:"code" doc:"each of them is told with this code, such as 10225"`
	Text   string `yaml:"text" doc:"and these words"`
	Client Client `yaml:"client" doc:"a client, or all; by default that of the message that caused it, or all"`
}

// Compete lets another login take the market data.
type Compete struct {
	For time.Duration `yaml:"for" short:"" doc:"how long; data comes back then without a word. For ever by default"`
}

// Permission changes what market data the login has.
type Permission struct {
	Symbol string `yaml:"symbol" short:"" doc:"of the contract"`
	Is     Grant  `yaml:"is" doc:"subscribed, delayed (10167), partial (10090), additional (10089) or none (354)"`
}

func (Link) action()       {}
func (Farm) action()       {}
func (Silence) action()    {}
func (Compete) action()    {}
func (Permission) action() {}
