package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// origins knows where each key of a configuration was written.
type origins struct {
	file  string
	lines map[string]int
	set   map[string]string
}

// where is the place of a key, or of the nearest section around it.
func (o *origins) where(key string) string {
	for k := key; ; {
		if from, ok := o.set[k]; ok {
			return from
		}
		if line, ok := o.lines[k]; ok {
			return fmt.Sprintf("%s:%d", o.file, line)
		}
		for _, key := range slices.Sorted(maps.Keys(o.set)) {
			if strings.HasPrefix(key, k+".") {
				return o.set[key] // a section that only an override made
			}
		}
		i := strings.LastIndexByte(k, '.')
		if i < 0 {
			return o.file
		}
		k = k[:i]
	}
}

// locate maps every key path of a YAML text to its line, and refuses what is not one mapping.
func locate(file string, text []byte) (map[string]int, *Fault) {
	lines := map[string]int{}
	var doc yaml.Node
	err := yaml.NewDecoder(bytes.NewReader(text)).Decode(&doc)
	if errors.Is(err, io.EOF) {
		return lines, nil // an empty file is all defaults
	}
	if err != nil {
		return nil, &Fault{Where: file, Problem: strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, &Fault{Where: fmt.Sprintf("%s:%d", file, root.Line), Problem: "want keys and values, such as name: my-run"}
	}
	return lines, walk(file, root, "", lines)
}

func walk(file string, n *yaml.Node, path string, lines map[string]int) *Fault {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := join(path, n.Content[i].Value)
			if _, twice := lines[key]; twice {
				return &Fault{Where: fmt.Sprintf("%s:%d", file, n.Content[i].Line), Key: key, Problem: "is given twice"}
			}
			lines[key] = n.Content[i].Line
			if fault := walk(file, n.Content[i+1], key, lines); fault != nil {
				return fault
			}
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			key := join(path, strconv.Itoa(i))
			lines[key] = item.Line
			if fault := walk(file, item, key, lines); fault != nil {
				return fault
			}
		}
	}
	return nil
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
