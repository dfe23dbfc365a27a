package simtest

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
)

// pushed are executions that nobody asked for: the answers to questions stay truthful.
var pushed = map[string]fault.Value{"requestID": fault.Text("-1")}

// weather is what goes wrong with single messages all day: a few of the things that gateways do, each by chance.
func (p *plan) weather(r *rand.Rand) *fault.Script {
	s := &fault.Script{Title: "weather", Seed: p.seed, Clock: fault.Wall}
	all := weathers(r)
	for range r.IntN(6) {
		s.Steps = append(s.Steps, all[r.IntN(len(all))]())
	}
	return s
}

// weathers are all of those things.
func weathers(r *rand.Rand) []func() fault.Step {
	late := func(most time.Duration) time.Duration {
		return time.Duration(1+r.Int64N(most.Milliseconds())) * time.Millisecond
	}
	often := func() float64 { return 0.02 + 0.3*r.Float64() }
	seldom := func() float64 { return 0.01 + 0.06*r.Float64() }
	return []func() fault.Step{
		func() fault.Step { return out("OrderStatus", nil, often(), fault.Drop{}) },
		func() fault.Step { return out("OrderStatus", nil, often(), fault.Delay{For: late(3 * time.Second)}) },
		func() fault.Step { return out("OrderStatus", nil, often(), fault.Repeat{Times: 1 + r.IntN(2)}) },
		func() fault.Step { return out("OrderStatus", nil, often(), fault.Behind{Message: "Executed"}) },
		func() fault.Step { return out("OpenOrder", nil, often(), fault.Repeat{Times: 1}) },
		func() fault.Step { return out("Executed", pushed, often(), fault.Drop{}) },
		func() fault.Step { return out("Executed", pushed, often(), fault.Delay{For: late(5 * time.Second)}) },
		func() fault.Step { return out("Executed", pushed, often(), fault.Repeat{Times: 1}) },
		func() fault.Step { return out("CommissionReport", nil, often(), fault.Drop{}) },
		func() fault.Step {
			return out("CommissionReport", nil, often(), fault.Delay{For: late(20 * time.Second)})
		},
		func() fault.Step { return out("ExecutionsEnd", nil, often(), fault.Drop{}) },
		func() fault.Step { return out("PositionEnd", nil, often(), fault.Drop{}) },
		func() fault.Step { return out("OpenOrdersEnd", nil, often(), fault.Drop{}) },
		func() fault.Step { return out("CompletedOrdersEnd", nil, often(), fault.Drop{}) },
		func() fault.Step { return out("RealTimeBar", nil, seldom(), fault.Drop{}) },
		func() fault.Step { return out("HistoricalData", nil, often(), fault.Delay{For: late(8 * time.Second)}) },
		func() fault.Step { return out("OrderStatus", nil, seldom(), fault.Tail{Cut: 1}) },
		func() fault.Step { return out("any", nil, 0.0005, fault.Garbage{}) },
		func() fault.Step { return in("PlaceOrder", seldom(), fault.Ignore{}) },
		func() fault.Step { return in("PlaceOrder", seldom(), fault.Delay{For: late(40 * time.Second)}) },
		func() fault.Step {
			return in("PlaceOrder", seldom(), fault.Answer{Code: 201, Text: "Order rejected - reason: by the weather"})
		},
		func() fault.Step { return in("CancelOrder", often(), fault.Delay{For: late(30 * time.Second)}) },
		func() fault.Step { return in("CancelOrder", often(), fault.Ignore{}) },
		func() fault.Step {
			return in("RequestHistoricalData", often(), fault.Answer{Code: 162, Text: "Historical Market Data Service error message:Historical data request pacing violation"})
		},
		func() fault.Step { return in("RequestHistoricalData", often(), fault.Ignore{}) },
		func() fault.Step { return in("RequestExecutions", often(), fault.Ignore{}) },
		func() fault.Step { return in("RequestRealTimeBars", often(), fault.Answer{Code: 420}) },
	}
}

func out(message string, where map[string]fault.Value, chance float64, do fault.Action) fault.Step {
	return fault.Step{On: &fault.On{Out: message, Where: where}, Chance: chance, Times: fault.Always, Do: []fault.Action{do}}
}

func in(message string, chance float64, do fault.Action) fault.Step {
	return fault.Step{On: &fault.On{In: message}, Chance: chance, Times: fault.Always, Do: []fault.Action{do}}
}

// The days of CI have all weather there is, each kind on several of them.
func TestEveryWeatherComes(t *testing.T) {
	days := map[string]int{}
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed+1, 1))
		for _, s := range newPlan(seed+1, r).weather(r).Steps {
			days[kind(s)]++
		}
	}
	for _, step := range weathers(rand.New(rand.NewPCG(1, 1))) {
		if k := kind(step()); days[k] < 20 {
			t.Errorf("%s on %d days", k, days[k])
		}
	}
}

func kind(s fault.Step) string { return fault.Verb(s.Do[0]) + " " + s.On.In + s.On.Out }
