package indicator

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrState is why a saved state cannot be restored: it is damaged, of another format, or of an
// indicator with another name or other parameters. Feed the indicator from history instead.
var ErrState = errors.New("indicator state cannot be restored")

// stateFormat is the first byte of every saved state. Then come the length of the label (uvarint),
// the label, and the fields in the order in which the indicator lists them.
const stateFormat = 1

// AppendBinary appends the state to b. An indicator with an Err has no state to save.
func (k *core) AppendBinary(b []byte) ([]byte, error) {
	if err := k.Err(); err != nil {
		return b, fmt.Errorf("save indicator state: %w", err)
	}
	b = append(b, stateFormat)
	b = binary.AppendUvarint(b, uint64(len(k.label)))
	b = append(b, k.label...)
	c := codec{mode: writing, data: b}
	k.visit(&c)
	return c.data, c.err
}

// MarshalBinary is AppendBinary to a new slice.
func (k *core) MarshalBinary() ([]byte, error) { return k.AppendBinary(nil) }

// UnmarshalBinary continues where the saved indicator was: the next updates give the same values bit
// for bit. The indicator must have been made with the same parameters. After an error, which wraps
// ErrState, it is reset.
func (k *core) UnmarshalBinary(data []byte) error {
	if err := k.Err(); err != nil {
		return fmt.Errorf("restore indicator state: %w", err)
	}
	if err := k.restore(data); err != nil {
		k.Reset()
		return fmt.Errorf("%s: %w", k.label, err)
	}
	return nil
}

func (k *core) restore(data []byte) error {
	if len(data) == 0 || data[0] != stateFormat {
		return fmt.Errorf("%w: it is not of format %d", ErrState, stateFormat)
	}
	n, width := binary.Uvarint(data[1:])
	if width <= 0 || n > uint64(len(data)-1-width) {
		return fmt.Errorf("%w: it ends too early", ErrState)
	}
	label, fields := data[1+width:][:n], data[1+width:][n:]
	if string(label) != k.label {
		return fmt.Errorf("%w: it was saved by %q", ErrState, label)
	}
	c := codec{mode: reading, data: fields}
	k.visit(&c)
	if c.err == nil && len(c.data) > 0 {
		c.fail(fmt.Sprintf("it is %d bytes too long", len(c.data)))
	}
	return c.err
}

// MarshalText is the binary state in base64, which makes an indicator a string in JSON.
func (k *core) MarshalText() ([]byte, error) {
	state, err := k.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.AppendEncode(nil, state), nil
}

// UnmarshalText restores what MarshalText wrote.
func (k *core) UnmarshalText(text []byte) error {
	state, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", k.label, ErrState, err)
	}
	return k.UnmarshalBinary(state)
}
