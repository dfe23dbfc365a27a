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
	r.registry.MustRegister(monitor.Metrics{Status: r.engine.Status, Inbox: r.inbox.Stats, Streams: r.streams}, collectors.NewGoCollector(),
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
	if !loopback(listener.Addr()) {
		r.opts.Log.Warn().Str("address", address).Msg("the monitor can be reached from other computers, without encryption: " +
			"positions and profit on /metrics are open to all, and commands to whoever reads the token on its way; " +
			"set monitor.listen to an address of 127.0.0.1")
	}
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

// loopback tells whether only this computer reaches an address.
func loopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// streams are the subscriptions to market data.
func (r *running) streams() []monitor.Stream {
	lines := r.venue.Status().Lines
	list := make([]monitor.Stream, len(lines))
	for i, l := range lines {
		list[i] = monitor.Stream{Symbol: r.universe.At(l.Instrument).Symbol, Name: l.Name, Seen: l.Seen, Usual: l.Usual, Flowing: l.Flowing}
	}
	return list
}
