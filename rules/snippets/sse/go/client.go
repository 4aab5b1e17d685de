// Server-Sent Events client: resumes after the last event seen, backs off,
// gives up on a silent connection.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	endpoint  = "{{endpoint}}"
	eventName = "{{event}}"
	silence   = "{{silence}}" * time.Second // the server has to comment sooner
	maxBytes  = 1 << 20                     // per line, and per event
)

var (
	errDone     = errors.New("the server has no more to say")
	lastEventID string
	retry       = time.Second
	failures    int
	dice        = rand.New(rand.NewSource(time.Now().UnixNano()))
)

func receive(data string) {
	fmt.Println(data) // your code here
}

// Fields line by line, and an empty line ends an event: the HTML standard.
func read(lines *bufio.Scanner, touch func()) error {
	id, event, data := lastEventID, "", ""
	for lines.Scan() {
		touch()
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "":
			if lines.Text() != "" {
				continue // a comment
			}
			lastEventID = id
			if event == "" {
				event = "message"
			}
			if data != "" && event == eventName {
				failures = 0
				receive(strings.TrimSuffix(data, "\n"))
			}
			event, data = "", ""
		case "event":
			event = value
		case "data":
			data += value + "\n"
		case "id":
			if !strings.Contains(value, "\x00") {
				id = value
			}
		case "retry":
			if ms, err := strconv.ParseUint(value, 10, 31); err == nil {
				retry = time.Duration(ms) * time.Millisecond
			}
		}
		if len(data) > maxBytes {
			return errors.New("event too large")
		}
	}
	return lines.Err()
}

func connect() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	watchdog := time.AfterFunc(silence, cancel)
	defer watchdog.Stop()
	request, err := http.NewRequestWithContext(ctx, "GET", endpoint, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/event-stream")
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	if lastEventID != "" {
		request.Header.Set("Last-Event-ID", lastEventID)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type"))
	switch {
	case response.StatusCode == http.StatusNoContent:
		return errDone
	case response.StatusCode != http.StatusOK || kind != "text/event-stream":
		return fmt.Errorf("no event stream: %s %s", response.Status, kind)
	}
	log.Print("connected")
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, maxBytes)
	return read(lines, func() { watchdog.Reset(silence) })
}

func main() {
	for {
		err := connect()
		if err == errDone {
			return
		}
		ceiling := 30 * time.Second
		if failures < 5 && retry<<failures < ceiling {
			ceiling = retry << failures
		}
		failures++
		// Jitter: not all clients come back at once.
		pause := ceiling/2 + time.Duration(dice.Int63n(int64(ceiling/2)+1))
		log.Printf("lost (%v), again in %v", err, pause)
		time.Sleep(pause)
	}
}
