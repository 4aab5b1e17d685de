// HTTP streaming server: a JSON text a line, in an answer that does not end.
// Replays what a client missed, drops clients that read too slowly.
package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
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
	port       = "{{port}}"
	path       = "{{path}}"
	heartbeat  = 15 * time.Second // proxies cut idle connections after 60 s
	replay     = 1000             // messages kept for clients that come back
	backlog    = 256              // messages per client
	maxLine    = 1 << 20          // bytes; clients refuse longer ones
	maxClients = 10_000
)

type message struct {
	id   int64
	line string
}

var (
	lock    sync.Mutex
	clients = map[chan string]*http.ResponseController{}
	recent  []message
	lastID  = time.Now().UnixMilli() // grows across restarts
)

func publish(data any) error {
	lock.Lock()
	defer lock.Unlock()
	text, err := json.Marshal(map[string]any{"id": lastID + 1, "data": data})
	if err != nil {
		return err
	}
	line := string(text) + "\n"
	if len(line) > maxLine {
		return errors.New("line too long")
	}
	lastID++
	recent = append(recent, message{lastID, line})
	if len(recent) > replay {
		recent = recent[1:]
	}
	for client, control := range clients {
		select {
		case client <- line:
		default: // too slow: it comes back and asks for what it missed
			delete(clients, client)
			close(client)
			control.SetWriteDeadline(time.Now())
		}
	}
	return nil
}

// What was missed and what is to come, with nothing lost in between; nil when
// there are too many clients.
func join(
	asked string, control *http.ResponseController,
) (missed string, client chan string) {
	lock.Lock()
	defer lock.Unlock()
	if len(clients) >= maxClients {
		return "", nil
	}
	var lines strings.Builder
	// 0, as from a new client, is no number of a message.
	if after, err := strconv.ParseInt(asked, 10, 64); err == nil && after > 0 {
		for _, m := range recent {
			if m.id > after {
				lines.WriteString(m.line)
			}
		}
	}
	client = make(chan string, backlog)
	clients[client] = control
	return lines.String(), client
}

func leave(client chan string) {
	lock.Lock()
	defer lock.Unlock()
	delete(clients, client)
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
	control := http.NewResponseController(w)
	text, client := join(r.URL.Query().Get("after"), control)
	if client == nil {
		http.Error(w, "too many clients", http.StatusServiceUnavailable)
		return
	}
	defer leave(client)
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold lines back
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for open := true; open; {
		if _, err := fmt.Fprint(w, text); err != nil || control.Flush() != nil {
			return
		}
		select {
		case text, open = <-client:
		case <-beat.C:
			text = "\n"
		case <-r.Context().Done(): // the client left, or this server stops
			return
		}
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{
		Handler:           http.HandlerFunc(stream),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		slog.Error("cannot listen", "error", err)
		os.Exit(1)
	}
	go server.Serve(listener)
	slog.Info("listening", "port", port)
	for tick := time.NewTicker(time.Second); ctx.Err() == nil; {
		select {
		case <-tick.C:
			err := publish(time.Now().Format(time.RFC3339Nano)) // your code here
			if err != nil {
				slog.Error("not published", "error", err)
			}
		case <-ctx.Done():
		}
	}
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	server.Shutdown(late) // clients come back, with their place
}
