// HTTP client: each attempt has a timeout, each call a deadline, and what may
// pass is tried again with growing pauses. The idempotency key stays the same,
// so that nothing is done twice.
package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"mime"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"
)

const (
	endpoint   = "{{endpoint}}"
	timeout    = "{{timeout}}" * time.Second  // of one attempt
	deadline   = "{{deadline}}" * time.Second // of a call with all its attempts
	maxBytes   = 1 << 20
	firstPause = 500 * time.Millisecond
	lastPause  = 15 * time.Second
)

var (
	// 409: the first attempt is still at work.
	passing = []int{408, 409, 425, 429, 500, 502, 503, 504}
	// To go on makes no sense.
	errFinal = errors.New("refused")
	client   = http.Client{CheckRedirect: stay}
)

// A redirect is an answer like others.
func stay(*http.Request, []*http.Request) error {
	return http.ErrUseLastResponse
}

func receive(answer string) error {
	fmt.Println(answer) // your code here
	return nil
}

// attempt also returns how long the server wants to be left alone.
func attempt(
	parent context.Context, body []byte, key string,
) (answer []byte, hint time.Duration, err error) {
	ctx, cancel := context.WithTimeout(parent, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(
		ctx, "POST", endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, 0, errors.Join(errFinal, err)
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", key)
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	status := response.StatusCode
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if slices.Contains(passing, status) {
		seconds, _ := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 30)
		return nil, time.Duration(seconds) * time.Second,
			fmt.Errorf("not now: %s", response.Status)
	}
	if status/100 != 2 || kind != "application/json" {
		return nil, 0, fmt.Errorf("%w: %s %s", errFinal, response.Status, kind)
	}
	answer, err = io.ReadAll(io.LimitReader(response.Body, maxBytes))
	if err == nil && !json.Valid(answer) { // or cut off, because too large
		err = fmt.Errorf("%w: no JSON", errFinal)
	}
	return answer, 0, err
}

// send wants the key kept beside the order, where a crash must not lose it.
// After another error than errFinal it may have worked: call again with the
// same key.
func send(parent context.Context, order any, key string) ([]byte, error) {
	body, err := json.Marshal(order)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(parent, deadline)
	defer cancel()
	end, _ := ctx.Deadline()
	for pause := firstPause; ; pause = min(lastPause, 2*pause) {
		answer, hint, err := attempt(ctx, body, key)
		// Jitter, so that not all clients come back at once.
		delay := max(hint, pause/2+mathrand.N(pause/2))
		isLate := time.Until(end) < delay
		if err == nil || errors.Is(err, errFinal) || isLate {
			return answer, err
		}
		slog.Warn("tries again", "in", delay, "error", err)
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return nil, err
		}
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for amount := 1; ctx.Err() == nil; amount++ {
		order := map[string]int{"amount": amount}
		answer, err := send(ctx, order, rand.Text())
		if err == nil {
			err = receive(string(answer))
		}
		if err != nil && ctx.Err() == nil {
			slog.Error("failed", "error", err)
		}
		select {
		case <-time.After(2 * time.Second):
		case <-ctx.Done():
		}
	}
}
