// NATS JetStream publisher: keeps messages in order until the stream has stored
// them, reconnects. The stream drops what it is sent twice within two minutes.
package main

import (
	"context"
	"errors"
	"log"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

const (
	endpoint   = "{{endpoint}}"
	streamName = "{{stream}}"
	subjects   = "{{subjects}}" // what the stream stores
	topic      = "{{topic}}"
	largest    = 1_000_000 // bytes: the server takes no more
	retryAfter = 5 * time.Second
	week       = 7 * 24 * time.Hour
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

type entry struct{ id, body string }

var waiting = make(chan entry, 1000) // messages

// publish tells whether it was taken: there was room, and it is not too large.
func publish(body string) bool {
	if len(body) > largest {
		return false
	}
	select {
	case waiting <- entry{nuid.Next(), body}:
		return true
	default:
		return false
	}
}

func dial(closed chan<- error) (*nats.Conn, error) {
	options := []nats.Option{
		nats.Timeout(10 * time.Second),
		nats.PingInterval(20 * time.Second),
		nats.NoReconnect(), // the loop in main does
		nats.ClosedHandler(func(c *nats.Conn) { closed <- c.LastError() }),
	}
	if strings.HasPrefix(endpoint, "tls:") {
		options = append(options, nats.Secure()) // or not at all
	}
	if name := os.Getenv("NATS_USERNAME"); name != "" { // no secrets in code
		options = append(options, nats.UserInfo(name, os.Getenv("NATS_PASSWORD")))
	}
	return nats.Connect(endpoint, options...)
}

// ensureStream leaves an existing one as it is.
func ensureStream(ctx context.Context, js jetstream.JetStream) error {
	_, err := js.Stream(ctx, streamName)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		_, err = js.CreateStream(ctx, jetstream.StreamConfig{
			Name: streamName, Subjects: []string{subjects},
			MaxAge: week, // then it forgets a message
		})
	}
	return err
}

func deliver(ctx context.Context, js jetstream.JetStream, one entry) error {
	soon, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err := js.Publish(
		soon, topic, []byte(one.body), jetstream.WithMsgID(one.id))
	return err
}

// serve keeps in unsent what was not stored.
func serve(ctx context.Context, unsent *entry) error {
	closed := make(chan error, 1)
	connection, err := dial(closed)
	if err != nil {
		return err
	}
	defer connection.Close()
	js, err := jetstream.New(connection)
	if err != nil {
		return err
	}
	soon, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := ensureStream(soon, js); err != nil {
		return err
	}
	log.Print("connected")
	for {
		if unsent.id == "" {
			select {
			case err := <-closed:
				return err
			case <-ctx.Done():
				return ctx.Err()
			case *unsent = <-waiting:
			}
		}
		err := deliver(ctx, js, *unsent)
		if err == nil {
			log.Printf("stored %s", topic)
			*unsent = entry{}
			continue
		}
		log.Printf("not delivered, trying again: %v", err)
		select {
		case err := <-closed:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retryAfter):
		}
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		for range time.Tick(time.Second) { // your code here
			if !publish(time.Now().UTC().Format(time.RFC3339Nano)) {
				log.Print("dropped: too large, or too many wait")
			}
		}
	}()
	go func() { // whatever the server does
		<-ctx.Done()
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	}()
	unsent := entry{}
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		log.Printf("error: %v", serve(ctx, &unsent))
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
	log.Printf("%d messages not stored", len(waiting))
}
