package command

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
)

func newTWS() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "tws",
		Short: "Ask TWS or IB Gateway for contracts, prices, the account and its orders",
		Long: "Ask TWS or IB Gateway for contracts, prices, the account and its orders. None of these commands sends an order.\n\n" +
			"The gateway must run, be logged in and have its API enabled. All times are UTC.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		newTWSPing(), newTWSContracts(), newTWSBars(), newTWSTicks(), newTWSWatch(), newTWSAccount(), newTWSPositions(),
		newTWSOrders(), newTWSScan(), newTWSLog(),
	)
	return cmd
}

// twsFlags are the flags of everything that talks to TWS.
type twsFlags struct {
	host     string
	port     int
	clientID int
	timeout  time.Duration
	wireLog  string
}

func (f *twsFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.host, "host", "127.0.0.1", "where TWS or Gateway runs")
	cmd.Flags().IntVar(&f.port, "port", 4002, "its API port: Gateway 4002 paper, 4001 live; TWS 7497 paper, 7496 live")
	cmd.Flags().IntVar(&f.clientID, "client-id", 90, "id of this client, which no other may have at the same time")
	cmd.Flags().DurationVar(&f.timeout, "timeout", 30*time.Second, "how long to wait for the connection, and for an answer")
	cmd.Flags().StringVar(&f.wireLog, "wire-log", "", "append all messages to this file, for `trader tws log`; account numbers and user names are replaced")
}

func (f *twsFlags) options() (client.Options, error) {
	o := client.Options{
		Addr: net.JoinHostPort(f.host, strconv.Itoa(f.port)), ClientID: f.clientID, Timeout: f.timeout,
	}
	if f.port < 1 || f.port > 65535 {
		return o, usageError{fmt.Errorf("--port %d: want 1 to 65535", f.port)}
	}
	if f.timeout <= 0 {
		return o, usageError{fmt.Errorf("--timeout %v: must be above 0", f.timeout)}
	}
	if err := o.Validate(); err != nil {
		return o, usageError{err}
	}
	return o, nil
}

// connected calls use with a connection that is ready.
func (f *twsFlags) connected(cmd *cobra.Command, use func(context.Context, *client.Conn) error) error {
	line, err := f.open(cmd)
	if err != nil {
		return err
	}
	return advised(errors.Join(use(cmd.Context(), line.conn), line.close()))
}

// ask is connected for a question, which must be answered in time.
func (f *twsFlags) ask(cmd *cobra.Command, question func(context.Context, *client.Conn) error) error {
	return f.connected(cmd, func(ctx context.Context, c *client.Conn) error {
		ctx, cancel := context.WithTimeout(ctx, f.timeout)
		defer cancel()
		return question(ctx, c)
	})
}
