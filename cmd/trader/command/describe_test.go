package command_test

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConfigCommands(t *testing.T) {
	path := file(t, "run.yaml", quick)
	if out := done(t, "config", "check", path); out != path+": no faults\n" {
		t.Errorf("check: %q", out)
	}
	// What print writes is the same configuration: printed again it stays the same.
	printed := done(t, "config", "print", path, "--set", "account.cash=12345")
	if !strings.Contains(printed, "cash: 12345\n") || !strings.Contains(printed, "# cash at the start") {
		t.Errorf("print:\n%s", printed)
	}
	if diff := cmp.Diff(printed, done(t, "config", "print", file(t, "printed.yaml", printed))); diff != "" {
		t.Errorf("printed again:\n%s", diff)
	}
	t.Setenv("TRADER_ACCOUNT__CASH", "777")
	if out := done(t, "config", "print", path); !strings.Contains(out, "cash: 777\n") {
		t.Error("the environment sets nothing")
	}
	if out := done(t, "config", "print", path, "--set", "account.cash=888"); !strings.Contains(out, "cash: 888\n") {
		t.Error("a flag does not win over the environment")
	}
	var schema struct {
		Schema     string                     `json:"$schema"`
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal([]byte(done(t, "config", "schema")), &schema); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(schema.Schema, "2020-12") || schema.Properties["instruments"] == nil {
		t.Errorf("schema %q with %d properties", schema.Schema, len(schema.Properties))
	}
}

func TestStrategiesAndVersion(t *testing.T) {
	names := func(out string) (list []string) {
		for line := range strings.Lines(out) {
			if name := strings.Fields(line)[0]; !strings.HasPrefix(name, "test-") {
				list = append(list, name)
			}
		}
		return list
	}
	want := []string{"buy-and-hold", "calendar-spread", "opening-range", "rotation", "rsi-reversion", "sma-cross"}
	if diff := cmp.Diff(want, names(done(t, "strategies"))); diff != "" {
		t.Errorf("strategies: %s", diff)
	}
	type described struct {
		Name       string
		Parameters []struct{ Name, Default string }
	}
	if list := decoded[[]described](t, "strategies"); len(list) < len(want) {
		t.Errorf("strategies --json: %d", len(list))
	}
	show := decoded[described](t, "strategies", "show", "opening-range")
	if len(show.Parameters) != 3 || show.Parameters[1].Name != "opening" || show.Parameters[1].Default != "30m0s" {
		t.Errorf("show: %+v", show)
	}
	if out := done(t, "strategies", "show", "opening-range"); !strings.Contains(out, "length of the opening range") {
		t.Errorf("show:\n%s", out)
	}
	version := decoded[struct{ Version, Go, Platform string }](t, "version")
	if version.Version == "" || version.Go != runtime.Version() || version.Platform != runtime.GOOS+"/"+runtime.GOARCH {
		t.Errorf("version: %+v", version)
	}
	if out := done(t, "version"); !strings.HasPrefix(out, "trader "+version.Version) {
		t.Errorf("version: %q", out)
	}
}
