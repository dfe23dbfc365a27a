package ibtime_test

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
)

func ExampleParse() {
	login, err := ibtime.Location("Eastern Standard Time")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"20250620  09:30:00", "20250620-13:30:00", "20250620 15:30:00 MET", "1750426200"} {
		t, err := ibtime.Parse(text, login)
		fmt.Println(t, err)
	}
	// Output:
	// 2025-06-20 13:30:00 +0000 UTC <nil>
	// 2025-06-20 13:30:00 +0000 UTC <nil>
	// 2025-06-20 13:30:00 +0000 UTC <nil>
	// 2025-06-20 13:30:00 +0000 UTC <nil>
}

func ExampleParseHours() {
	zone, err := ibtime.Location("US/Eastern")
	if err != nil {
		fmt.Println(err)
		return
	}
	hours, err := ibtime.ParseHours("20251127:CLOSED;20251128:0930-20251128:1300", zone)
	if err != nil {
		fmt.Println(err)
		return
	}
	day, known := hours.On(20251128)
	fmt.Println(known, day.Sessions[0].Close.In(zone))
	_, known = hours.On(20251201)
	fmt.Println(known)
	// Output:
	// true 2025-11-28 13:00:00 -0500 EST
	// false
}
