package command

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/internal/suggest"
	"github.com/tidemark/tidemark/report"
)

func newWhy() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "why FOLDER [ORDER]",
		Short: "Explain why an order did not fill, or was denied; without an order, list all that did not fill",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usageError{fmt.Errorf("want the output folder of a run and, at will, an order id: %s", cmd.UseLine())}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			orders, err := readOrders(args[0])
			if err != nil {
				return err
			}
			if len(args) == 1 {
				return listUnfilled(cmd.OutOrStdout(), orders, asJSON)
			}
			return explain(cmd.OutOrStdout(), orders, args[1], asJSON)
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

// orderRow is a line of orders.csv by its heading.
type orderRow map[string]string

func readOrders(folder string) ([]orderRow, error) {
	path := filepath.Join(folder, report.OrdersFile)
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, usageError{fmt.Errorf("%s holds no %s: name the output folder of a run", folder, report.OrdersFile)}
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	heading, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	var rows []orderRow
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		row := orderRow{}
		for i, name := range heading {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
}

func (o orderRow) String() string {
	text := fmt.Sprintf("order %s (%s): %s %s %s %s", o["id"], o["strategy"], o["side"], o["quantity"], o["symbol"], o["type"])
	for _, price := range []string{"limit", "stop"} {
		at := o[price+"_price"]
		switch {
		case at == "":
		case o["type"] == price:
			text += " at " + at
		default:
			text += " " + price + " " + at
		}
	}
	return text + ", " + o["time_in_force"] + ": " + o["state"]
}

func listUnfilled(w io.Writer, orders []orderRow, asJSON bool) error {
	unfilled := []orderRow{}
	for _, o := range orders {
		if o["filled"] == "0" {
			unfilled = append(unfilled, o)
		}
	}
	if asJSON {
		return printJSON(w, unfilled)
	}
	for _, o := range unfilled {
		fmt.Fprintf(w, "%s; %s\n", o, o["reason_text"])
	}
	_, err := fmt.Fprintf(w, "%d of %d orders did not fill\n", len(unfilled), len(orders))
	return err
}

func explain(w io.Writer, orders []orderRow, id string, asJSON bool) error {
	ids := make([]string, len(orders))
	for i, o := range orders {
		if o["id"] != id {
			ids[i] = o["id"]
			continue
		}
		if asJSON {
			return printJSON(w, o)
		}
		_, err := fmt.Fprintf(w, "%s\n%s\n", o, o["history"])
		return err
	}
	return usageError{fmt.Errorf("the run has no order %q%s", id, suggest.Hint(id, ids))}
}
