package client

import (
	"maps"
	"sync"
	"time"
)

// A Cache keeps answers of the gateway between connections, for a [Resolver]. Keys and values are any bytes; values
// are copies, the caller's own. The state file of package store has one.
type Cache interface {
	// Get returns what was last put under a key, and when it was true; nil when there is nothing.
	Get(key string) (value []byte, at time.Time, err error)
	// Put replaces what is under a key.
	Put(key string, value []byte, at time.Time) error
	// Forget removes what was true before a time, and returns how many answers that were.
	Forget(before time.Time) (int, error)
}

// memory is the cache of a Resolver that was given none. It holds a bounded number of answers.
type memory struct {
	mu      sync.Mutex // guards answers
	answers map[string]answer
}

type answer struct {
	value []byte
	at    time.Time
}

func (m *memory) Forget(before time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := len(m.answers)
	maps.DeleteFunc(m.answers, func(_ string, a answer) bool { return a.at.Before(before) })
	return n - len(m.answers), nil
}

const memoryLimit = 10_000

func (m *memory) Get(key string) ([]byte, time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.answers[key]
	return a.value, a.at, nil
}

func (m *memory) Put(key string, value []byte, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.answers) >= memoryLimit {
		clear(m.answers)
	}
	m.answers[key] = answer{value, at}
	return nil
}
