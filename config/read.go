package config

import (
	"fmt"
	"reflect"

	"github.com/knadh/koanf/parsers/yaml"
)

// Places knows in which line of a file each key stands.
type Places struct{ origin origins }

// Fault is what is wrong with a key of the file, such as listings.0.kind.
func (p *Places) Fault(key, format string, args ...any) Fault {
	return Fault{Where: p.origin.where(key), Key: key, Problem: fmt.Sprintf(format, args...)}
}

// Read fills a struct, whose fields have koanf and doc tags, from a YAML file, as strictly as Load: every fault is
// reported with its line, and a key that does not exist is one. What the file leaves out stays as it is. The error is of
// type Faults when the content is at fault.
func Read(path string, into any) (*Places, error) {
	text, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return read(path, text, into)
}

func read(path string, text []byte, into any) (*Places, error) {
	lines, fault := locate(path, text)
	if fault != nil {
		return nil, Faults{*fault}
	}
	tree, err := yaml.Parser().Unmarshal(text)
	if err != nil {
		return nil, Faults{{Where: path, Problem: err.Error()}}
	}
	p := &Places{origins{file: path, lines: lines}}
	d := decoder{origin: &p.origin}
	d.section(tree, reflect.ValueOf(into).Elem(), "")
	if len(d.faults) > 0 {
		return nil, d.faults
	}
	return p, nil
}
