package client_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// TestNotices: the state of the session, typed.
func TestNotices(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		for _, want := range []struct {
			code          int
			text          string
			event         client.Event
			service, farm string
			port          int
		}{
			{1100, "Connectivity between IB and Trader Workstation has been lost.", client.LinkLost, "", "", 0},
			{2110, "Connectivity between Trader Workstation and server is broken.", client.LinkLost, "", "", 0},
			{1101, "Connectivity has been restored - data lost.", client.LinkRestoredBare, "", "", 0},
			{1102, "Connectivity has been restored - data maintained.", client.LinkRestored, "", "", 0},
			{1300, "Socket port has been reset and this connection is being dropped. Please reconnect on the new port - 4002", client.PortChanged, "", "", 4002},
			{2103, "Market data farm connection is broken:usfarm.nj", client.FarmLost, "market data", "usfarm.nj", 0},
			{2104, "Market data farm connection is OK:usfarm", client.FarmConnected, "market data", "usfarm", 0},
			{2105, "HMDS data farm connection is broken:ushmds", client.FarmLost, "historical data", "ushmds", 0},
			{2106, "HMDS data farm connection is OK:ushmds", client.FarmConnected, "historical data", "ushmds", 0},
			{2107, "HMDS data farm connection is inactive:ushmds", client.FarmIdle, "historical data", "ushmds", 0},
			{2158, "Sec-def data farm connection is OK:secdefil", client.FarmConnected, "security definition", "secdefil", 0},
			{2169, "anything else", client.NoEvent, "", "", 0},
		} {
			p.send(&wire.Error{RequestID: -1, Code: want.code, Message: want.text, Time: wireTime(version)})
			n, err := c.Notices().Next(t.Context())
			if err != nil || n.Event != want.event || n.Service != want.service || n.Farm != want.farm || n.Port != want.port {
				t.Errorf("%d: %+v, %v", want.code, n, err)
			}
			if version >= 194 != n.Time.Equal(time.Date(2020, 9, 13, 12, 26, 40, 0, time.UTC)) {
				t.Errorf("%d: time %v", want.code, n.Time)
			}
		}
	})
}

// wireTime is 2020-09-13 12:26:40 UTC in milliseconds, where the version has error times.
func wireTime(version int) int64 {
	if version < 194 {
		return 0
	}
	return 1_600_000_000_000
}

// TestUnreadNotices: the oldest are lost and counted, nothing waits.
func TestUnreadNotices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := connect(t, 176, client.Options{})
		for i := range 1024 + 5 {
			p.send(&wire.Error{RequestID: -1, Code: 3000 + i})
		}
		synctest.Wait()
		n, err := c.Notices().Next(t.Context())
		if err != nil || n.Code.Number != 3005 || c.Stats().LostNotices != 5 {
			t.Error(n, err, c.Stats().LostNotices)
		}
	})
}
