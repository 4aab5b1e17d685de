// Server-Sent Events server: replays what a client missed, keeps connections
// open, drops clients that read too slowly.
package main

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	port      = "{{port}}"
	path      = "{{path}}"
	origin    = "{{origin}}"                  // whose pages may read
	heartbeat = "{{heartbeat}}" * time.Second // proxies cut after 60 s
	replay    = "{{replay}}"                  // events kept for who comes back
	backlog   = 256                           // events per client
	maxBytes  = 1 << 20                       // clients refuse larger events
)

type frame struct {
	id   int64
	text string
}

var (
	lock    sync.Mutex
	clients = map[chan string]*http.ResponseController{}
	recent  []frame
	lastID  = time.Now().UnixMilli() // grows across restarts
	endings = strings.NewReplacer("\r\n", "\n", "\r", "\n")
)

func publish(data string) error {
	lock.Lock()
	defer lock.Unlock()
	lastID++
	text := fmt.Sprintf("id: %d\n", lastID)
	for _, line := range strings.Split(endings.Replace(data), "\n") {
		text += "data: " + line + "\n"
	}
	text += "\n"
	if len(text) > maxBytes {
		return errors.New("event too large")
	}
	recent = append(recent, frame{lastID, text})
	if len(recent) > replay {
		recent = recent[1:]
	}
	for client, control := range clients {
		select {
		case client <- text:
		default: // too slow: it comes back and asks for what it missed
			delete(clients, client)
			close(client)
			control.SetWriteDeadline(time.Now())
		}
	}
	return nil
}

// What was missed and what is to come, with nothing lost in between.
func join(
	lastEventID string, control *http.ResponseController,
) (missed []string, client chan string) {
	lock.Lock()
	defer lock.Unlock()
	if after, err := strconv.ParseInt(lastEventID, 10, 64); err == nil {
		for _, f := range recent {
			if f.id > after {
				missed = append(missed, f.text)
			}
		}
	}
	client = make(chan string, backlog)
	clients[client] = control
	return missed, client
}

func stream(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != path || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	if wanted != "" && equal != 1 {
		http.Error(w, "no valid token", http.StatusUnauthorized)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Set("Vary", "Origin")
	control := http.NewResponseController(w)
	missed, client := join(r.Header.Get("Last-Event-ID"), control)
	defer func() {
		lock.Lock()
		delete(clients, client)
		lock.Unlock()
	}()
	text, open := strings.Join(missed, ""), true
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for open {
		if _, err := fmt.Fprint(w, text); err != nil {
			return
		}
		if control.Flush() != nil {
			return
		}
		select {
		case text, open = <-client:
		case <-beat.C:
			text = ": still here\n\n"
		case <-r.Context().Done():
			return
		}
	}
}

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	server := &http.Server{
		Handler:           http.HandlerFunc(stream),
		ReadHeaderTimeout: 10 * time.Second,
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		log.Fatal(err)
	}
	go server.Serve(listener)
	log.Printf("listening on %d", port)
	for tick := time.NewTicker(time.Second); ; {
		select {
		case <-tick.C:
			err := publish(time.Now().Format(time.RFC3339Nano)) // your code here
			if err != nil {
				log.Printf("not published: %v", err)
			}
		case <-stop:
			return // clients come back, with the id of the last event
		}
	}
}
