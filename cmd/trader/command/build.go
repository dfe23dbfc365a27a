package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

func newBuild() *cobra.Command {
	b := builder{}
	cmd := &cobra.Command{
		Use:   "build --with PATH",
		Short: "Build a static trader with your own strategies inside",
		Long: "Build writes a small program that imports trader's commands, its own strategies and the packages given,\n" +
			"and compiles it. It needs the Go toolchain.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if len(b.with) == 0 {
				return usageError{errors.New("name at least one strategy package: --with ./path")}
			}
			if err := b.build(cmd.Context()); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "built %s\n", b.output)
			return err
		},
	}
	cmd.Flags().StringSliceVar(&b.with, "with", nil, "folder of a Go package that registers strategies; may be repeated")
	cmd.Flags().StringVarP(&b.output, "output", "o", "trader", "the program to write")
	cmd.Flags().StringVar(&b.source, "tidemark", "", "folder of Tidemark's source, when it is not to be fetched by version")
	cmd.Flags().BoolVar(&b.cgo, "cgo", false, "link dynamically, so that the program can load plugins")
	return cmd
}

// builder makes a module around trader's commands and compiles it.
type builder struct {
	with   []string
	output string
	source string
	cgo    bool
}

// userPackage is a package given with --with, in the words of go list.
type userPackage struct {
	ImportPath, Name string
	Module           struct{ Path, Dir string }
}

// sumFile holds the checksums of a module's dependencies.
const sumFile = "go.sum"

func (b *builder) build(ctx context.Context) error {
	output, err := filepath.Abs(b.output)
	if err != nil {
		return err
	}
	engine, err := findEngine(b.source)
	if err != nil {
		return err
	}
	packages := make([]userPackage, len(b.with))
	for i, path := range b.with {
		if packages[i], err = findPackage(ctx, path); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "trader-build-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := writeModule(ctx, dir, engine, packages); err != nil {
		return err
	}
	cgo := "CGO_ENABLED=0"
	if b.cgo {
		cgo = "CGO_ENABLED=1"
	}
	// The user's workspace, if there is one, does not hold this module.
	_, err = goTool(ctx, dir, []string{cgo, "GOWORK=off"}, "build", "-mod=mod", "-o", output, ".")
	return err
}

// findPackage asks the Go tool which package and module a folder holds.
func findPackage(ctx context.Context, path string) (userPackage, error) {
	var p userPackage
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return p, usageError{fmt.Errorf("--with %s: not a folder; name the folder of a Go package", path)}
	}
	out, err := goTool(ctx, path, nil, "list", "-e", "-find", "-json=ImportPath,Name,Module", ".")
	if err != nil {
		return p, usageError{fmt.Errorf("--with %s: want a package inside a Go module, which `go mod init` makes: %w", path, err)}
	}
	if err := json.Unmarshal(out, &p); err != nil {
		return p, fmt.Errorf("read what go list says of %s: %w", path, err)
	}
	switch {
	case p.Name == "" || p.Module.Dir == "":
		return p, usageError{fmt.Errorf("--with %s: the folder holds no Go package; name the folder of the Go files", path)}
	case p.Name == "main":
		return p, usageError{fmt.Errorf("--with %s: package main is a program and cannot be built into another; name the package that registers the strategy", path)}
	}
	return p, nil
}

func writeModule(ctx context.Context, dir string, engine engineModule, packages []userPackage) error {
	var mod, main, sum bytes.Buffer
	required := map[string]bool{}
	fmt.Fprintf(&mod, "module trader\n\ngo %s\n\nrequire %s %s\n", engine.Go, engine.Path, engine.Version)
	if engine.Dir != "" {
		fmt.Fprintf(&mod, "replace %s => %q\n", engine.Path, engine.Dir)
		if err := errors.Join(appendSums(&sum, engine.Dir), appendRequirements(ctx, &mod, required, engine.Dir)); err != nil {
			return err
		}
	}
	fmt.Fprintf(&main, "package main\n\nimport (\n\t\"os\"\n\n\t%q\n\t_ %q\n", engine.Path+"/cmd/trader/command", engine.Path+"/strategies/all")
	seen := map[string]bool{engine.Path: true}
	for _, p := range packages {
		fmt.Fprintf(&main, "\t_ %q\n", p.ImportPath)
		if seen[p.Module.Path] {
			continue
		}
		seen[p.Module.Path] = true
		fmt.Fprintf(&mod, "require %s v0.0.0\nreplace %s => %q\n", p.Module.Path, p.Module.Path, p.Module.Dir)
		if err := errors.Join(appendSums(&sum, p.Module.Dir), appendRequirements(ctx, &mod, required, p.Module.Dir)); err != nil {
			return err
		}
	}
	main.WriteString(")\n\nfunc main() { os.Exit(command.Main(os.Args[1:])) }\n")
	for name, text := range map[string][]byte{"go.mod": mod.Bytes(), sumFile: sum.Bytes(), "main.go": main.Bytes()} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// appendRequirements adds what a module requires, indirect requirements included. With the whole list at hand
// Go need not load the go.mod files of all dependencies' dependencies, which the machine may not have.
func appendRequirements(ctx context.Context, to *bytes.Buffer, seen map[string]bool, dir string) error {
	out, err := goTool(ctx, dir, nil, "mod", "edit", "-json")
	if err != nil {
		return err
	}
	var module struct {
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(out, &module); err != nil {
		return fmt.Errorf("read what go mod edit says of %s: %w", dir, err)
	}
	for _, r := range module.Require {
		line := fmt.Sprintf("require %s %s // indirect\n", r.Path, r.Version)
		if r.Path != enginePath && !seen[line] {
			seen[line] = true
			to.WriteString(line)
		}
	}
	return nil
}

// appendSums adds a module's go.sum; a module without dependencies has none.
func appendSums(to *bytes.Buffer, dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, sumFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	to.Write(text)
	return nil
}

// goTool runs the Go tool in a folder and puts what it printed into the error.
func goTool(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, fmt.Errorf("the Go toolchain is needed and was not found on the PATH: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return out, nil
}
