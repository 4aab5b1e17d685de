// Polling server: answers with the state and its tag; who has it already gets
// 304 and no body. TLS and caches belong in front of it.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	port = "{{port}}"
	path = "{{path}}"
)

type snapshot struct {
	body []byte
	tag  string
}

var current atomic.Pointer[snapshot]

func publish(state any) error {
	body, err := json.Marshal(state)
	if err != nil {
		return err
	}
	tag := fmt.Sprintf(`"%.10x"`, sha256.Sum256(body)) // same after a restart
	current.Store(&snapshot{body, tag})
	return nil
}

func serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != path {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", "GET")
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
		return
	}
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	if wanted != "" && equal != 1 {
		http.Error(w, "no valid token", http.StatusUnauthorized)
		return
	}
	// How long a cache in front may answer instead, for everybody.
	caching := "max-age=1"
	if wanted != "" {
		caching = "private, no-cache"
	}
	state := current.Load()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", caching)
	w.Header().Set("ETag", state.tag)
	// Answers 304 where If-None-Match names the tag.
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(state.body))
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{
		Handler:      http.HandlerFunc(serve),
		ReadTimeout:  10 * time.Second,
		WriteTimeout: 10 * time.Second,
		IdleTimeout:  time.Minute,
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		slog.Error("cannot listen", "error", err)
		os.Exit(1)
	}
	publish(map[string]any{})
	go server.Serve(listener)
	slog.Info("listening", "port", port)
	for tick := time.NewTicker(5 * time.Second); ctx.Err() == nil; {
		err := publish(map[string]any{"time": time.Now()}) // your code here
		if err != nil {
			slog.Error("not published", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	server.Shutdown(late) // lets open answers end
}
