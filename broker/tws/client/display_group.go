package client

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// DisplayGroups returns the ids of the groups of windows that TWS has, those used most first. Gateway has none.
func (c *Conn) DisplayGroups(ctx context.Context) ([]int, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	m, err := one[*wire.DisplayGroupList](ctx, c, question{
		request: &wire.QueryDisplayGroups{RequestID: id},
		keys:    []key{request(id)},
	})
	if err != nil {
		return nil, err
	}
	return splitGroups(m.Groups)
}

func splitGroups(list string) ([]int, error) {
	if list == "" {
		return nil, nil
	}
	var groups []int
	for word := range strings.SplitSeq(list, "|") {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("client: display groups %q: %w", list, err)
		}
		groups = append(groups, n)
	}
	return groups, nil
}

// A DisplayGroup is a group of windows in TWS that show one contract. As a stream it tells which: "none",
// "CONID@EXCHANGE", or "combo".
type DisplayGroup struct {
	*Stream[string]
	c  *Conn
	id int
}

// DisplayGroup follows a group.
func (c *Conn) DisplayGroup(ctx context.Context, group int) (*DisplayGroup, error) {
	id, err := c.ids.next()
	if err != nil {
		return nil, err
	}
	s, err := subscribe(ctx, c, request(id), &wire.SubscribeToGroupEvents{RequestID: id, GroupID: group},
		&wire.UnsubscribeFromGroupEvents{RequestID: id}, func(s *Stream[string], m wire.Message) bool {
			if m, ok := m.(*wire.DisplayGroupUpdated); ok {
				return s.push(m.ContractInfo)
			}
			return true
		})
	if err != nil {
		return nil, err
	}
	return &DisplayGroup{s, c, id}, nil
}

// Show makes the windows of the group show a contract, "CONID@EXCHANGE", or "none". There is no answer but the change.
func (g *DisplayGroup) Show(ctx context.Context, contract string) error {
	return g.c.Send(ctx, &wire.UpdateDisplayGroup{RequestID: g.id, ContractInfo: contract})
}
