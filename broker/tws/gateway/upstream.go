package gateway

import (
	"slices"
)

// upstream is the gateway's own link to IB's servers and data farms, as its clients hear of it.
type upstream struct {
	down  bool
	farms []farm
	// competing says that another login has the market data.
	competing bool
	// missed counts what happened to orders and was not told while the link was down.
	missed int
	// waiting are the commands about orders that came meanwhile.
	waiting []func()
}

// A farm is a group of IB's servers.
type farm struct {
	name string
	kind farmKind
	down bool
}

type farmKind uint8

const (
	marketFarm farmKind = iota
	historyFarm
	definitionFarm
)

// farmCodes are the codes that tell the states of farms, and farmTexts the words before their names.
var (
	farmCodes = [...]struct{ up, down int }{marketFarm: {2104, 2103}, historyFarm: {2106, 2105}, definitionFarm: {2158, 2157}}
	farmTexts = map[int]string{
		2103: "Market data farm connection is broken:", 2104: "Market data farm connection is OK:",
		2105: "HMDS data farm connection is broken:", 2106: "HMDS data farm connection is OK:",
		2157: "Sec-def data farm connection is broken:", 2158: "Sec-def data farm connection is OK:",
	}
)

// The farms of a login in North America.
const (
	stockFarm    = "usfarm"
	futureFarm   = "usfuture"
	currencyFarm = "cashfarm"
	europeFarm   = "eufarm"
	pastFarm     = "ushmds"
	contractFarm = "secdefil"
)

func newUpstream() upstream {
	return upstream{farms: []farm{
		{name: stockFarm}, {name: futureFarm}, {name: currencyFarm}, {name: europeFarm},
		{name: pastFarm, kind: historyFarm}, {name: contractFarm, kind: definitionFarm},
	}}
}

// greet tells a new client how things stand.
func (u *upstream) greet(s *session) {
	if u.down {
		s.notice(2110, "Connectivity between Trader Workstation and server is broken. It will be restored automatically.")
		return
	}
	for _, f := range u.farms {
		s.notice(f.state())
	}
}

// state is the notice that tells how a farm is.
func (f *farm) state() (code int, text string) {
	code = farmCodes[f.kind].up
	if f.down {
		code = farmCodes[f.kind].down
	}
	return code, farmTexts[code] + f.name
}

func (u *upstream) farm(name string) *farm {
	i := slices.IndexFunc(u.farms, func(f farm) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	return &u.farms[i]
}

// setFarm breaks or mends a farm and tells everybody; false says that there is none of that name.
func (g *Gateway) setFarm(name string, down bool) bool {
	f := g.upstream.farm(name)
	if f == nil {
		return false
	}
	if f.down != down {
		f.down = down
		code, text := f.state()
		g.tellAll(code, text)
	}
	return true
}

// loseLink cuts the gateway off from IB: nothing is told of orders, and no data flows.
func (g *Gateway) loseLink(code int, text string, quiet bool) {
	if g.upstream.down {
		return
	}
	g.upstream.down, g.upstream.missed = true, 0
	if !quiet {
		g.tellAll(code, text)
	}
}

// restoreLink ends that. With lost data every subscription to market data is gone and must be made anew.
func (g *Gateway) restoreLink(dataLost, quiet bool) {
	if !g.upstream.down {
		return
	}
	g.upstream.down = false
	defer g.sendWaiting()
	if !dataLost {
		if !quiet {
			g.tellAll(1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained. All data farms are connected: usfarm; usfuture; cashfarm; eufarm; ushmds; secdefil.")
		}
		return
	}
	for _, s := range g.sessions {
		for _, k := range s.keys() {
			if slices.Contains(lostWithData, k.family) {
				s.unsubscribe(k.family, k.id)
			}
		}
	}
	if !quiet {
		g.tellAll(1101, "Connectivity between IBKR and Trader Workstation has been restored - data lost.")
	}
}

// tellAll gives every client a notice.
func (g *Gateway) tellAll(code int, text string) {
	g.log.Info().Int("code", code).Msg(text)
	for _, s := range slices.Clone(g.sessions) {
		s.notice(code, text)
	}
}

// sendWaiting hands the desk the commands that came while the link was down.
func (g *Gateway) sendWaiting() {
	waiting := g.upstream.waiting
	g.upstream.waiting = nil
	for _, command := range waiting {
		command()
	}
}
