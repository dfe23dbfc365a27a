package data

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Actions lists the corporate actions of a symbol, sorted by ex-date. A symbol of which none are stored
// has none. A faulty file is a *FileError.
func (c *Catalog) Actions(symbol string) ([]Action, error) {
	path, err := c.document(actionsFolder, symbol)
	if err != nil {
		return nil, fmt.Errorf("corporate actions of %q: %w", symbol, err)
	}
	var actions []Action
	if err := readDocument(path, &actions); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	if err := validateActions(actions); err != nil {
		return nil, &FileError{path, err}
	}
	slices.SortStableFunc(actions, Action.Order)
	return actions, nil
}

// PutActions stores the corporate actions of a symbol, in place of all older ones.
func (c *Catalog) PutActions(symbol string, actions []Action) error {
	path, err := c.document(actionsFolder, symbol)
	if err != nil {
		return fmt.Errorf("corporate actions of %q: %w", symbol, err)
	}
	if err := validateActions(actions); err != nil {
		return fmt.Errorf("corporate actions of %q: %w", symbol, err)
	}
	actions = slices.Clone(actions)
	slices.SortStableFunc(actions, Action.Order)
	return c.writeDocument(path, actions)
}
