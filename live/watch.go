package live

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/tidemark/tidemark/monitor"
)

// watch opens the monitor, when there is to be one; the function that it returns closes it.
func (r *running) watch() (func(), error) {
	address, end := "", func() {}
	if r.run.Monitor.Listen != "" {
		var err error
		if address, end, err = r.serveMonitor(); err != nil {
			return nil, err
		}
	}
	if r.opts.Ready != nil {
		r.opts.Ready(address, r.engine.Status)
	}
	return end, nil
}

func (r *running) serveMonitor() (string, func(), error) {
	r.registry.MustRegister(monitor.Metrics{Status: r.engine.Status, Inbox: r.inbox.Stats}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	token := monitor.NewToken()
	handler, err := monitor.Handler(monitor.Options{
		Status: r.engine.Status, Command: r.inbox.Command, Busy: r.inbox.Busy, Switch: &r.latch, Token: token, Gatherer: r.registry,
		Pprof: r.run.Monitor.Pprof, Log: r.opts.Log.With().Str("part", "monitor").Logger(),
	})
	if err != nil {
		return "", nil, err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", r.run.Monitor.Listen)
	if err != nil {
		return "", nil, err
	}
	address, path := listener.Addr().String(), monitor.EndpointPath(r.run.Store)
	if err := (monitor.Endpoint{Address: address, Token: token, PID: os.Getpid()}).Write(path); err != nil {
		return "", nil, errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			r.opts.Log.Error().Err(err).Msg("the monitor has ended")
		}
	}()
	return address, func() {
		if err := errors.Join(server.Close(), os.Remove(path)); err != nil {
			r.opts.Log.Warn().Err(err).Msg("close the monitor")
		}
		<-ended
	}, nil
}
