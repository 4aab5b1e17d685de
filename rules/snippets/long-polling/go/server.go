// Long polling server: holds a request until there is news, and answers with
// what came after the client's place. It keeps the last 1000 messages: who
// stays away for longer misses the older ones.
package main

import (
	"crypto/subtle"
	"encoding/json"
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
	port       = "{{port}}"
	path       = "{{path}}"
	origin     = "{{origin}}" // whose pages may read
	hold       = "{{hold}}" * time.Second
	replay     = 1000
	maxMessage = 1 << 19 // bytes; clients take answers of twice that
	maxAnswer  = 1 << 18 // bytes, where it has more than one message
	maxParked  = 10_000
)

type message struct {
	id   int64
	text string
}

var (
	lock   sync.Mutex
	recent []message
	news   = make(chan struct{}) // closed by the next message
	parked = make(chan struct{}, maxParked)
	lastID = time.Now().UnixMilli() // grows across restarts
)

func publish(data any) error {
	lock.Lock()
	defer lock.Unlock()
	text, err := json.Marshal(map[string]any{"id": lastID + 1, "data": data})
	if err != nil {
		return err
	}
	if len(text) > maxMessage {
		return errors.New("message too large")
	}
	lastID++
	recent = append(recent, message{lastID, string(text)})
	if len(recent) > replay {
		recent = recent[1:]
	}
	close(news)
	news = make(chan struct{})
	return nil
}

// What came after a place; what does not fit is asked for next.
func collect(after int64) string {
	lock.Lock()
	defer lock.Unlock()
	var texts []string
	size := 0
	for _, m := range recent {
		if m.id <= after {
			continue
		}
		if size += len(m.text); len(texts) > 0 && size > maxAnswer {
			break
		}
		texts, after = append(texts, m.text), m.id
	}
	all := strings.Join(texts, ",")
	return fmt.Sprintf(`{"after":%d,"messages":[%s]}`, after, all)
}

// A valid place, and what is closed once it is not the last one any more.
func place(asked string) (after, last int64, next chan struct{}) {
	lock.Lock()
	defer lock.Unlock()
	after, err := strconv.ParseInt(asked, 10, 64)
	if err != nil || after <= 0 || after > lastID {
		return lastID, 0, news // it has none, or one from elsewhere
	}
	return after, lastID, news
}

func serve(w http.ResponseWriter, r *http.Request) {
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
	select {
	case parked <- struct{}{}:
		defer func() { <-parked }()
	default:
		http.Error(w, "too many clients", http.StatusServiceUnavailable)
		return
	}
	after, last, next := place(r.URL.Query().Get("after"))
	if after == last {
		select {
		case <-next:
		case <-time.After(hold):
		case <-r.Context().Done():
			return
		}
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Set("Vary", "Origin")
	fmt.Fprint(w, collect(after))
}

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	server := &http.Server{
		Handler:           http.HandlerFunc(serve),
		ReadHeaderTimeout: 10 * time.Second,
		WriteTimeout:      hold + 10*time.Second, // who does not read
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
			return // clients come back, with their place
		}
	}
}
