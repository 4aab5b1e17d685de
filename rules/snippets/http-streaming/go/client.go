// HTTP streaming client: one request, whose answer is a JSON text a line and
// does not end. It resumes after the last number that was handled, backs off,
// and gives up on a silent connection.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"mime"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	endpoint   = "{{endpoint}}"
	silence    = "{{silence}}" * time.Second // an empty line comes sooner
	maxLine    = 1 << 20                     // bytes
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

var after int64 // number of the last message that was handled

func receive(data string) error {
	fmt.Println(data) // your code here
	return nil
}

func handle(line []byte) error {
	if len(bytes.TrimSpace(line)) == 0 {
		return nil // shows that the server lives
	}
	var message struct {
		ID   int64
		Data json.RawMessage
	}
	if err := json.Unmarshal(line, &message); err != nil {
		return err
	}
	if err := receive(string(message.Data)); err != nil {
		slog.Error("failed, and skipped", "id", message.ID, "error", err)
	}
	after = message.ID
	return nil
}

func follow(parent context.Context) error {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	silent := fmt.Errorf("nothing for %v", silence)
	watchdog := time.AfterFunc(silence, func() { cancel(silent) })
	defer watchdog.Stop()
	request, err := http.NewRequestWithContext(ctx, "GET", endpoint, nil)
	if err != nil {
		return err
	}
	query := request.URL.Query()
	query.Set("after", fmt.Sprint(after))
	request.URL.RawQuery = query.Encode()
	request.Header.Set("Accept", "application/x-ndjson")
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if response.StatusCode != http.StatusOK || kind != "application/x-ndjson" {
		return fmt.Errorf("refused: %s %s", response.Status, kind)
	}
	slog.Info("connected")
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		watchdog.Stop() // your code may take its time
		if err := handle(lines.Bytes()); err != nil {
			return err
		}
		watchdog.Reset(silence)
	}
	return errors.Join(errors.New("stream ended"), lines.Err())
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		if err := follow(ctx); ctx.Err() == nil {
			slog.Error("lost", "error", err)
		}
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
