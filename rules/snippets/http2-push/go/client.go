// HTTP/2 client: many requests at once over one connection, which is what
// HTTP/2 is good at. Go's client refuses server push, as browsers do; for
// events from a server take SSE or WebSocket.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	endpoint = "{{endpoint}}"
	path     = "{{path}}"
	maxBytes = 1 << 20 // per body
	attempts = 5
)

var paths = []string{path, "/style.css"} // your code here
var errRefused = errors.New("asking again is no use")

func receive(path string, body []byte) {
	fmt.Printf("%s: %s\n", path, body) // your code here
}

func newClient() *http.Client {
	protocols := &http.Protocols{}
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true) // for http:// addresses
	transport := &http.Transport{
		Protocols:       protocols,
		MaxConnsPerHost: 1, // it carries all requests
		HTTP2: &http.HTTP2Config{
			SendPingTimeout: 30 * time.Second,
			PingTimeout:     10 * time.Second,
		},
	}
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func fetch(
	ctx context.Context, client *http.Client, path string,
) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", endpoint+path, nil)
	if err != nil {
		return nil, err
	}
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	switch code := response.StatusCode; {
	case code >= 500 || code == http.StatusTooManyRequests:
		return nil, errors.New(response.Status)
	case code != http.StatusOK:
		return nil, fmt.Errorf("%s, %w", response.Status, errRefused)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err == nil && len(body) > maxBytes {
		err = errors.New("body too large")
	}
	return body, err
}

func fetchPatiently(
	ctx context.Context, client *http.Client, path string,
) error {
	for attempt := 1; ; attempt++ {
		body, err := fetch(ctx, client, path)
		if err == nil {
			receive(path, body)
			return nil
		}
		log.Printf("%s: %v", path, err)
		isLast := attempt == attempts || errors.Is(err, errRefused)
		if isLast || ctx.Err() != nil {
			return err
		}
		ceiling := 500 * time.Millisecond << attempt
		select { // jitter, so that not all clients come back at once
		case <-time.After(ceiling/2 + rand.N(ceiling/2)):
		case <-ctx.Done():
		}
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	client := newClient()
	var failed atomic.Bool
	var requests sync.WaitGroup
	for _, path := range paths {
		requests.Add(1)
		go func() { // all on one connection, none waits for another
			defer requests.Done()
			if fetchPatiently(ctx, client, path) != nil {
				failed.Store(true)
			}
		}()
	}
	requests.Wait()
	if failed.Load() {
		os.Exit(1)
	}
}
