package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// DefaultMaxAge is how old a cached answer may be. Contracts state their trading hours for a few days ahead only, and
// market rules change.
const DefaultMaxAge = 12 * time.Hour

// ResolverOptions say how a [Resolver] remembers. The zero value keeps answers in memory.
type ResolverOptions struct {
	Cache  Cache         // for the life of the Resolver and in memory when nil
	MaxAge time.Duration // of cached answers; DefaultMaxAge when 0, and when negative nothing is cached
}

// A Resolver finds contracts and their market rules over a connection, asking for each once: equal questions at the
// same time share an answer, and later ones take it from the cache. Its methods may be called from any goroutine.
//
// What may be wrong tomorrow is not cached: expired contracts, ambiguities, refusals, and answers of a server that
// is older than the present one. What the cache refuses or garbles is logged and asked for again. Before it keeps its
// first answer, a Resolver removes from the cache what is older than MaxAge.
type Resolver struct {
	conn   *Conn
	cache  Cache
	maxAge time.Duration

	contracts flights[*wire.ContractDetails]
	rules     flights[[]wire.PriceIncrement]
	forget    sync.Once
}

// NewResolver returns a Resolver over a connection. After a reconnect make a new one with the same cache.
func NewResolver(c *Conn, o ResolverOptions) *Resolver {
	r := &Resolver{conn: c, cache: o.Cache, maxAge: or(o.MaxAge, DefaultMaxAge)}
	if r.cache == nil {
		r.cache = &memory{answers: map[string]answer{}}
	}
	return r
}

// Resolve returns the one contract that k means, complete with its contract id. When several match it returns an
// [*AmbiguousError] that lists them, and when none does a [*RequestError] with code 200.
//
// A gateway that is cut off from IB or from its security definitions, or has been until a moment ago, says that none
// matches without knowing. Then Resolve asks again until the gateway can know or ctx ends; the error has both the
// last [*RequestError], as retriable, and that of ctx.
func (r *Resolver) Resolve(ctx context.Context, k wire.Contract) (*wire.ContractDetails, error) {
	key, err := contractKey(k)
	if err != nil {
		return nil, fmt.Errorf("client: resolve %s %s: %w", k.SecType, k.Symbol, err)
	}
	return r.contracts.ask(ctx, (*wire.RequestContractDetails)(nil).Kind(), key, func() (*wire.ContractDetails, error) {
		return r.resolve(ctx, key, k)
	})
}

func (r *Resolver) resolve(ctx context.Context, key string, k wire.Contract) (*wire.ContractDetails, error) {
	now := time.Now()
	if d, ok := cached[*wire.ContractDetails](r, key, now); ok && !expired(d, now) {
		return d, nil
	}
	d, err := r.ask(ctx, k)
	if err != nil {
		return nil, err
	}
	if !expired(d, now) {
		kept := *d
		kept.RequestID = 0
		r.keep(key, now, &kept)
	}
	return d, nil
}

// ask asks the gateway, again and again while its answer that nothing matches is in doubt.
func (r *Resolver) ask(ctx context.Context, k wire.Contract) (*wire.ContractDetails, error) {
	var doubted *RequestError
	for {
		doubtful := r.conn.definitions.doubtful()
		d, err := r.conn.Resolve(ctx, k)
		if doubted != nil && err != nil && ctx.Err() != nil {
			return nil, cutOff(k, doubted, ctx.Err())
		}
		var refused *RequestError
		if !errors.As(err, &refused) || refused.Code.Number != noContractCode {
			return d, err
		}
		if !doubtful && !r.conn.definitions.doubtful() {
			return nil, err
		}
		doubted = refused
		doubted.Code.Retriable = true
		r.conn.log.Debug().Str("symbol", k.Symbol).Msg("no contract matches, but the gateway may not know: asking again")
		if err := r.conn.definitions.wait(ctx, r.conn.stop); err != nil {
			return nil, cutOff(k, doubted, err)
		}
	}
}

func cutOff(k wire.Contract, doubted, ended error) error {
	return fmt.Errorf("client: resolve %s %s: the gateway is cut off from security definitions: %w: %w", k.SecType, k.Symbol, doubted, ended)
}

// MarketRule returns the price increments of a rule, from the lowest price on. Since server version 126.
func (r *Resolver) MarketRule(ctx context.Context, id int) ([]wire.PriceIncrement, error) {
	key := ruleKey(id)
	increments, err := r.rules.ask(ctx, (*wire.RequestMarketRule)(nil).Kind(), key, func() ([]wire.PriceIncrement, error) {
		return r.marketRule(ctx, key, id)
	})
	return slices.Clone(increments), err
}

func (r *Resolver) marketRule(ctx context.Context, key string, id int) ([]wire.PriceIncrement, error) {
	now := time.Now()
	if m, ok := cached[*wire.MarketRule](r, key, now); ok {
		return m.Increments, nil
	}
	increments, err := r.conn.MarketRule(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(increments) > 0 {
		r.keep(key, now, &wire.MarketRule{ID: id, Increments: increments})
	}
	return increments, nil
}

// cached is a fresh answer from the cache, of a server that told no less than the present one would.
func cached[M wire.Message](r *Resolver, key string, now time.Time) (m M, ok bool) {
	if r.maxAge < 0 {
		return m, false
	}
	value, at, err := r.cache.Get(key)
	if err == nil && value == nil {
		return m, false
	}
	var version int
	if err == nil {
		version, m, err = unpackAnswer[M](value)
	}
	if err != nil {
		r.conn.log.Warn().Err(err).Msg("cached answer cannot be used: asking again")
		return m, false
	}
	age := now.Sub(at)
	return m, age >= 0 && age <= r.maxAge && version >= r.conn.Version()
}

// keep puts an answer into the cache. That it could not be kept costs a question next time, and no more.
func (r *Resolver) keep(key string, now time.Time, m wire.Message) {
	if r.maxAge < 0 {
		return
	}
	r.forget.Do(func() {
		if n, err := r.cache.Forget(now.Add(-r.maxAge)); err != nil {
			r.conn.log.Warn().Err(err).Msg("old answers cannot be removed from the cache")
		} else if n > 0 {
			r.conn.log.Debug().Int("answers", n).Msg("removed from the cache as too old")
		}
	})
	value, err := packAnswer(r.conn.Version(), m)
	if err == nil {
		err = r.cache.Put(key, value, now)
	}
	if err != nil {
		r.conn.log.Warn().Err(err).Msg("answer cannot be cached")
	}
}

// expired tells whether a contract is past its last day, or on it: then it is asked for each time, since what IB
// knows of it is about to go. A day that cannot be read counts as past.
func expired(d *wire.ContractDetails, now time.Time) bool {
	text := or(d.Contract.LastTradeDate, d.Contract.LastTradeDateOrContractMonth)
	if text == "" {
		return false
	}
	const day = "20060102"
	last, err := time.Parse(day, text[:min(len(day), len(text))])
	return err != nil || !last.After(now)
}
