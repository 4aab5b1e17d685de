// WebSocket server: broadcasts to everybody, notices dead links, drops
// clients that read too slowly. TLS belongs to the proxy in front of it; let
// that proxy pass the Upgrade header.
package main

import (
	"crypto/subtle"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

const (
	port       = "{{port}}"
	origin     = "{{origin}}" // the only site whose pages may connect
	heartbeat  = "{{heartbeat}}" * time.Second
	maxBytes   = 1 << 16 // per message
	backlog    = 256     // messages per client
	maxClients = 10_000
	patience   = 10 * time.Second
	pagePing   = `{"type":"ping"}` // pages cannot send ping frames
	pagePong   = `{"type":"pong"}`
)

type message struct {
	kind int
	data []byte
}

var (
	lock     sync.Mutex
	clients  = map[*websocket.Conn]chan message{}
	farewell = websocket.CloseTryAgainLater // to one that is too slow
)

func isAllowed(r *http.Request) bool {
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	return wanted == "" || equal == 1
}

// drop needs the lock; it ends the writer, which closes the connection.
func drop(ws *websocket.Conn) {
	if queue, found := clients[ws]; found {
		delete(clients, ws)
		close(queue)
	}
}

func publish(m message, from *websocket.Conn) {
	lock.Lock()
	defer lock.Unlock()
	for ws, queue := range clients {
		if ws == from {
			continue
		}
		select {
		case queue <- m:
		default: // better to lose one client than the server's memory
			drop(ws)
			ws.NetConn().SetWriteDeadline(time.Now())
		}
	}
}

func answer(ws *websocket.Conn) {
	lock.Lock()
	defer lock.Unlock()
	select {
	case clients[ws] <- message{websocket.TextMessage, []byte(pagePong)}:
	default:
	}
}

func write(ws *websocket.Conn, queue <-chan message) {
	defer ws.Close()
	ping := time.NewTicker(heartbeat)
	defer ping.Stop()
	for {
		select {
		case m, open := <-queue:
			until := time.Now().Add(patience)
			if !open {
				bye := websocket.FormatCloseMessage(farewell, "")
				ws.WriteControl(websocket.CloseMessage, bye, until)
				return
			}
			ws.SetWriteDeadline(until)
			if ws.WriteMessage(m.kind, m.data) != nil {
				return
			}
		case <-ping.C:
			until := time.Now().Add(patience)
			if ws.WriteControl(websocket.PingMessage, nil, until) != nil {
				return
			}
		}
	}
}

func serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{
		HandshakeTimeout: patience,
		CheckOrigin: func(r *http.Request) bool {
			site := r.Header.Get("Origin") // other programs than browsers: none
			return site == "" || site == origin
		},
	}
	if !isAllowed(r) {
		http.Error(w, "no valid token", http.StatusUnauthorized)
		return
	}
	ws, err := upgrader.Upgrade(w, r, nil) // answers itself when it refuses
	if err != nil {
		return
	}
	queue := make(chan message, backlog)
	lock.Lock()
	isFull := len(clients) >= maxClients
	if !isFull {
		clients[ws] = queue
	}
	lock.Unlock()
	if isFull {
		ws.Close()
		return
	}
	go write(ws, queue)
	ws.SetReadLimit(maxBytes)
	extend := func(string) error {
		return ws.SetReadDeadline(time.Now().Add(2 * heartbeat))
	}
	extend("")
	ws.SetPongHandler(extend)
	for {
		kind, data, err := ws.ReadMessage()
		if err != nil {
			break
		}
		extend("") // a pong may be behind many messages
		if string(data) == pagePing {
			answer(ws)
			continue
		}
		publish(message{kind, data}, ws) // your code here
	}
	lock.Lock()
	drop(ws)
	lock.Unlock()
}

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	server := &http.Server{
		Handler:           http.HandlerFunc(serve),
		ReadHeaderTimeout: patience,
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		log.Fatal(err)
	}
	go server.Serve(listener)
	log.Printf("listening on %d", port)
	<-stop
	lock.Lock()
	farewell = websocket.CloseGoingAway // they come back, with jitter
	for ws := range clients {
		drop(ws)
	}
	lock.Unlock()
	time.Sleep(time.Second) // for the last frames
}
