// HTTP/2 client: many requests at once over one connection, which is what
// HTTP/2 is good at. Go's client refuses server push, as browsers do; for
// events from a server take SSE or WebSocket.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http2"
)

const (
	endpoint = "{{endpoint}}"
	path     = "{{path}}"
	maxBytes = 1 << 20 // per body
	attempts = 5
)

var paths = []string{path, "/style.css"} // your code here
var dice = rand.New(rand.NewSource(time.Now().UnixNano()))

func receive(path string, body []byte) {
	fmt.Printf("%s: %s\n", path, body) // your code here
}

func newClient() *http.Client {
	transport := &http2.Transport{
		ReadIdleTimeout: 30 * time.Second, // then a ping
		PingTimeout:     10 * time.Second,
	}
	if strings.HasPrefix(endpoint, "http://") { // HTTP/2 without TLS
		transport.AllowHTTP = true
		transport.DialTLSContext = func(
			ctx context.Context, network, address string, _ *tls.Config,
		) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
	}
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

func fetch(client *http.Client, path string) ([]byte, error) {
	response, err := client.Get(endpoint + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err == nil && len(body) > maxBytes {
		err = errors.New("body too large")
	}
	return body, err
}

func fetchPatiently(client *http.Client, path string) error {
	for attempt := 1; ; attempt++ {
		body, err := fetch(client, path)
		if err == nil {
			receive(path, body)
			return nil
		}
		log.Printf("%s: %v", path, err)
		if attempt == attempts {
			return err
		}
		ceiling := 500 * time.Millisecond << attempt
		// Jitter: not all clients come back at once.
		time.Sleep(ceiling/2 + time.Duration(dice.Int63n(int64(ceiling/2))))
	}
}

func main() {
	client, failed := newClient(), false
	var requests sync.WaitGroup
	var lock sync.Mutex
	for _, path := range paths {
		requests.Add(1)
		go func(path string) { // all on one connection, none waits for another
			defer requests.Done()
			if fetchPatiently(client, path) != nil {
				lock.Lock()
				failed = true
				lock.Unlock()
			}
		}(path)
	}
	requests.Wait()
	if failed {
		os.Exit(1)
	}
}
