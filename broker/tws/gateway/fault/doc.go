// Package fault is what goes wrong at the simulated gateway, and when: scripts of steps, and the engine that
// decides with every message, connection and moment which of them are due.
//
//	seed: 7
//	steps:
//	  - name: lost                  # half a minute after the start IB's servers are gone
//	    at: 30s
//	    do: [link: lost]
//	  - name: fill                  # order 1 fills meanwhile, and nobody is told
//	    after: lost
//	    wait: 5s
//	    do: [fill: {order: 1}]
//	  - after: lost                 # 45 seconds later they are back, subscriptions and all
//	    wait: 45s
//	    do: [link: restored]
//	  - on: {out: CommissionReport} # and the first commission comes two seconds late
//	    do: [delay: 2s]
//
// A [Script] is such a file, or the same as Go structs. FAULTS.md beside this file is the reference: every key,
// every action, an example of each, and which cases of the catalogue of failures they play. The parts of it that
// repeat the code are compared with the code by a test.
//
// # Steps
//
// A [Step] is armed from the beginning, at a time ([Step.At]), or when another step happens ([Step.After]). Once
// armed it happens at once, or with each message ([Step.On]) or connection ([Step.Connection]) that it waits for,
// until it has happened [Step.Times] times or ends by [Step.Until]. A step that waits for nothing happens only when
// it is called by its name. What it does is a list of actions. Some change the very message that the step waits for
// ([Drop], [Delay], [Replace] ...); all others can stand anywhere.
//
// # Repeatable
//
// An [Engine] is a function of its script and the calls made to it. Chance comes from the script's seed, for each
// step by itself, so that a new step changes nothing in the others. It reads no clock, opens no socket and starts no
// goroutine, and it belongs to one goroutine.
//
// Carrying actions out is package gateway's. Rules about what real gateways do without being told never live here.
package fault
