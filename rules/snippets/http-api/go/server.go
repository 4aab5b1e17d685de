// HTTP server: does what a request asks for once, however often it comes, by
// its idempotency key. The keys of a day are in memory, which a restart clears:
// keep them in your database instead, in the transaction of the order.
package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"sync"
	"syscall"
	"time"
)

const (
	port     = "{{port}}"
	path     = "{{path}}"
	origin   = "{{origin}}" // whose pages may send
	maxBytes = 1 << 16
	maxKeys  = 100_000
	kept     = 24 * time.Hour
)

type entry struct {
	hash   [sha256.Size]byte
	answer []byte // nil while the first request is at work
}

var (
	isKey = regexp.MustCompile(`^[!-~]{8,200}$`).MatchString
	lock  sync.Mutex
	known = map[string]entry{} // by key
)

func work(ctx context.Context, order json.RawMessage) (any, error) {
	return map[string]any{"id": rand.Text(), "order": order}, nil // your code here
}

// begin returns 0 to the first with a key, and to others their answer.
func begin(key string, hash [sha256.Size]byte) (int, []byte) {
	lock.Lock()
	defer lock.Unlock()
	one, found := known[key]
	switch {
	case !found && len(known) >= maxKeys:
		return http.StatusServiceUnavailable, []byte("{}")
	case !found:
		known[key] = entry{hash: hash}
		return 0, nil
	case one.hash != hash:
		return http.StatusUnprocessableEntity, []byte(`{"error":"key of another"}`)
	case one.answer == nil:
		return http.StatusConflict, []byte("{}")
	}
	return http.StatusOK, one.answer
}

// end keeps an answer for a day; without one, the request may come again.
func end(key string, one entry) {
	lock.Lock()
	defer lock.Unlock()
	if one.answer == nil {
		delete(known, key)
		return
	}
	known[key] = one
	time.AfterFunc(kept, func() { end(key, entry{}) })
}

func answer(ctx context.Context, key string, body []byte) (int, []byte) {
	if !json.Valid(body) {
		return http.StatusBadRequest, []byte(`{"error":"no JSON"}`)
	}
	one := entry{hash: sha256.Sum256(body)}
	if status, before := begin(key, one.hash); status != 0 {
		return status, before
	}
	defer func() { end(key, one) }() // also after a panic
	result, err := work(ctx, body)
	if err == nil {
		one.answer, err = json.Marshal(result)
	}
	if err != nil {
		slog.Error("failed", "error", err)
		return http.StatusInternalServerError, []byte("{}")
	}
	return http.StatusCreated, one.answer
}

func isAllowed(r *http.Request) bool {
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	return wanted == "" || equal == 1
}

func serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Vary", "Origin")
	h.Set("Cache-Control", "no-store")
	key := r.Header.Get("Idempotency-Key")
	switch {
	case r.URL.Path != path:
		http.Error(w, "{}", http.StatusNotFound)
	case r.Method == http.MethodOptions: // a page asks first
		h.Set("Access-Control-Allow-Headers",
			"authorization, content-type, idempotency-key")
		h.Set("Access-Control-Max-Age", "600")
		w.WriteHeader(http.StatusNoContent)
	case r.Method != http.MethodPost:
		http.Error(w, "{}", http.StatusMethodNotAllowed)
	case !isAllowed(r):
		http.Error(w, "{}", http.StatusUnauthorized)
	case !isKey(key):
		http.Error(w, "{}", http.StatusBadRequest)
	default:
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBytes))
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, "{}", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			return // it went away, or takes too long
		}
		status, text := answer(r.Context(), key, body)
		h.Set("Content-Type", "application/json")
		w.WriteHeader(status)
		w.Write(text)
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := &http.Server{
		Handler:      http.HandlerFunc(serve),
		ReadTimeout:  10 * time.Second, // of a whole request
		WriteTimeout: time.Minute,      // your code included
		IdleTimeout:  time.Minute,
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		slog.Error("cannot listen", "error", err)
		os.Exit(1)
	}
	go server.Serve(listener)
	slog.Info("listening", "port", port)
	<-ctx.Done()
	late, cancel := context.WithTimeout(
		context.Background(), 1500*time.Millisecond)
	defer cancel()
	server.Shutdown(late) // lets what is under way end
}
