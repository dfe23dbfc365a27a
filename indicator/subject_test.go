package indicator_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/indicator/indicatortest"
	"github.com/tidemark/tidemark/market"
)

// subject is an indicator with the plain formula of its outputs.
type subject struct {
	name  string
	make  func() indicator.Indicator
	suite func(t *testing.T)
	// trace is each output after each bar, plain what the formula gives for it.
	trace func(history) [][]float64
	plain func(history) [][]float64
}

// subjects are all indicators of the package; a test below makes sure of it.
func subjects() []subject {
	return slices.Concat(averageSubjects(), momentumSubjects(), oscillatorSubjects(), trendSubjects(),
		bandSubjects(), volatilitySubjects(), volumeSubjects(), statisticSubjects(), ehlersSubjects(),
		sessionSubjects(), compositionSubjects())
}

// ofSeries is a subject fed with closes, ofBarSeries one fed with bars, ofPairs one fed with closes and
// opens. Without outputs the value is compared.
func ofSeries[S indicator.Series](newOne func() S, plain func(history) [][]float64, outputs ...func(S) float64) subject {
	return newSubject(newOne, false, plain, func(b market.Bar) float64 { return b.Close },
		[]float64{math.NaN(), math.Inf(1), -1e100}, outputs)
}

func ofBarSeries[B indicator.Bars](newOne func() B, plain func(history) [][]float64, outputs ...func(B) float64) subject {
	return newSubject(newOne, false, plain, identity, badBars(), outputs)
}

// late is ofBarSeries for an indicator whose readiness depends on the data.
func late[B indicator.Bars](newOne func() B, plain func(history) [][]float64, outputs ...func(B) float64) subject {
	return newSubject(newOne, true, plain, identity, badBars(), outputs)
}

type pair [2]float64

var badPairs = []pair{{math.NaN(), 1}, {1, math.Inf(-1)}}

// paired makes an indicator of pairs one of a single input.
type paired[P indicator.Pairs] struct{ indicator.Pairs }

func (p paired[P]) Update(in pair) float64 { return p.Pairs.Update(in[0], in[1]) }

func ofPairs[P indicator.Pairs](newOne func() P, bad []pair, plain func(history) [][]float64) subject {
	s := newSubject(func() paired[P] { return paired[P]{newOne()} }, false, plain,
		func(b market.Bar) pair { return pair{b.Close, b.Open} }, bad, nil)
	s.name = typeName(newOne())
	return s
}

func identity(b market.Bar) market.Bar { return b }

// badBars have one unusable number each.
func badBars() []market.Bar {
	bad := slices.Repeat([]market.Bar{{Open: 100, High: 101, Low: 99, Close: 100, Volume: 1}}, 5)
	bad[0].Open, bad[1].High, bad[2].Low = math.NaN(), math.Inf(1), math.NaN()
	bad[3].Close, bad[4].Volume = math.NaN(), math.NaN()
	return bad
}

func newSubject[In any, I indicator.Fed[In]](newOne func() I, isLate bool, plain func(history) [][]float64,
	input func(market.Bar) In, bad []In, outputs []func(I) float64,
) subject {
	if len(outputs) == 0 {
		outputs = []func(I) float64{I.Value}
	}
	read := func(i I) (values []float64) {
		for _, output := range outputs {
			values = append(values, output(i))
		}
		return values
	}
	return subject{
		name: typeName(newOne()),
		make: func() indicator.Indicator { return newOne() },
		suite: func(t *testing.T) {
			var inputs []In
			for _, b := range someHistory(160).bars {
				inputs = append(inputs, input(b))
			}
			indicatortest.Suite[In]{
				New: func() indicator.Fed[In] { return newOne() }, Inputs: inputs, Bad: bad, Late: isLate,
				Outputs: func(i indicator.Fed[In]) []float64 { return read(i.(I)) },
			}.Run(t)
		},
		trace: func(h history) [][]float64 {
			i, columns := newOne(), make([][]float64, len(outputs))
			for _, b := range h.bars {
				i.Update(input(b))
				for k, v := range read(i) {
					columns[k] = append(columns[k], v)
				}
			}
			return columns
		},
		plain: plain,
	}
}

// typeName is the name of the type without package and type parameters.
func typeName(i indicator.Indicator) string {
	name := strings.TrimPrefix(fmt.Sprintf("%T", i), "*indicator.")
	name, _, _ = strings.Cut(name, "[")
	return name
}

// TestPromises runs the shared suite on every indicator.
func TestPromises(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.make().String(), s.suite)
	}
}

// TestPlainFormula compares every output of every indicator, on random data, with its formula applied
// to the whole history at once.
func TestPlainFormula(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.make().String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				h := anyHistory(t)
				got, want := s.trace(h), s.plain(h)
				for k := range want {
					compareOutput(t, k, got[k], want[k])
				}
			})
		})
	}
}

// compareOutput allows rounding errors relative to the largest value of the output.
func compareOutput(t *rapid.T, output int, got, want []float64) {
	largest := 1.0
	for _, v := range want {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			largest = max(largest, math.Abs(v))
		}
	}
	for i := range want {
		exists := !math.IsNaN(want[i]) && !math.IsInf(want[i], 0)
		if exists != !(math.IsNaN(got[i]) || math.IsInf(got[i], 0)) || exists && math.Abs(got[i]-want[i]) > 1e-9*largest {
			t.Fatalf("output %d after %d bars: %v, the formula gives %v", output, i+1, got[i], want[i])
		}
	}
}

// TestEveryIndicatorIsASubject finds the exported types with an Update method in the source, so that
// none escapes the tests above, nor the overview in the package comment.
func TestEveryIndicatorIsASubject(t *testing.T) {
	tested := map[string]bool{}
	for _, s := range subjects() {
		tested[s.name] = true
	}
	overview, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	names := indicatorTypes(t)
	if len(names) < 100 {
		t.Errorf("found only %d indicators in the source", len(names))
	}
	for _, name := range names {
		if !tested[name] {
			t.Errorf("%s is not a subject of the tests", name)
		}
		if !strings.Contains(string(overview), "["+name+"]") {
			t.Errorf("%s is not in the overview of doc.go", name)
		}
	}
}

func indicatorTypes(t *testing.T) (names []string) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if receiver := updated(d); ast.IsExported(receiver) {
				names = append(names, receiver)
			}
		}
	}
	slices.Sort(names)
	return names
}

// updated is the type that d is the Update method of, or empty.
func updated(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv == nil || f.Name.Name != "Update" {
		return ""
	}
	receiver := f.Recv.List[0].Type.(*ast.StarExpr).X
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	return receiver.(*ast.Ident).Name
}
