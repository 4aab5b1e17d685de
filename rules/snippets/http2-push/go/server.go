// HTTP/2 server that sends a page and what belongs to it: pushed where the
// client accepts push, else as Early Hints. Browsers accept no push any more,
// but Chromium and Firefox fetch early what a 103 response names.
package main

import (
	"context"
	"crypto/subtle"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	port = "{{port}}"
	path = "{{path}}"
	page = `<!doctype html><link rel="stylesheet" href="/style.css"><p>Hello`
)

var resources = map[string]string{"/style.css": "p { color: green }"}

func push(w http.ResponseWriter) {
	pusher, can := w.(http.Pusher)
	for name := range resources {
		if can && pusher.Push(name, nil) == nil {
			continue
		}
		link := fmt.Sprintf("<%s>; rel=preload; as=style", name)
		w.Header().Add("Link", link)
	}
	if w.Header().Get("Link") != "" {
		w.WriteHeader(http.StatusEarlyHints)
	}
}

func answer(w http.ResponseWriter, r *http.Request) {
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	style, found := resources[r.URL.Path]
	switch {
	case wanted != "" && equal != 1:
		http.Error(w, "no valid token", http.StatusUnauthorized)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", "GET")
		w.WriteHeader(http.StatusMethodNotAllowed)
	case r.URL.Path == path:
		push(w) // before the page, which names them
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page) // your code here
	case found:
		w.Header().Set("Content-Type", "text/css")
		fmt.Fprint(w, style)
	default:
		http.NotFound(w, r)
	}
}

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{
		Handler:           http.HandlerFunc(answer),
		Protocols:         protocols,
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: 100},
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
	}
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		log.Fatal(err)
	}
	serve := func() error { return server.Serve(listener) }
	cert, key := os.Getenv("TLS_CERT_FILE"), os.Getenv("TLS_KEY_FILE")
	if cert != "" { // browsers speak HTTP/2 over TLS only
		serve = func() error { return server.ServeTLS(listener, cert, key) }
	}
	go func() {
		if err := serve(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	log.Printf("listening on %d", port)
	<-stop
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	server.Shutdown(late) // answers end, then goodbye
}
