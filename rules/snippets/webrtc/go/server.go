// Signalling server for WebRTC peers: relays each message to the other one in
// the room. Payloads never pass through it. TLS belongs to the proxy in front.
// Peers behind strict firewalls need a TURN server besides.
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
	port      = "{{port}}"
	origin    = "{{origin}}" // the only site whose pages may connect
	roomLimit = 2            // peers
	maxBytes  = 1 << 16      // per message
	heartbeat = 25 * time.Second
	patience  = 10 * time.Second
)

var (
	lock  sync.Mutex // held while writing, too: one writer at a time
	rooms = map[string]map[*websocket.Conn]bool{}
)

func isAllowed(r *http.Request) bool {
	site := r.Header.Get("Origin") // programs other than browsers send none
	return site == "" || site == origin
}

func enter(name string, ws *websocket.Conn) bool {
	lock.Lock()
	defer lock.Unlock()
	if rooms[name] == nil {
		rooms[name] = map[*websocket.Conn]bool{}
	}
	if len(rooms[name]) >= roomLimit {
		return false // your code here: who may enter which room
	}
	rooms[name][ws] = true
	return true
}

func leave(name string, ws *websocket.Conn) {
	lock.Lock()
	defer lock.Unlock()
	delete(rooms[name], ws)
	if len(rooms[name]) == 0 {
		delete(rooms, name)
	}
}

func relay(name string, from *websocket.Conn, kind int, data []byte) {
	lock.Lock()
	defer lock.Unlock()
	for ws := range rooms[name] {
		if ws == from {
			continue
		}
		ws.SetWriteDeadline(time.Now().Add(time.Second))
		if ws.WriteMessage(kind, data) != nil {
			ws.Close() // too slow, or gone
		}
	}
}

func bye(ws *websocket.Conn, code int, why string) {
	data := websocket.FormatCloseMessage(code, why)
	ws.WriteControl(websocket.CloseMessage, data, time.Now().Add(patience))
}

func serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{
		HandshakeTimeout: patience,
		CheckOrigin:      isAllowed,
	}
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	if wanted != "" && equal != 1 {
		http.Error(w, "no valid token", http.StatusUnauthorized)
		return
	}
	ws, err := upgrader.Upgrade(w, r, nil) // answers itself when it refuses
	if err != nil {
		return
	}
	defer ws.Close()
	name := r.URL.Query().Get("room")
	if !enter(name, ws) {
		bye(ws, websocket.ClosePolicyViolation, "room is full")
		return
	}
	defer leave(name, ws)
	ws.SetReadLimit(maxBytes)
	var ping *time.Timer
	ping = time.AfterFunc(heartbeat, func() {
		until := time.Now().Add(patience)
		ws.WriteControl(websocket.PingMessage, nil, until)
		ping.Reset(heartbeat)
	})
	defer ping.Stop()
	extend := func(string) error {
		return ws.SetReadDeadline(time.Now().Add(2 * heartbeat))
	}
	extend("")
	ws.SetPongHandler(extend)
	for {
		kind, data, err := ws.ReadMessage()
		if err != nil {
			return
		}
		relay(name, ws, kind, data)
	}
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
	for _, room := range rooms {
		for ws := range room {
			bye(ws, websocket.CloseGoingAway, "")
		}
	}
}
