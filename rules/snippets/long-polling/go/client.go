// Long polling client: each answer brings what came after its place, and the
// next request asks at once. It backs off while the server is away. What fails
// in your code is asked for again, a few times, before it is left out.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
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
	patience   = "{{patience}}" * time.Second // the server answers sooner
	maxBytes   = 1 << 20
	maxTries   = 6                      // of one message
	leastPause = 200 * time.Millisecond // a burst comes together
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

var after, tries int64 // number of the last message that was handled

func receive(data string) error {
	fmt.Println(data) // your code here
	return nil
}

func handle(id int64, data json.RawMessage) error {
	if err := receive(string(data)); err != nil {
		if tries++; tries < maxTries {
			return err
		}
		log.Printf("left out: %d, %v", id, err)
	}
	after, tries = id, 0
	return nil
}

// poll returns whether there was anything new.
func poll(parent context.Context) (bool, error) {
	ctx, cancel := context.WithTimeout(parent, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", endpoint, nil)
	if err != nil {
		return false, err
	}
	query := request.URL.Query()
	query.Set("after", fmt.Sprint(after))
	request.URL.RawQuery = query.Encode()
	request.Header.Set("Accept", "application/json")
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if response.StatusCode != http.StatusOK || kind != "application/json" {
		return false, fmt.Errorf("refused: %s %s", response.Status, kind)
	}
	var answer struct {
		After    int64
		Messages []struct {
			ID   int64
			Data json.RawMessage
		}
	}
	// What is larger ends in the middle, which is no JSON.
	body := json.NewDecoder(io.LimitReader(response.Body, maxBytes))
	if err := body.Decode(&answer); err != nil {
		return false, err
	}
	before := after
	for _, message := range answer.Messages {
		if err := handle(message.ID, message.Data); err != nil {
			return false, err
		}
	}
	after = answer.After
	return after != before, nil
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for pause := leastPause; ctx.Err() == nil; {
		started := time.Now()
		isNew, err := poll(ctx)
		if err != nil && ctx.Err() == nil {
			log.Printf("error: %v", err)
		}
		// Nothing, and at once: such a server would be asked without a pause.
		if isNew || err == nil && time.Since(started) > firstPause {
			pause = leastPause
		} else {
			pause = min(lastPause, max(firstPause, 2*pause))
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
