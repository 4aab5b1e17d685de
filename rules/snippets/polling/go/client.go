// Polling client: asks at an interval, transfers nothing while nothing is new,
// backs off while the server is away. What fails in your code comes again with
// the next poll, because its tag is kept only after that.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"mime"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

const (
	endpoint  = "{{endpoint}}"
	interval  = "{{interval}}" * time.Second
	timeout   = 10 * time.Second
	lastPause = max(interval, time.Minute)
	maxBytes  = 1 << 20
)

var tag string // of the state that was handled last

func receive(state string) error {
	fmt.Println(state) // your code here
	return nil
}

// Seconds or a date; the server may ask for patience, but not for a year.
func retryAfter(hint string) time.Duration {
	if seconds, err := strconv.ParseUint(hint, 10, 30); err == nil {
		return min(lastPause, time.Duration(seconds)*time.Second)
	}
	date, _ := http.ParseTime(hint)
	return min(lastPause, time.Until(date))
}

// poll returns how long the server wants to be left alone, if at all.
func poll(parent context.Context) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(parent, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", endpoint, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Accept", "application/json")
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if tag != "" {
		request.Header.Set("If-None-Match", tag)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotModified {
		return 0, nil
	}
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if response.StatusCode != http.StatusOK || kind != "application/json" {
		return retryAfter(response.Header.Get("Retry-After")),
			fmt.Errorf("refused: %s %s", response.Status, kind)
	}
	state, err := io.ReadAll(io.LimitReader(response.Body, maxBytes+1))
	if err != nil {
		return 0, err
	}
	if len(state) > maxBytes {
		return 0, errors.New("answer too large")
	}
	if err := receive(string(state)); err != nil {
		return 0, err
	}
	tag = response.Header.Get("ETag")
	return 0, nil
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for pause := interval; ctx.Err() == nil; {
		hint, err := poll(ctx)
		if err == nil {
			pause = interval
		} else if ctx.Err() == nil {
			slog.Error("no state", "error", err)
			pause = min(lastPause, max(2*pause, hint))
		}
		select { // jitter, so that not all clients ask at once
		case <-time.After(pause*3/4 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
