package fault_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A script says when what goes wrong; an engine answers what is to be done.
func Example() {
	script, err := fault.Read(strings.NewReader(`
steps:
  - name: lost
    at: 30s
    do: [link: lost]
  - after: lost
    on: {out: CommissionReport}
    do: [delay: 2s]
`), "outage.yaml")
	if err != nil {
		fmt.Println(err)
		return
	}
	start := fault.Now{Market: opening}
	engine, err := fault.New(script, start)
	if err != nil {
		fmt.Println(err)
		return
	}
	client, report := 1, &wire.CommissionReport{ExecID: "0001.01.01"}
	before, _ := engine.Out(start, 1, &client, report)

	later := fault.Now{Market: opening.Add(30 * time.Second), Wall: 30 * time.Second}
	for _, deed := range engine.Advance(later) {
		fmt.Println("step", deed.Step, "does", fault.Verb(deed.Action))
	}
	after, _ := engine.Out(later, 1, &client, report)
	fmt.Println("delayed before:", before.Delay, "after:", after.Delay)
	// Output:
	// step lost does link
	// delayed before: 0s after: 2s
}
