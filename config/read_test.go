package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

type shelf struct {
	Name  string `koanf:"name" doc:"what it is called"`
	Items []item `koanf:"items" doc:"what is in it"`
	Limit *int   `koanf:"limit" doc:"how many fit"`
}

type item struct {
	Price decimal.Decimal `koanf:"price" doc:"what it costs"`
}

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shelf.yaml")
	for _, c := range []struct {
		name, text string
		want       []string // of the error; none when it is right
	}{
		{"right", "items:\n  - {price: 1.50}\nlimit: 3\n", nil},
		{"empty", "", nil},
		{"unknown key", "items:\n  - {prise: 1}\n", []string{"shelf.yaml:2", "items.0.prise", `did you mean "price"?`}},
		{"no number", "items:\n  - price: dear\nlimit: few\n", []string{"shelf.yaml:2: items.0.price", "shelf.yaml:3: limit"}},
		{"a list", "- 1\n", []string{"keys and values"}},
		{"no YAML", "items: [", []string{"shelf.yaml"}},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := shelf{Name: "as before"}
		_, err := Read(path, &s)
		var faults Faults
		if errors.As(err, &faults) != (c.want != nil) {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: the error does not say %q:\n%v", c.name, want, err)
			}
		}
		if err == nil && s.Name != "as before" {
			t.Errorf("%s: a key that is not given became %q", c.name, s.Name)
		}
	}
	if _, err := Read(path+".none", &shelf{}); err == nil {
		t.Error("a file that is not there was read")
	}
}
