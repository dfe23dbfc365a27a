package tws

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// maxQuestions is how many inquiries may wait to be answered.
const maxQuestions = 64

// Inquire asks for the whole truth. It is answered in full or, when any part of it does not come, not at all.
func (v *Venue) Inquire() uint64 {
	number := v.inquiries.Add(1)
	select {
	case v.questions <- number:
	default:
		v.inquiryFailed(number, errors.New("tws: too many inquiries wait for their answer"))
	}
	return number
}

func (v *Venue) inquiryFailed(number uint64, err error) {
	v.inbox.Notice(broker.InquiryFailed{Moment: moment(), Inquiry: number, Cause: err.Error()})
}

// answer answers inquiries, one after the other.
func (v *Venue) answer(ctx context.Context) {
	for {
		select {
		case number := <-v.questions:
			s := v.session.Load()
			if s == nil {
				v.inquiryFailed(number, ErrNotConnected)
				continue
			}
			truth, err := s.truth()
			if err != nil {
				v.inquiryFailed(number, err)
				continue
			}
			truth.Moment, truth.Inquiry = moment(), number
			v.inbox.Notice(truth)
		case <-ctx.Done():
			return
		}
	}
}

// A SectionError is a part of an inquiry that was not answered in full.
type SectionError struct {
	Section string // "open orders", "positions", ...
	Err     error
}

func (e *SectionError) Error() string { return fmt.Sprintf("tws: ask for %s: %v", e.Section, e.Err) }

func (e *SectionError) Unwrap() error { return e.Err }

// section asks for one part, with its own deadline.
func section[T any](s *session, name string, ask func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(s.ctx, s.opts.SectionTimeout)
	defer cancel()
	got, err := ask(ctx)
	if err != nil {
		err = &SectionError{name, err}
	}
	return got, err
}

// rounds is how often executions are asked for again because others came in while positions were asked for.
const rounds = 5

// truth asks for everything. Executions are asked for before and after the positions, until nothing has come between:
// then the positions are those to which the executions lead.
func (s *session) truth() (broker.Truth, error) {
	t := broker.Truth{Account: s.opts.Account}
	_, err := section(s, "contracts", func(ctx context.Context) (struct{}, error) { return struct{}{}, s.awaitContracts(ctx) })
	if err != nil {
		return t, err
	}
	unread, resent := s.conn.Stats().Undecodable, s.blotter.timesResent()
	before, err := s.executions()
	if err != nil {
		return t, err
	}
	for range rounds {
		open, err := section(s, "open orders", s.conn.AllOpenOrders)
		if err != nil {
			return t, err
		}
		done, err := section(s, "completed orders", s.completed)
		if err != nil {
			return t, err
		}
		positions, err := section(s, "positions", s.conn.Positions)
		if err != nil {
			return t, err
		}
		cash, err := section(s, "cash", s.ledger)
		if err != nil {
			return t, err
		}
		after, err := s.executions()
		if err != nil {
			return t, err
		}
		if s.conn.Stats().Undecodable != unread {
			return t, &SectionError{"everything", errors.New("a message could not be read, and may have been a part of the answer")}
		}
		if s.blotter.stirred(resent) {
			return t, &SectionError{"open orders", errors.New("an order is being sent again, after a refusal that need not last")}
		}
		if len(after) == len(before) {
			s.assemble(&t, open, done, after)
			t.Holdings, t.Cash = s.holdings(positions), cash
			return t, nil
		}
		before = after
	}
	return t, &SectionError{"executions", errors.New("orders keep filling while they are asked for")}
}

func (s *session) awaitContracts(ctx context.Context) error {
	select {
	case <-s.known:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *session) executions() ([]client.Fill, error) {
	return section(s, "executions", func(ctx context.Context) ([]client.Fill, error) {
		return s.conn.Executions(ctx, wire.RequestExecutions{Account: s.opts.Account})
	})
}

// completed asks for the orders that ended today. Servers that cannot tell leave the list empty: then an order that is
// neither open nor has filled stays unexplained.
func (s *session) completed(ctx context.Context) ([]*wire.CompletedOrder, error) {
	if s.conn.Version() < (*wire.RequestCompletedOrders)(nil).Kind().MinVersion() {
		return nil, nil
	}
	return s.conn.CompletedOrders(ctx, false)
}

// ledger asks for the cash of each currency.
func (s *session) ledger(ctx context.Context) ([]broker.Balance, error) {
	rows, err := s.conn.AccountSummary(ctx, "All", "$LEDGER:ALL")
	if err != nil {
		return nil, err
	}
	var list []broker.Balance
	known := false
	for _, row := range rows {
		known = known || row.Account == s.opts.Account
		tag := strings.TrimPrefix(row.Tag, "$LEDGER-")
		if row.Account != s.opts.Account || tag != "CashBalance" || row.Currency == "" || row.Currency == "BASE" {
			continue
		}
		amount, err := decimal.NewFromString(row.Value)
		if err != nil {
			return nil, fmt.Errorf("cash in %s: %q is no amount: %w", row.Currency, row.Value, err)
		}
		list = append(list, broker.Balance{Currency: market.Currency(row.Currency), Amount: amount})
	}
	if !known {
		return nil, fmt.Errorf("the ledger has no row for account %s", s.opts.Account)
	}
	return list, nil
}

// assemble puts what was said of orders into the engine's words, and takes over the routes to them.
func (s *session) assemble(t *broker.Truth, open []client.OpenOrder, done []*wire.CompletedOrder, fills []client.Fill) {
	b := s.blotter
	b.mu.Lock()
	defer b.mu.Unlock()
	b.untwin(open)
	for _, row := range open {
		if row.Order.Account != s.opts.Account {
			continue
		}
		r := b.openReport(row.OpenOrder, row.Status)
		b.learn(row.OpenOrder, &r)
		t.Open = append(t.Open, r)
	}
	for _, row := range done {
		if row.Order.Account != s.opts.Account {
			continue
		}
		r := b.doneReport(row, clockZone{s.zone})
		b.settled(&r)
		t.Done = append(t.Done, r)
	}
	for _, row := range latest(fills) {
		f := b.foreignOf(row.Executed, s.zone)
		if row.Commission != nil {
			if fee, ok := feeOf(row.Commission); ok {
				f.Fill.Fee, f.Fill.FeeCurrency = fee, market.Currency(or(row.Commission.Currency, string(f.Fill.FeeCurrency)))
			}
		}
		t.Fills = append(t.Fills, f)
	}
}

// latest keeps the last revision of each execution, at the place of the first.
func latest(fills []client.Fill) []client.Fill {
	at := map[string]int{}
	kept := fills[:0:0]
	for _, f := range fills {
		base, number := order.Trade(f.Execution.ExecID)
		i, seen := at[base]
		if !seen {
			at[base] = len(kept)
			kept = append(kept, f)
			continue
		}
		if _, have := order.Trade(kept[i].Execution.ExecID); number > have {
			kept[i] = f
		}
	}
	return kept
}

// holdings are the positions of the account. The broker's cost is of one contract in money; a holding's is of one unit
// of the quoted price, as fills are.
func (s *session) holdings(rows []*wire.Position) []broker.Holding {
	var list []broker.Holding
	for _, row := range rows {
		if row.Account != s.opts.Account || row.Position.IsZero() {
			continue
		}
		h := broker.Holding{Symbol: nameOf(&row.Contract), Quantity: row.Position, Cost: row.AverageCost}
		if l := s.listings.by(&row.Contract); l != nil {
			h.Instrument, h.Symbol = l.instrument, l.instrument.Symbol
			h.Cost = row.AverageCost.Div(l.instrument.Multiplier)
		}
		list = append(list, h)
	}
	return list
}

// A clockZone reads times of reports.
type clockZone struct{ zone *time.Location }

// parse returns the present time for what it cannot read.
func (z clockZone) parse(text string) market.Time {
	if t, err := ibtime.Parse(text, z.zone); err == nil {
		return market.At(t)
	}
	return now()
}
