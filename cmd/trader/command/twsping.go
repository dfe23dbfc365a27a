package command

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
)

func newTWSPing() *cobra.Command {
	var flags twsFlags
	var asJSON bool
	var count int
	cmd := &cobra.Command{
		Use:   "ping",
		Short: "Connect, tell version and accounts, and measure round trips",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if count < 1 {
				return usageError{fmt.Errorf("--count %d: want 1 or more", count)}
			}
			begin := time.Now()
			return flags.ask(cmd, func(ctx context.Context, c *client.Conn) error {
				p := pinged{
					Version: c.Version(), Since: c.ConnectedAt(), ClientID: c.ClientID(), Accounts: c.Accounts(),
					Ready: milliseconds(time.Since(begin)),
				}
				for range count {
					sent := time.Now()
					now, err := c.CurrentTime(ctx)
					if err != nil {
						return err
					}
					p.Clock = now
					p.RoundTrips = append(p.RoundTrips, milliseconds(time.Since(sent)))
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), p)
				}
				return p.print(cmd.OutOrStdout())
			})
		},
	}
	flags.register(cmd)
	jsonFlag(cmd, &asJSON)
	cmd.Flags().IntVar(&count, "count", 5, "round trips to measure")
	return cmd
}

// pinged is what a ping found.
type pinged struct {
	Version int `json:"version"`
	// Since is TWS's own words for its local time at the connect.
	Since    string   `json:"connected_at"`
	ClientID int      `json:"client_id"`
	Accounts []string `json:"accounts"`
	// Ready is how long it took until the connection was ready.
	Ready      float64   `json:"ready_ms"`
	Clock      time.Time `json:"clock"`
	RoundTrips []float64 `json:"round_trips_ms"`
}

func (p *pinged) print(w io.Writer) error {
	sorted := slices.Sorted(slices.Values(p.RoundTrips))
	fmt.Fprintf(w, "server version %d, connected at %s as client %d, ready after %.1f ms\n", p.Version, p.Since, p.ClientID, p.Ready)
	fmt.Fprintf(w, "accounts: %s\n", strings.Join(p.Accounts, ", "))
	_, err := fmt.Fprintf(w, "%d round trips: %.2f ms median, %.2f to %.2f\n",
		len(sorted), sorted[len(sorted)/2], sorted[0], sorted[len(sorted)-1])
	return err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
