package config

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/confmap"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"
)

// EnvPrefix begins every environment variable that sets a key: TRADER_ACCOUNT__CASH is account.cash. Two
// underscores separate levels, so that keys may contain one.
const EnvPrefix = "TRADER_"

// maxFile bounds a configuration file, in bytes.
const maxFile = 4 << 20

// Layers is where a configuration comes from.
type Layers struct {
	// Path is the YAML file; Text is its content when it was read already, and Path names it then.
	Path string
	Text []byte
	// Environ is NAME=value pairs, as os.Environ gives them.
	Environ []string
	// Set is key=value pairs from flags. A key may go into a list by number: strategies.0.params.fast=10.
	Set []string
}

// Load reads the layers and checks the result. The error is of type Faults when the content is at fault.
func Load(l Layers) (*Run, error) {
	text := l.Text
	if text == nil {
		read, err := readFile(l.Path)
		if err != nil {
			return nil, err
		}
		text = read
	}
	lines, fault := locate(l.Path, text)
	if fault != nil {
		return nil, Faults{*fault}
	}
	tree := koanf.New(".")
	if err := tree.Load(rawbytes.Provider(text), yaml.Parser()); err != nil {
		return nil, Faults{{Where: l.Path, Problem: err.Error()}}
	}
	origin := origins{file: l.Path, lines: lines, set: map[string]string{}}
	raw := tree.Raw()
	var faults Faults
	for _, o := range overrides(l) {
		if err := assign(raw, strings.Split(o.key, "."), o.value); err != nil {
			faults = append(faults, Fault{Where: o.from, Key: o.key, Problem: err.Error()})
			continue
		}
		origin.set[o.key] = o.from
	}
	merged := koanf.New(".")
	if err := merged.Load(confmap.Provider(raw, ""), nil); err != nil {
		return nil, fmt.Errorf("merge configuration: %w", err)
	}
	run := Default()
	d := decoder{origin: &origin}
	d.decode(merged.Raw(), &run)
	faults = append(faults, d.faults...)
	if len(faults) == 0 {
		faults = check(&run, &origin)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return &run, nil
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w; name an existing YAML file, such as configs/quickstart.yaml", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read configuration %s: %w", path, err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("read configuration %s: larger than %d bytes; this is not a configuration", path, maxFile)
	}
	return text, nil
}

type override struct{ key, value, from string }

// overrides lists environment and flags in the order in which they apply.
func overrides(l Layers) []override {
	var list []override
	for _, pair := range l.Environ {
		name, value, _ := strings.Cut(pair, "=")
		key, ours := strings.CutPrefix(name, EnvPrefix)
		if !ours || key == "" {
			continue
		}
		key = strings.ToLower(strings.ReplaceAll(key, "__", "."))
		list = append(list, override{key, value, "environment " + name})
	}
	for _, pair := range l.Set {
		key, value, _ := strings.Cut(pair, "=")
		list = append(list, override{key, value, "flag --set " + pair})
	}
	return list
}

// assign puts a text value into the tree of maps and lists, making maps on the way.
func assign(tree map[string]any, path []string, value string) error {
	for len(path) > 1 {
		next := tree[path[0]]
		if list, ok := next.([]any); ok && len(path) > 2 {
			item, err := pick(list, path[1])
			if err != nil {
				return err
			}
			tree, path = item, path[2:]
			continue
		}
		if next == nil {
			next = map[string]any{}
			tree[path[0]] = next
		}
		deeper, ok := next.(map[string]any)
		if !ok {
			return fmt.Errorf("%s is not a section", path[0])
		}
		tree, path = deeper, path[1:]
	}
	tree[path[0]] = value
	return nil
}

func pick(list []any, index string) (map[string]any, error) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(list) {
		return nil, fmt.Errorf("%q is not an index of the list: it has entries 0 to %d", index, len(list)-1)
	}
	item, ok := list[i].(map[string]any)
	if !ok {
		return nil, fmt.Errorf("entry %d is not a section", i)
	}
	return item, nil
}
