package command

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/strategy"
)

//go:embed template/*
var templates embed.FS

func newNew() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Start something of your own",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newNewStrategy())
	return cmd
}

func newNewStrategy() *cobra.Command {
	var dir, source string
	cmd := &cobra.Command{
		Use:   "strategy NAME",
		Short: "Write a Go module with a strategy, a configuration, a test and a README",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := newScaffold(args[0], source)
			if err != nil {
				return err
			}
			if dir == "" {
				dir = args[0]
			}
			if err := s.write(dir); err != nil {
				return err
			}
			if err := s.require(cmd.Context(), dir); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s holds the strategy %s. Next:\n  cd %s\n  go test ./...\n  trader build --with . -o mytrader\n  ./mytrader backtest config.yaml\n",
				dir, s.Name, dir)
			return err
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "folder to write; the strategy's name unless given")
	cmd.Flags().StringVar(&source, "tidemark", "", "folder of Tidemark's source, when it is not to be fetched by version")
	return cmd
}

// scaffold is what the templates are filled with.
type scaffold struct {
	Name, Package, Type string
	Engine              engineModule
}

// Module is the path of the new module. Go keeps paths without a dot for itself, and example.com for
// examples; the user renames it before publishing.
func (s *scaffold) Module() string { return "example.com/" + s.Package }

var strategyName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// reserved are names that Go, or the template itself, gives another meaning.
var reserved = []string{"internal", "main", "new", "vendor"}

func newScaffold(name, source string) (*scaffold, error) {
	if !strategyName.MatchString(name) || len(name) > 60 {
		return nil, usageError{fmt.Errorf("strategy name %q: want lower-case words joined by hyphens, such as mean-reversion", name)}
	}
	s := &scaffold{Name: name, Package: strings.ReplaceAll(name, "-", "")}
	if token.IsKeyword(s.Package) || slices.Contains(reserved, s.Package) {
		return nil, usageError{fmt.Errorf("strategy name %q: a Go package cannot have this name; choose another, such as my-%s", name, name)}
	}
	if _, err := strategy.Find(name); err == nil {
		return nil, usageError{fmt.Errorf("strategy name %q: trader has a strategy of this name already; choose another, such as my-%s", name, name)}
	}
	var err error
	if s.Engine, err = findEngine(source); err != nil {
		return nil, err
	}
	for word := range strings.SplitSeq(name, "-") {
		s.Type += strings.ToUpper(word[:1]) + word[1:]
	}
	return s, nil
}

// write renders every template into a folder that must not exist yet, or be empty.
func (s *scaffold) write(dir string) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return usageError{fmt.Errorf("folder %s is not empty: choose another with --dir", dir)}
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	all, err := template.ParseFS(templates, "template/*")
	if err != nil {
		return err
	}
	for _, t := range all.Templates() {
		name := strings.TrimSuffix(t.Name(), ".tmpl")
		if strings.HasSuffix(name, ".go") {
			name = strings.Replace(name, "strategy", s.Package, 1)
		}
		if err := s.render(t, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// require completes go.mod and go.sum, so that the module builds as it is. With a folder as the source this
// needs no network once Tidemark itself has been built.
func (s *scaffold) require(ctx context.Context, dir string) error {
	if s.Engine.Dir != "" {
		var sum bytes.Buffer
		if err := appendSums(&sum, s.Engine.Dir); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, sumFile), sum.Bytes(), 0o644); err != nil {
			return err
		}
	}
	if _, err := goTool(ctx, dir, nil, "list", "-mod=mod", "-test", "-deps", "./..."); err != nil {
		return fmt.Errorf("%s is written, but what it depends on is not at hand; run `go mod tidy` in it: %w", dir, err)
	}
	return nil
}

func (s *scaffold) render(t *template.Template, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(t.Execute(f, s), f.Close())
}
