// Webhook receiver: checks signature and age of each event, puts it on disk,
// answers, and hands it to your code afterwards. An event that comes again is
// accepted and does nothing. What fails in your code is tried again; after a
// crash your code may see an event twice.
package main

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	port       = "{{port}}"
	path       = "{{path}}"
	maxBytes   = 1 << 18
	maxWaiting = 10_000             // events
	maxTries   = 8                  // of one event, within two minutes
	tolerance  = 5 * time.Minute    // clocks differ; what is older is replayed
	kept       = 7 * 24 * time.Hour // longer than senders try
)

var (
	inbox    = cmp.Or(os.Getenv("INBOX"), "inbox") // a folder
	keys     [][]byte
	oneByOne sync.Mutex
	waiting  atomic.Int64
)

func receive(event string) error {
	fmt.Println(event) // your code here
	return nil
}

func isSigned(h http.Header, body []byte) bool {
	id, moment := h.Get("Webhook-Id"), h.Get("Webhook-Timestamp")
	seconds, err := strconv.ParseInt(moment, 10, 64)
	age := time.Since(time.Unix(seconds, 0)).Abs()
	if err != nil || id == "" || age > tolerance {
		return false
	}
	for _, key := range keys {
		mac := hmac.New(sha256.New, key)
		fmt.Fprintf(mac, "%s.%s.%s", id, moment, body)
		wanted := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		for _, given := range strings.Fields(h.Get("Webhook-Signature")) {
			if hmac.Equal([]byte(given), []byte(wanted)) {
				return true
			}
		}
	}
	return false
}

// keep returns once the event is on disk, whole; a second one changes nothing.
func keep(id string, body []byte) error {
	part, err := os.CreateTemp(inbox, "*.part")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = part.Write(body)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	name := fmt.Sprintf("%x.json", sha256.Sum256([]byte(id)))
	file := filepath.Join(inbox, name)
	if err = os.Link(part.Name(), file); errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		waiting.Add(1)
		go work(file)
	}
	return err
}

func serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != path || r.Method != http.MethodPost {
		http.NotFound(w, r)
		return
	}
	if waiting.Load() >= maxWaiting {
		http.Error(w, "too many events wait", http.StatusServiceUnavailable)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	case err != nil: // the sender went away, or takes too long
		http.Error(w, "no body", http.StatusBadRequest)
	case !isSigned(r.Header, body):
		http.Error(w, "no valid signature", http.StatusUnauthorized)
	default:
		if err := keep(r.Header.Get("Webhook-Id"), body); err != nil {
			slog.Error("disk", "error", err)
			http.Error(w, "not kept", http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

func handle(file string) ([]byte, error) {
	oneByOne.Lock()
	defer oneByOne.Unlock()
	event, err := os.ReadFile(file)
	if err == nil {
		err = receive(string(event))
	}
	return event, err
}

// work hands an event to your code until that does not fail.
func work(file string) {
	defer waiting.Add(-1)
	for try := range maxTries {
		event, err := handle(file)
		if err == nil {
			break
		}
		slog.Error("failed", "event", file, "try", try+1, "error", err)
		if try+1 < maxTries {
			time.Sleep(time.Second << try)
		} else if os.WriteFile(file+".failed", event, 0o600) != nil {
			return // it waits for the next start
		}
	}
	if err := os.Truncate(file, 0); err != nil { // an empty one was handled
		slog.Error("disk", "error", err)
	}
}

// tidy returns the events that wait, and forgets those that no sender tries
// any more.
func tidy() (files []string) {
	entries, err := os.ReadDir(inbox)
	if err != nil {
		slog.Error("disk", "error", err)
	}
	for _, entry := range entries {
		state, err := entry.Info()
		if err != nil {
			continue // it is gone
		}
		file := filepath.Join(inbox, entry.Name())
		isOld := time.Since(state.ModTime()) > kept
		switch kind := filepath.Ext(file); {
		case kind == ".json" && state.Size() > 0:
			files = append(files, file)
		case kind != ".failed" && isOld:
			os.Remove(file)
		}
	}
	return files
}

// Separated by a blank where there are two, while you change the secret.
func readKeys() error {
	for _, secret := range strings.Split(os.Getenv("WEBHOOK_SECRET"), " ") {
		text := strings.TrimPrefix(secret, "whsec_")
		key, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(key) < 24 {
			return errors.New("set WEBHOOK_SECRET to that of the sender")
		}
		keys = append(keys, key)
	}
	return nil
}

func run() error {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := errors.Join(readKeys(), os.MkdirAll(inbox, 0o700)); err != nil {
		return err
	}
	for _, file := range tidy() {
		waiting.Add(1)
		go work(file)
	}
	server := &http.Server{
		Handler:     http.HandlerFunc(serve),
		ReadTimeout: 10 * time.Second, // of a whole request
		IdleTimeout: time.Minute,
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		return err
	}
	go server.Serve(listener)
	slog.Info("listening", "port", port)
	for day := time.NewTicker(24 * time.Hour); ctx.Err() == nil; {
		select {
		case <-day.C:
			tidy()
		case <-ctx.Done(): // what is in the inbox waits for the next start
		}
	}
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	server.Shutdown(late)
	return nil
}

func main() {
	if err := run(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
