package rows

import (
	"errors"
	"strconv"

	"github.com/tidemark/tidemark/market"
)

// Parser reads a file row by row: the line, its numbers, the checks, and what the policy makes of a
// fault. The first fault of a row is the one that is reported.
//
//	for {
//		fields, err := p.Next()                 // a row, or io.EOF
//		...
//		bar.Close = p.Price("close", fields[4]) // and so on
//		if ok, err := p.Settle(bar.End, true); ok || err != nil {
//			return err                          // hand the bar out
//		}
//	}
type Parser struct {
	// Format of the numbers: the decimal sign, and the power of ten by which prices are multiplied.
	Point      byte
	PriceShift int
	// A row must have MinFields to MaxFields fields; MaxFields 0 is no bound.
	MinFields, MaxFields int

	reader *Reader
	ledger Ledger
	check  Check
	// fault is the first one of the current row.
	fault struct {
		column  string
		value   []byte
		problem Problem
	}
	scratch [32]byte
}

// NewParser makes a parser for instruments of a kind. Its numbers have a decimal point.
func NewParser(kind market.Kind, policy Policy) Parser {
	return Parser{Point: '.', ledger: NewLedger(policy), check: NewCheck(kind)}
}

// Begin goes on with the rows of a text.
func (p *Parser) Begin(r *Reader) {
	p.reader = r
	p.ledger.File()
}

// Next is the fields of the next row that has as many as it must, and io.EOF at the end of the text.
func (p *Parser) Next() ([][]byte, error) {
	p.fault.problem = NoProblem
	for {
		if err := p.reader.Next(); err != nil {
			if err = p.unreadable(err); err != nil {
				return nil, err
			}
			continue
		}
		p.ledger.Row()
		fields := p.reader.Fields()
		if len(fields) >= p.MinFields && (p.MaxFields == 0 || len(fields) <= p.MaxFields) {
			return fields, nil
		}
		if _, err := p.ledger.Bad(p.reader, "", nil, FieldCount); err != nil {
			return nil, err
		}
	}
}

// unreadable judges an error of the reader: nil when it was a bad row that may be left out.
func (p *Parser) unreadable(err error) error {
	var bad *RowError
	if !errors.As(err, &bad) {
		return err
	}
	p.ledger.Row()
	_, err = p.ledger.BadRow(bad)
	return err
}

// Blame reports a fault of the current row, unless there is one already.
func (p *Parser) Blame(column string, value []byte, problem Problem) {
	if p.fault.problem == NoProblem && problem != NoProblem {
		p.fault.column, p.fault.value, p.fault.problem = column, value, problem
	}
}

// Faulty reports whether something is wrong with the current row.
func (p *Parser) Faulty() bool { return p.fault.problem != NoProblem }

// Readable reports whether the current row holds an observation, even if one with a fault.
func (p *Parser) Readable() bool { return !p.Faulty() || p.fault.problem.Readable() }

// Price reads a price.
func (p *Parser) Price(column string, field []byte) float64 {
	value, problem := Float(field, p.Point, p.PriceShift)
	p.Blame(column, field, problem)
	return value
}

// Size reads a volume or size. A negative one is a fault.
func (p *Parser) Size(column string, field []byte) float64 {
	value, problem := Float(field, p.Point, 0)
	if value < 0 {
		problem = NegativeVolume
	}
	p.Blame(column, field, problem)
	return value
}

// CheckPrices checks the four prices of a bar against each other. Side, such as "bid ", goes before the
// name of the column in an error.
func (p *Parser) CheckPrices(side string, open, high, low, close float64) {
	if p.fault.problem != NoProblem {
		return
	}
	if column, value, problem := p.check.Prices(open, high, low, close); problem != NoProblem {
		p.Blame(side+column, strconv.AppendFloat(p.scratch[:0], value, 'f', -1, 64), problem)
	}
}

// CheckPrice checks the price of a trade or of one side of a quote.
func (p *Parser) CheckPrice(column string, field []byte, price float64) {
	p.Blame(column, field, p.check.Price(price))
}

// Settle judges the row, which holds an observation of time t. It is ok to hand out; or it is not; or
// the import ends with the error. Bars must have times of their own, ticks may share one.
func (p *Parser) Settle(t market.Time, bar bool) (ok bool, err error) {
	if p.fault.problem == NoProblem {
		p.Blame("time", nil, p.check.Order(t, bar))
	}
	if p.fault.problem != NoProblem {
		keep, err := p.ledger.Bad(p.reader, p.fault.column, p.fault.value, p.fault.problem)
		if !keep || err != nil {
			return false, err
		}
	}
	p.check.Accept(t)
	p.ledger.Yield()
	return true, nil
}

// Skip counts the current row as one that is not handed out although nothing is wrong with it.
func (p *Parser) Skip(why Skip) { p.ledger.Skip(why) }

// Summary accounts for the rows read so far.
func (p *Parser) Summary() Summary { return p.ledger.Summary() }
