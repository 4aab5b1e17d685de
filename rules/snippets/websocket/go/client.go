// WebSocket client: reconnects with backoff, notices a dead link, and keeps
// a bounded outbox while it is down.
package main

import (
	"fmt"
	"log"
	"math/rand"
	"net/http"
	"os"
	"time"

	"github.com/gorilla/websocket"
)

const (
	endpoint  = "{{endpoint}}"
	heartbeat = "{{heartbeat}}" * time.Second // proxies cut after 60 s
	binary    = "{{binary}}"
	maxBytes  = 1 << 20 // per message
	patience  = 10 * time.Second
)

var outbox = make(chan string, 1000) // messages; the oldest go first
var dice = rand.New(rand.NewSource(time.Now().UnixNano()))

func send(message string) {
	for {
		select {
		case outbox <- message:
			return
		default:
		}
		select {
		case <-outbox:
		default:
		}
	}
}

func receive(message []byte) {
	fmt.Printf("%s\n", message) // your code here
}

func read(ws *websocket.Conn) error {
	ws.SetReadLimit(maxBytes)
	extend := func(string) error {
		return ws.SetReadDeadline(time.Now().Add(2 * heartbeat))
	}
	extend("")
	ws.SetPongHandler(extend) // without a pong the deadline ends the reading
	for {
		_, message, err := ws.ReadMessage()
		if err != nil {
			return err
		}
		receive(message)
	}
}

func converse(ws *websocket.Conn) (err error) {
	defer ws.Close()
	lost := make(chan error, 1)
	go func() { lost <- read(ws) }()
	kind := websocket.TextMessage
	if binary {
		kind = websocket.BinaryMessage
	}
	ping := time.NewTicker(heartbeat)
	defer ping.Stop()
	for err == nil {
		select {
		case err = <-lost:
		case message := <-outbox:
			ws.SetWriteDeadline(time.Now().Add(patience))
			err = ws.WriteMessage(kind, []byte(message))
			if err != nil {
				send(message) // again on the next connection
			}
		case <-ping.C:
			until := time.Now().Add(patience)
			err = ws.WriteControl(websocket.PingMessage, nil, until)
		}
	}
	return err
}

func connect() error {
	header := http.Header{}
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		header.Set("Authorization", "Bearer "+token)
	}
	dialer := websocket.Dialer{
		HandshakeTimeout: patience,
		Proxy:            http.ProxyFromEnvironment,
	}
	ws, _, err := dialer.Dial(endpoint, header)
	if err != nil {
		return err
	}
	log.Print("connected")
	return converse(ws)
}

// Up to 30 s, with jitter: not all clients come back at once.
func backoff(failures int) time.Duration {
	ceiling := 30 * time.Second
	if failures < 6 {
		ceiling = 500 * time.Millisecond << failures
	}
	return ceiling/2 + time.Duration(dice.Int63n(int64(ceiling/2)))
}

func main() {
	send(`{"type":"hello"}`)
	for failures := 0; ; failures++ {
		started := time.Now()
		err := connect()
		log.Printf("closed: %v", err)
		if websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
			return // the server will not have us, asking again is no use
		}
		if time.Since(started) > time.Minute {
			failures = 0
		}
		time.Sleep(backoff(failures))
	}
}
