// WebSocket client: reconnects with backoff, notices a dead link, keeps what it
// sends in order. WebSocket confirms nothing: what was on its way when the line
// broke is lost, unless your own messages are acknowledged.
package main

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

const (
	endpoint   = "{{endpoint}}"
	heartbeat  = "{{heartbeat}}" * time.Second // proxies cut after 60 s
	binary     = "{{binary}}"
	maxBytes   = 1 << 20 // per message
	patience   = 10 * time.Second
	firstPause = 500 * time.Millisecond
	lastPause  = 30 * time.Second
)

var outbox = make(chan string, 1000) // the oldest are dropped first

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

func receive(message []byte) error {
	fmt.Println(string(message)) // your code here
	return nil
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
		if err = receive(message); err != nil {
			log.Printf("failed: %v", err)
		}
		extend("") // your code may have taken longer
	}
}

func talk(ctx context.Context, ws *websocket.Conn) (err error) {
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
		case <-ctx.Done():
			bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
			until := time.Now().Add(time.Second)
			return ws.WriteControl(websocket.CloseMessage, bye, until)
		case err = <-lost:
		case message := <-outbox:
			ws.SetWriteDeadline(time.Now().Add(patience))
			err = ws.WriteMessage(kind, []byte(message))
		case <-ping.C:
			until := time.Now().Add(patience)
			err = ws.WriteControl(websocket.PingMessage, nil, until)
		}
	}
	return err
}

func connect(ctx context.Context) error {
	header := http.Header{}
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		header.Set("Authorization", "Bearer "+token)
	}
	dialer := websocket.Dialer{
		HandshakeTimeout: patience,
		Proxy:            http.ProxyFromEnvironment,
	}
	ws, response, err := dialer.DialContext(ctx, endpoint, header)
	if err != nil && response != nil {
		return fmt.Errorf("%w: %s", err, response.Status)
	}
	if err != nil {
		return err
	}
	log.Print("connected")
	return talk(ctx, ws)
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { // a handshake cannot be broken off
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	})
	send(`{"type":"hello"}`)
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		err := connect(ctx)
		log.Printf("closed: %v", err)
		if websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
			log.Fatal("refused: not trying again")
		}
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
