package lean

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
)

// Contracts lists the contracts that the files of a selection hold, sorted by expiry, strike and name.
// It reads the directories of the files and no rows. Selection.Contract is not used.
func (t *Tree) Contracts(s Selection) ([]Contract, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if !securityTypes[s.Type].contracts {
		return nil, fmt.Errorf("contracts of %s: %s has none", &s, s.Type)
	}
	s.Market = strings.ToLower(s.Market)
	content := Trade
	if s.Price != market.Last {
		content = Quote
	}
	files, err := t.files(&s, content)
	if err != nil {
		return nil, err
	}
	byName := make(map[string]Contract)
	for _, file := range files {
		if err := addContracts(byName, file.path, s.Limits); err != nil {
			return nil, err
		}
	}
	list := make([]Contract, 0, len(byName))
	for _, c := range byName {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b Contract) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Expiry, b.Expiry),
			a.Strike.Cmp(b.Strike), strings.Compare(a.Name, b.Name))
	})
	return list, nil
}

func addContracts(byName map[string]Contract, path string, limits rows.Limits) error {
	archive, err := rows.OpenArchive(path, limits)
	if err != nil {
		return err
	}
	for _, entry := range archive.Entries() {
		c, err := parseContract(entry)
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", path, err), archive.Close())
		}
		byName[c.Name] = c
	}
	return archive.Close()
}
