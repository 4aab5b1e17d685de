// HTTP/2 server that sends a page and what belongs to it: pushed where the
// client accepts push, else as Early Hints. Browsers accept no push any more,
// but Chromium and Firefox fetch early what a 103 response names.
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/h2c"
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
	style, found := resources[r.URL.Path]
	switch {
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
	h2 := &http2.Server{MaxConcurrentStreams: 100, IdleTimeout: time.Minute}
	handler := http.HandlerFunc(answer)
	server := &http.Server{
		Addr:              fmt.Sprintf(":%d", port),
		Handler:           h2c.NewHandler(handler, h2), // HTTP/2 without TLS
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      10 * time.Second,
	}
	serve := server.ListenAndServe
	cert, key := os.Getenv("TLS_CERT_FILE"), os.Getenv("TLS_KEY_FILE")
	if cert != "" { // browsers speak HTTP/2 over TLS only
		server.Handler = handler
		if err := http2.ConfigureServer(server, h2); err != nil {
			log.Fatal(err)
		}
		serve = func() error { return server.ListenAndServeTLS(cert, key) }
	}
	go func() { log.Fatal(serve()) }()
	log.Printf("listening on %d", port)
	<-stop
	server.Close()
}
