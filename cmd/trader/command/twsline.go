package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/spf13/cobra"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wirelog"
)

// twsLine is a connection to TWS, or after a loss the one that replaced it.
type twsLine struct {
	options client.Options
	conn    *client.Conn
	stderr  io.Writer
	telling sync.WaitGroup    // prints notices
	log     *wirelog.Recorder // nil without --wire-log
}

// open connects. The caller closes the line.
func (f *twsFlags) open(cmd *cobra.Command) (*twsLine, error) {
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	l := &twsLine{options: o, stderr: cmd.ErrOrStderr()}
	l.options.Pacer = client.NewPacer() // IB does not forget over a reconnect what was asked
	if f.wireLog != "" {
		if l.log, err = wirelog.Create(f.wireLog, wirelog.Options{}); err != nil {
			return nil, err
		}
		l.options.Tap = l.log
	}
	c, err := client.Dial(cmd.Context(), l.options)
	if err != nil {
		return nil, advised(errors.Join(err, l.closeLog()))
	}
	l.use(c)
	return l, nil
}

// again replaces a connection that was lost. It tries for as long as it takes: TWS restarts every day.
func (l *twsLine) again(ctx context.Context) (*client.Conn, error) {
	if err := l.conn.Close(); err != nil {
		return nil, err
	}
	c, err := client.Redial(ctx, l.options, client.Backoff{Reconnect: true})
	if err != nil {
		return nil, err
	}
	l.use(c)
	return c, nil
}

func (l *twsLine) use(c *client.Conn) {
	l.conn = c
	l.telling.Go(func() { tellNotices(l.stderr, c) })
}

func (l *twsLine) close() error {
	err := l.conn.Close()
	l.telling.Wait()
	return errors.Join(err, l.closeLog())
}

func (l *twsLine) closeLog() error {
	if l.log == nil {
		return nil
	}
	return l.log.Close()
}

// tellNotices prints what TWS has to say until the connection ends, but not that all is well.
func tellNotices(w io.Writer, c *client.Conn) {
	for {
		n, err := c.Notices().Next(context.Background())
		if err != nil {
			return // the connection has ended, and whoever uses it knows why
		}
		if n.Code.Class != client.Info {
			fmt.Fprintf(w, "TWS: %s (%d)\n", n.Text, n.Code.Number)
		}
	}
}
