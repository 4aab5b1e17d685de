// gRPC client of a stream from the server: resumes after the last event that
// was handled, backs off, and notices a dead connection. A slow client slows
// down what the server sends to it.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
)

//go:generate protoc --go_out=. --go-grpc_out=. feed.proto

const (
	endpoint   = "{{endpoint}}"
	heartbeat  = "{{heartbeat}}" * time.Second
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

var after uint64 // id of the last event that was handled

func receive(data string) error {
	fmt.Println(data) // your code here
	return nil
}

func dial() (*grpc.ClientConn, error) {
	address, err := url.Parse(endpoint)
	if err != nil {
		return nil, err
	}
	port, security := "80", insecure.NewCredentials()
	if address.Scheme == "https" { // checked against the CAs of the system
		port, security = "443", credentials.NewTLS(&tls.Config{})
	}
	if address.Port() == "" {
		address.Host += ":" + port
	}
	return grpc.NewClient(address.Host,
		grpc.WithTransportCredentials(security),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			// The server must permit pings this often: many do not below 5 min.
			Time: heartbeat, Timeout: 10 * time.Second,
		}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(4<<20))) // bytes
}

func follow(ctx context.Context) error {
	connection, err := dial() // a new one for each attempt
	if err != nil {
		return err
	}
	defer connection.Close()
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		ctx = metadata.AppendToOutgoingContext(
			ctx, "authorization", "Bearer "+token)
	}
	events, err := NewFeedClient(connection).Subscribe(
		ctx, &SubscribeRequest{After: after})
	if err != nil {
		return err
	}
	if headers, err := events.Header(); err == nil && headers != nil {
		slog.Info("connected")
	}
	for {
		event, err := events.Recv()
		if errors.Is(err, io.EOF) {
			return errors.New("stream ended")
		}
		if err != nil {
			return err
		}
		if err := receive(event.GetData()); err != nil { // skipped
			slog.Error("failed", "error", err)
		}
		after = event.GetId()
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		slog.Error("stream lost", "error", follow(ctx))
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
