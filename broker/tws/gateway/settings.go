package gateway

import (
	"fmt"
	"reflect"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// settings are the configuration that clients may read and change from server version 219 and 221 on. The
// gateway keeps what it is told; nothing else depends on it.
type settings struct {
	lock   wire.LockAndExitConfig
	api    wire.APIConfig
	orders wire.OrdersConfig
}

// newSettings is how a gateway is set up when new.
func newSettings(readOnly bool) settings {
	return settings{
		lock: wire.LockAndExitConfig{AutoLogoffTime: wire.Some("11:45 PM"), AutoLogoffType: wire.Some("restart")},
		api: wire.APIConfig{
			Precautions: &wire.APIPrecautionsConfig{},
			Settings: &wire.APISettingsConfig{
				ReadOnlyAPI: wire.Some(readOnly), AllowLocalhostOnly: wire.Some(true),
				DownloadOpenOrdersOnConnection: wire.Some(false), SendInstrumentTimezone: wire.Some("instrument"),
			},
		},
		orders: wire.OrdersConfig{SmartRouting: &wire.OrdersSmartRoutingConfig{}},
	}
}

func (s *session) config(m *wire.RequestConfig) {
	c := &s.gateway.settings
	s.send(&wire.Config{RequestID: m.RequestID, LockAndExit: &c.lock, API: &c.api, Orders: &c.orders})
}

// updateConfig takes over every setting that the request has.
func (s *session) updateConfig(m *wire.UpdateConfig) {
	g := s.gateway
	result := &wire.UpdateConfigResult{RequestID: m.RequestID, Status: "ok"}
	change := func(part string, into, from any) {
		result.ChangedFields = append(result.ChangedFields, overlay(part, reflect.ValueOf(into).Elem(), reflect.ValueOf(from))...)
	}
	if m.LockAndExit != nil {
		change("lockAndExit", &g.settings.lock, *m.LockAndExit)
	}
	if m.API != nil && m.API.Precautions != nil {
		change("api.precautions", g.settings.api.Precautions, *m.API.Precautions)
	}
	if m.API != nil && m.API.Settings != nil {
		change("api.settings", g.settings.api.Settings, *m.API.Settings)
	}
	if m.Orders != nil && m.Orders.SmartRouting != nil {
		change("orders.smartRouting", g.settings.orders.SmartRouting, *m.Orders.SmartRouting)
	}
	if m.ResetOrderSequence {
		result.Status, result.Errors = "error", []string{"the order ids of this gateway are not reset: start it with a new state file"}
	}
	s.send(result)
}

// overlay copies the fields of from that are set, and names those that change.
func overlay(part string, into, from reflect.Value) (changed []string) {
	for i := range from.NumField() {
		value := from.Field(i)
		set := value.Kind() == reflect.Slice && value.Len() > 0
		if value.Kind() == reflect.Struct {
			set = value.FieldByName("Valid").Bool()
		}
		if set && !reflect.DeepEqual(value.Interface(), into.Field(i).Interface()) {
			into.Field(i).Set(value)
			changed = append(changed, fmt.Sprintf("%s.%s", part, from.Type().Field(i).Name))
		}
	}
	return changed
}
