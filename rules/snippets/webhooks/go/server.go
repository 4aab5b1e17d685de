// Webhook sender: signs each event as Standard Webhooks has it, and keeps it on
// disk until the receiver accepts it, for about four days. Events may come
// twice and in another order. If strangers choose the URL, send through a proxy
// that refuses addresses of your own network.
package main

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	endpoint    = "{{endpoint}}"
	timeout     = "{{timeout}}" * time.Second
	maxWaiting  = 10_000 // events
	maxInFlight = 10     // requests
)

// delivery is an event in the outbox.
type delivery struct {
	ID       string `json:"id"`
	Body     string `json:"body"`
	Attempts int    `json:"attempts"`
	Due      int64  `json:"due"` // milliseconds since 1970
}

var (
	outbox   = cmp.Or(os.Getenv("OUTBOX"), "outbox") // a folder
	key      []byte
	waiting  atomic.Int64
	inFlight = make(chan struct{}, maxInFlight)
	client   = http.Client{CheckRedirect: stay}
	// In seconds, as the standard advises; then the event is set aside.
	pauses = []uint64{5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400}
)

// A redirect is none of the good answers.
func stay(*http.Request, []*http.Request) error {
	return http.ErrUseLastResponse
}

func (one *delivery) file() string {
	return filepath.Join(outbox, one.ID+".json")
}

// keep writes the whole file, or nothing.
func (one *delivery) keep() error {
	text, err := json.Marshal(one)
	if err != nil {
		return err
	}
	part, err := os.Create(one.file() + ".new")
	if err != nil {
		return err
	}
	_, err = part.Write(text)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), one.file())
}

// publish returns once the event is on disk.
func publish(ctx context.Context, kind string, data any) error {
	if waiting.Load() >= maxWaiting {
		return errors.New("too many events wait")
	}
	now := time.Now()
	body, err := json.Marshal(
		map[string]any{"type": kind, "timestamp": now.UTC(), "data": data})
	if err != nil {
		return err
	}
	id := "msg_" + rand.Text()
	one := delivery{ID: id, Body: string(body), Due: now.UnixMilli()}
	if err := one.keep(); err != nil {
		return err
	}
	waiting.Add(1)
	go one.deliver(ctx)
	return nil
}

// post returns the status, and the seconds that the receiver asks for.
func (one *delivery) post(parent context.Context) (int, uint64, error) {
	ctx, cancel := context.WithTimeout(parent, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(
		ctx, "POST", endpoint, strings.NewReader(one.Body))
	if err != nil {
		return 0, 0, err
	}
	moment := strconv.FormatInt(time.Now().Unix(), 10) // is signed, too
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", one.ID, moment, one.Body)
	signature := base64.StdEncoding.EncodeToString(mac.Sum(nil))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Webhook-Id", one.ID)
	request.Header.Set("Webhook-Timestamp", moment)
	request.Header.Set("Webhook-Signature", "v1,"+signature)
	response, err := client.Do(request)
	if err != nil {
		return 0, 0, err
	}
	response.Body.Close() // only its head counts
	hint, _ := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 30)
	return response.StatusCode, hint, nil
}

// attempt returns whether the event is over, for good or bad.
func (one *delivery) attempt(ctx context.Context) (bool, error) {
	status, hint, err := one.post(ctx)
	if ctx.Err() != nil {
		return true, nil // it stays in the outbox
	}
	if status/100 == 2 {
		slog.Info("accepted", "id", one.ID)
		return true, os.Remove(one.file())
	}
	if err == nil {
		err = fmt.Errorf("status %d", status)
	}
	slog.Warn("not delivered",
		"attempt", one.Attempts+1, "id", one.ID, "error", err)
	if status == http.StatusGone || one.Attempts >= len(pauses) {
		aside := strings.TrimSuffix(one.file(), ".json") + ".failed"
		return true, os.Rename(one.file(), aside)
	}
	seconds := min(86400, max(pauses[one.Attempts], hint))
	jitter := mathrand.Uint64N(500) // thousandths
	one.Attempts++
	one.Due = time.Now().UnixMilli() + int64(seconds*(750+jitter))
	return false, one.keep()
}

// deliver goes on until the event is over, or the program.
func (one *delivery) deliver(ctx context.Context) {
	defer waiting.Add(-1)
	for isOver := false; !isOver; {
		select {
		case <-time.After(time.Until(time.UnixMilli(one.Due))):
			inFlight <- struct{}{}
		case <-ctx.Done():
			return
		}
		var err error
		if isOver, err = one.attempt(ctx); err != nil {
			slog.Error("disk", "error", err)
		}
		<-inFlight
	}
}

func load(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(outbox, "*.json"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var one delivery
		if err := json.Unmarshal(text, &one); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		waiting.Add(1)
		go one.deliver(ctx)
	}
	return err
}

func run() (err error) {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	secret, _, _ := strings.Cut(os.Getenv("WEBHOOK_SECRET"), " ")
	text := strings.TrimPrefix(secret, "whsec_")
	key, err = base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) < 24 {
		return errors.New("set WEBHOOK_SECRET, made by: openssl rand -base64 32")
	}
	if err := errors.Join(os.MkdirAll(outbox, 0o700), load(ctx)); err != nil {
		return err
	}
	for tick := time.NewTicker(2 * time.Second); ; {
		select {
		case now := <-tick.C:
			if err := publish(ctx, "tick", now); err != nil { // your code here
				slog.Error("not published", "error", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

func main() {
	if err := run(); err != nil {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
