package html

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

// A page of nothing draws, and says so in every section that would be empty.
func TestEmptyPage(t *testing.T) {
	var text bytes.Buffer
	if err := Write(&text, &Page{Title: "nothing"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<title>nothing", "No trade was made", "too few returns", "shorter than the window"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestNumbers(t *testing.T) {
	text, err := json.Marshal(Numbers{0, math.Copysign(0, -1), 0.1, 123456789.123, math.NaN(), math.Inf(1), 1e-9})
	if want := `[0,0,0.1,123456789,null,null,1e-09]`; err != nil || string(text) != want {
		t.Errorf("got %s, %v; want %s", text, err, want)
	}
	if text, _ := json.Marshal(Numbers(nil)); string(text) != "null" {
		t.Errorf("no column: got %s", text)
	}
}

// What the note says about the library must be what the library says about itself.
func TestNoteNamesTheLibrary(t *testing.T) {
	note, err := os.ReadFile("assets/README.md")
	if err != nil {
		t.Fatal(err)
	}
	const version = "5.2.1"
	if !strings.Contains(library[:400], "Lightweight Charts™ v"+version) || !strings.Contains(string(note), version) {
		t.Errorf("library and note are not both of version %s", version)
	}
	licence, err := os.ReadFile("assets/lightweight-charts.LICENSE")
	if err != nil || !strings.Contains(string(licence), "Apache License") {
		t.Errorf("the licence is missing: %v", err)
	}
}

// A script that contains its own end would be cut short by the browser.
func TestScriptsDoNotEndThemselves(t *testing.T) {
	for name, script := range map[string]string{"library": library, "own": chartsScript + equityScript + pricesScript + gridScript + mainScript} {
		lower := strings.ToLower(script)
		if strings.Contains(lower, "</script") || strings.Contains(lower, "<!--") {
			t.Errorf("%s script contains the end of a script element or a comment", name)
		}
	}
}
