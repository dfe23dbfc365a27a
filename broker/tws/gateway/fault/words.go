package fault

import (
	"fmt"
	"strconv"
	"time"
)

// UnmarshalText reads "market" or "wall".
func (c *Clock) UnmarshalText(text []byte) error {
	for i, name := range clockNames {
		if name == string(text) {
			*c = Clock(i)
			return nil
		}
	}
	return fmt.Errorf("%s: want market or wall", text)
}

// UnmarshalText reads a number or "always".
func (t *Times) UnmarshalText(text []byte) error {
	if string(text) == "always" {
		*t = Always
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 {
		return fmt.Errorf("%s: want a number above 0, or always", text)
	}
	*t = Times(n)
	return nil
}

// UnmarshalText reads a duration or the name of a step.
func (u *Until) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	switch {
	case err != nil:
		*u = Until{Step: string(text)}
	case d <= 0:
		return fmt.Errorf("%s: must be above 0", text)
	default:
		*u = Until{Time: d}
	}
	return nil
}

// UnmarshalText reads "all" or the id of a client.
func (c *Client) UnmarshalText(text []byte) error {
	if string(text) == "all" {
		*c = Client{All: true}
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 0 {
		return fmt.Errorf("%s: want the id of a client, or all", text)
	}
	*c = Client{One: &n}
	return nil
}

// UnmarshalText reads "same" or a number.
func (i *ID) UnmarshalText(text []byte) error {
	if string(text) == "same" {
		*i = ID{Same: true}
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return fmt.Errorf("%s: want a number, or same", text)
	}
	*i = ID{Given: &n}
	return nil
}
