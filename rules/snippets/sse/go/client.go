// Server-Sent Events client: resumes after the last event, backs off, gives up
// on a silent connection. An event whose handler fails is reported and skipped.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"mime"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	endpoint  = "{{endpoint}}"
	eventName = "{{event}}"
	silence   = "{{silence}}" * time.Second // the server has to comment sooner
	maxBytes  = 1 << 20                     // per line, and per event
	lastPause = 30 * time.Second
)

var (
	errDone     = errors.New("the server has no more to say")
	inHeader    = regexp.MustCompile(`^[^\x00-\x1f\x7f]{0,1000}$`)
	lastEventID string
	firstPause  = time.Second
)

func receive(data string) error {
	fmt.Println(data) // your code here
	return nil
}

// splitLines ends a line at CR, LF or both, and waits for nothing after a CR.
func splitLines() bufio.SplitFunc {
	afterCR := false
	return func(data []byte, atEOF bool) (int, []byte, error) {
		start := 0
		if afterCR && len(data) > 0 {
			afterCR = false
			if data[0] == '\n' {
				start = 1
			}
		}
		end := bytes.IndexAny(data[start:], "\r\n")
		if end < 0 {
			return start, nil, nil // an unfinished line does not count
		}
		afterCR = data[start+end] == '\r'
		return start + end + 1, data[start : start+end], nil
	}
}

// Fields line by line, and an empty line ends an event: the HTML standard.
func read(lines *bufio.Scanner, touch func()) error {
	id, event, data, mark := lastEventID, "", "", "\uFEFF"
	for lines.Scan() {
		touch()
		text := strings.TrimPrefix(strings.ToValidUTF8(lines.Text(), "\uFFFD"), mark)
		mark = "\x00" // of byte order: before the first line alone
		field, value, _ := strings.Cut(text, ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case text == "":
			lastEventID = id
			if data != "" && eventName == cmp.Or(event, "message") {
				if err := receive(strings.TrimSuffix(data, "\n")); err != nil {
					log.Printf("failed: %v", err)
				}
			}
			event, data = "", ""
		case field == "event":
			event = value
		case field == "data":
			data += value + "\n"
		case field == "id" && inHeader.MatchString(value):
			id = value
		case field == "retry":
			if ms, err := strconv.ParseUint(value, 10, 40); err == nil {
				hint := time.Duration(ms) * time.Millisecond
				firstPause = min(lastPause, max(time.Second, hint))
			}
		}
		if len(data) > maxBytes {
			return errors.New("event too large")
		}
	}
	return lines.Err()
}

func connect(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
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
		return fmt.Errorf("refused: %s %s", response.Status, kind)
	}
	log.Print("connected")
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, maxBytes)
	lines.Split(splitLines())
	return read(lines, func() { watchdog.Reset(silence) })
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		err := connect(ctx)
		if err == errDone {
			return
		}
		log.Printf("lost: %v", err)
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		pause = max(pause, firstPause)
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
