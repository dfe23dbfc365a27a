package wire

// Opt is a value that may be missing. The zero Opt is missing.
type Opt[T any] struct {
	Value T
	Valid bool
}

// Some returns a present value.
func Some[T any](v T) Opt[T] { return Opt[T]{Value: v, Valid: true} }

// Get returns the value and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.Value, o.Valid }

// Or returns the value, or instead when there is none.
func (o Opt[T]) Or(instead T) T {
	if o.Valid {
		return o.Value
	}
	return instead
}
