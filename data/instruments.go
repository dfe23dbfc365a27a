package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/market"
)

// Instruments lists the definitions in the catalog, sorted by symbol. They have no ID: a run gives it.
func (c *Catalog) Instruments() ([]market.Instrument, error) {
	symbols, err := c.instrumentSymbols()
	if err != nil {
		return nil, err
	}
	var found []market.Instrument
	for _, symbol := range symbols {
		in, err := c.Instrument(symbol)
		if err != nil {
			return nil, err
		}
		found = append(found, in)
	}
	return found, nil
}

// Instrument is the definition of a symbol. The error is an *UnknownInstrumentError when there is none
// and a *FileError when its file is faulty.
func (c *Catalog) Instrument(symbol string) (market.Instrument, error) {
	path, err := c.document(instrumentsFolder, symbol)
	if err != nil {
		return market.Instrument{}, fmt.Errorf("instrument %q: %w", symbol, err)
	}
	var in market.Instrument
	err = readDocument(path, &in)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		available, err := c.instrumentSymbols()
		if err != nil {
			return market.Instrument{}, err
		}
		return market.Instrument{}, &UnknownInstrumentError{Symbol: symbol, Root: c.root, Available: available}
	case err != nil:
		return market.Instrument{}, err
	case in.Symbol != symbol:
		return market.Instrument{}, &FileError{path, fmt.Errorf("it defines %q: want %q, by its name", in.Symbol, symbol)}
	}
	if err := in.Validate(); err != nil {
		return market.Instrument{}, &FileError{path, err}
	}
	return in, nil
}

// PutInstrument stores a definition, in place of an older one of the symbol.
func (c *Catalog) PutInstrument(in market.Instrument) error {
	if err := in.Validate(); err != nil {
		return err
	}
	path, err := c.document(instrumentsFolder, in.Symbol)
	if err != nil {
		return fmt.Errorf("instrument %q: %w", in.Symbol, err)
	}
	return c.writeDocument(path, in)
}

func (c *Catalog) instrumentSymbols() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(c.root, instrumentsFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list the instruments of the data catalog: %w", err)
	}
	var symbols []string
	for _, e := range entries {
		element, isDocument := strings.CutSuffix(e.Name(), documentSuffix)
		if symbol, ok := decodeElement(element); ok && isDocument {
			symbols = append(symbols, symbol)
		}
	}
	slices.Sort(symbols)
	return symbols, nil
}

// decodeStrictly reads one JSON value; unknown fields and anything behind it are errors.
func decodeStrictly(content []byte, value any) error {
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(value); err != nil {
		return err
	}
	if d.More() {
		return errors.New("something follows the JSON value")
	}
	return nil
}
