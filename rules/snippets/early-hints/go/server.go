// Early Hints server: while it makes a page, it names what the page will need,
// and the browser fetches that meanwhile. Browsers take hints over HTTP/2 and
// HTTP/3 alone: from here with TLS, or from a proxy that passes them on.
package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"log/slog"
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
)

type asset struct{ kind, body string }

var (
	assets = map[string]asset{} // by path
	links  []string
)

// Hinted assets have to be cacheable; a new content gets a new name.
func addAsset(name, kind, as, body string) string {
	path := fmt.Sprintf("/%.4x-%s", sha256.Sum256([]byte(body)), name)
	assets[path] = asset{kind, body}
	links = append(links, fmt.Sprintf("<%s>; rel=preload; as=%s", path, as))
	return path
}

const (
	css  = "body { font-family: sans-serif; color: green }" // your code here
	js   = `document.title += "!"`
	html = `<!doctype html><html lang="en">
<meta charset="utf-8"><title>Page</title>
<link rel="stylesheet" href="%s"><script src="%s" defer></script>
<p>Hello</p></html>`
)

var (
	style  = addAsset("style.css", "text/css", "style", css)
	script = addAsset("app.js", "text/javascript", "script", js)
)

// Your code here: what takes time, such as a database.
func makePage(ctx context.Context) (string, error) {
	select {
	case <-time.After(500 * time.Millisecond):
		return fmt.Sprintf(html, style, script), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func isAllowed(r *http.Request) bool {
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	return wanted == "" || equal == 1
}

func serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	one, isAsset := assets[r.URL.Path]
	switch {
	case !isAllowed(r):
		http.Error(w, "no valid token", http.StatusUnauthorized)
	case r.Method != http.MethodGet:
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
	case isAsset:
		h.Set("Content-Type", one.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		io.WriteString(w, one.body)
	case r.URL.Path == path:
		servePage(w, r)
	default:
		http.NotFound(w, r)
	}
}

func servePage(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Link"] = links // also of the answer, for browsers that ignore hints
	// Of other programs, some take the 103 for the answer; nginx < 1.29, too.
	if r.Header.Get("Sec-Fetch-Mode") == "navigate" {
		w.WriteHeader(http.StatusEarlyHints)
	}
	page, err := makePage(r.Context())
	if err != nil {
		slog.Error("no page", "error", err)
		http.Error(w, "no page", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	io.WriteString(w, page)
}

func run() error {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:      http.HandlerFunc(serve),
		ReadTimeout:  10 * time.Second,
		WriteTimeout: 20 * time.Second, // makePage included
		IdleTimeout:  20 * time.Second,
		HTTP2:        &http.HTTP2Config{MaxConcurrentStreams: 100},
	}
	cert, key := os.Getenv("TLS_CERT_FILE"), os.Getenv("TLS_KEY_FILE")
	failed := make(chan error, 1)
	go func() {
		if cert == "" || key == "" { // HTTP/1.1, which proxies speak
			failed <- server.Serve(listener)
		} else {
			failed <- server.ServeTLS(listener, cert, key)
		}
	}()
	slog.Info("listening", "port", port)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	server.Shutdown(late) // lets pages under way end
	return nil
}

func main() {
	if err := run(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
