// gRPC server of a stream: replays what a client missed, ends the calls of
// those that read too slowly.
package main

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

//go:generate protoc --go_out=. --go-grpc_out=. feed.proto

const (
	port       = "{{port}}"
	replay     = 1000    // events kept for clients that come back
	backlog    = 64      // events for one client, besides what is on its way
	maxEvent   = 4 << 20 // bytes; clients refuse larger ones
	maxClients = 10_000
)

type feed struct {
	UnimplementedFeedServer
	lock     sync.Mutex
	recent   []*Event
	lastID   uint64
	clients  map[chan *Event]chan error // closed when it is too slow
	stopping context.Context
}

func (f *feed) publish(data string) error {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.lastID++
	event := &Event{Id: f.lastID, Data: data}
	if proto.Size(event) > maxEvent {
		return errors.New("event too large")
	}
	f.recent = append(f.recent, event)
	f.recent = f.recent[max(0, len(f.recent)-replay):]
	for events, ended := range f.clients {
		select {
		case events <- event:
		default: // it comes back and asks for what it missed
			delete(f.clients, events)
			ended <- status.Error(codes.ResourceExhausted, "too slow")
		}
	}
	return nil
}

// join returns what the client missed, and the channels of its later events
// and of the reason for which the call has to end.
func (f *feed) join(after uint64) ([]*Event, chan *Event, chan error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	var missed []*Event
	for _, event := range f.recent {
		if after > 0 && event.Id > after { // 0: a new client
			missed = append(missed, event)
		}
	}
	events, ended := make(chan *Event, backlog), make(chan error, 2)
	if len(f.clients) >= maxClients {
		ended <- status.Error(codes.Unavailable, "too many clients")
	} else {
		f.clients[events] = ended
	}
	return missed, events, ended
}

func isAllowed(ctx context.Context) bool {
	token := os.Getenv("TOKEN") // secrets come from the environment
	given := metadata.ValueFromIncomingContext(ctx, "authorization")
	wanted := []byte("Bearer " + token)
	return token == "" || len(given) == 1 &&
		subtle.ConstantTimeCompare([]byte(given[0]), wanted) == 1
}

func (f *feed) Subscribe(
	request *SubscribeRequest, stream grpc.ServerStreamingServer[Event],
) error {
	if !isAllowed(stream.Context()) {
		return status.Error(codes.Unauthenticated, "no valid token")
	}
	missed, events, ended := f.join(request.GetAfter())
	defer func() {
		f.lock.Lock()
		delete(f.clients, events)
		f.lock.Unlock()
	}()
	go func() { // a client that does not read blocks this, not what ends it
		err := stream.SendHeader(nil)
		for _, event := range missed {
			if err == nil {
				err = stream.Send(event)
			}
		}
		for err == nil {
			select {
			case event := <-events:
				err = stream.Send(event)
			case <-stream.Context().Done(): // also once the call has ended
				err = stream.Context().Err()
			}
		}
		ended <- err
	}()
	select {
	case err := <-ended:
		return err
	case <-f.stopping.Done(): // it comes back and resumes
		return nil
	}
}

func options() ([]grpc.ServerOption, error) {
	all := []grpc.ServerOption{
		grpc.KeepaliveParams(keepalive.ServerParameters{ // finds dead clients
			Time: 30 * time.Second, Timeout: 10 * time.Second}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{
			MinTime: 9 * time.Second}), // clients may ping this often
		grpc.MaxRecvMsgSize(65_536), // bytes: requests are small
		grpc.ConnectionTimeout(10 * time.Second),
	}
	cert, key := os.Getenv("TLS_CERT_FILE"), os.Getenv("TLS_KEY_FILE")
	if cert == "" {
		return all, nil
	}
	secure, err := credentials.NewServerTLSFromFile(cert, key)
	return append(all, grpc.Creds(secure)), err
}

func run() error {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	options, err := options()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		return err
	}
	feed := &feed{
		clients: map[chan *Event]chan error{}, stopping: ctx,
		// Grows across restarts: an old id is never ahead of a new one.
		lastID: uint64(time.Now().UnixMilli()),
	}
	server := grpc.NewServer(options...)
	RegisterFeedServer(server, feed)
	go func() {
		for tick := time.NewTicker(time.Second); ; <-tick.C {
			err := feed.publish(time.Now().Format(time.RFC3339Nano)) // your code here
			if err != nil {
				slog.Error("not published", "error", err)
			}
		}
	}()
	go func() {
		<-ctx.Done()
		time.AfterFunc(time.Second, server.Stop) // for those who do not read
		server.GracefulStop()
	}()
	slog.Info("listening", "port", port)
	return server.Serve(listener)
}

func main() {
	if err := run(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
