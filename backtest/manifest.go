package backtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/report"
	"github.com/tidemark/tidemark/strategy"
)

// Version is the version of Tidemark in this program: a release, or "devel" with the commit where the build
// recorded one.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	const path = "github.com/tidemark/tidemark"
	for _, m := range append([]*debug.Module{&info.Main}, info.Deps...) {
		if m.Path == path && m.Version != "" && m.Version != "(devel)" {
			return m.Version
		}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && info.Main.Path == path {
			return "devel-" + s.Value[:min(12, len(s.Value))]
		}
	}
	return "devel"
}

// manifest is what it takes to repeat the run.
func (s *session) manifest(sum engine.Summary) (report.Manifest, error) {
	text, err := config.YAML(s.run)
	if err != nil {
		return report.Manifest{}, err
	}
	m := report.Manifest{
		Title: s.run.Name, Version: Version(), GoVersion: runtime.Version(), Config: string(text),
		Seed: int64(s.run.Seed), From: s.dayStart(s.run.Period.From), To: s.dayEnd(s.run.Period.To),
		Base: s.run.Account.Base, Calendar: s.calendar.Name(), Zone: s.calendar.Zone().String(), Sampling: "session close",
		PeriodsPerYear: s.calendar.SessionsPerYear(), RiskFree: s.run.Report.RiskFree,
		Timing: s.run.Sim.Timing + ", " + s.run.Sim.Path + " path", Costs: costs(&s.run.Sim),
		Optimistic: optimism(s.run, s.universe), DataPoints: sum.Bars + sum.Quotes + sum.Trades + sum.Books,
	}
	for i := range s.run.Strategies {
		m.Strategies = append(m.Strategies, describe(&s.run.Strategies[i]))
	}
	m.Files, err = s.library.fingerprints()
	return m, err
}

func costs(c *config.Sim) string {
	fees := c.Fees.Model
	if len(c.Fees.Schedule) > 0 {
		fees = "by a schedule of one's own, else " + fees
	}
	return fmt.Sprintf("fees %s, slippage %s %s", fees, c.Slippage.Model, c.Slippage.Amount)
}

// describe lists a strategy's parameters, defaults included.
func describe(c *config.Strategy) report.StrategyInfo {
	info := report.StrategyInfo{Name: c.Name}
	definition, err := strategy.Find(c.Use)
	if err != nil {
		return info
	}
	var b strings.Builder
	fmt.Fprintf(&b, "use: %s\n", c.Use)
	for _, p := range definition.Parameters() {
		value := any(p.Default)
		if given, ok := c.Params[p.Name]; ok {
			value = given
		}
		fmt.Fprintf(&b, "%s: %v\n", p.Name, value)
	}
	info.Parameters = b.String()
	return info
}

// fingerprints hashes the files that were read, each once, in the order of their paths.
func (lib *library) fingerprints() ([]report.DataFile, error) {
	var list []report.DataFile
	for _, s := range lib.series {
		files, err := lib.catalog.Files(s.series, s.from, s.to)
		if err != nil {
			return nil, fmt.Errorf("hash the data of %s: %w", s.series, err)
		}
		for _, f := range files {
			list = append(list, report.DataFile{Path: f.Path, SHA256: f.SHA256})
		}
	}
	for _, path := range lib.files {
		sum, err := hashFile(path)
		if err != nil {
			return nil, err
		}
		list = append(list, report.DataFile{Path: path, SHA256: sum})
	}
	slices.SortFunc(list, func(a, b report.DataFile) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(list), nil
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("hash the data: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hash the data: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

type findings []report.Finding

func (l *findings) warn(format string, args ...any) {
	*l = append(*l, report.Finding{Severity: report.Warning, Text: fmt.Sprintf(format, args...)})
}

// findings are what the reader of the result should know.
func (s *session) findings(sum engine.Summary) []report.Finding {
	var list findings
	for _, f := range sum.Faults {
		list.warn("strategy %s failed at %s and was stopped: %s", f.Strategy, f.At, f.Reason)
	}
	if sum.Impossible > 0 {
		list.warn("%d events did not fit the orders or accounts that they were for and were left out: positions, money and orders of this "+
			"result may be wrong, so do not rely on it; the log (log.level: error) names each, and with the configuration it is what "+
			"a report of the fault needs", sum.Impossible)
	}
	if n := len(s.engine.Working()); n > 0 {
		list = append(list, report.Finding{Severity: report.Note, Text: fmt.Sprintf("%d orders were still working at the end", n)})
	}
	list = append(list, s.holes()...)
	list = append(list, s.ignoredSplits()...)
	return append(list, s.accountFindings()...)
}
