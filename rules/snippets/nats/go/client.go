// NATS JetStream consumer: acknowledges what is done, gets again later what
// failed, holds few messages at once, reconnects. It may see a message twice,
// and those that failed out of order: check for that.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	endpoint   = "{{endpoint}}"
	streamName = "{{stream}}"
	subjects   = "{{subjects}}"         // what the stream stores
	durable    = "{{consumer}}"         // processes with one name share the work
	prefetch   = "{{prefetch}}"         // messages held here at once
	deadStream = streamName + "-failed" // dead letters: for a person to look at
	attempts   = 5
	retryAfter = 5 * time.Second
	ackWait    = 30 * time.Second // all that are held have to be done by then
	week       = 7 * 24 * time.Hour
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

func receive(subject string, body []byte) error {
	fmt.Println(subject, string(body)) // your code here
	return nil
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

// ensure leaves an existing stream as it is.
func ensure(
	ctx context.Context, js jetstream.JetStream, name, subjects string,
) error {
	_, err := js.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		_, err = js.CreateStream(ctx, jetstream.StreamConfig{
			Name: name, Subjects: []string{subjects},
			MaxAge: week, // then it forgets a message
		})
	}
	return err
}

func settle(
	ctx context.Context, js jetstream.JetStream, message jetstream.Msg,
) error {
	meta, err := message.Metadata()
	if err != nil {
		return err
	}
	failed := errors.New("tried too often")
	if meta.NumDelivered <= attempts { // counts also what ended the process
		failed = receive(message.Subject(), message.Data())
	}
	if failed == nil {
		return message.Ack()
	}
	log.Printf("failed: %v", failed)
	if meta.NumDelivered < attempts {
		return message.NakWithDelay(retryAfter)
	}
	// The server has it elsewhere before it forgets it here.
	subject := "failed." + message.Subject()
	if _, err := js.Publish(ctx, subject, message.Data()); err != nil {
		return err
	}
	log.Printf("moved to %s", deadStream)
	return message.Ack()
}

func consume(ctx context.Context) error {
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
	err = errors.Join(
		ensure(soon, js, streamName, subjects),
		ensure(soon, js, deadStream, "failed."+subjects))
	if err != nil {
		return err
	}
	consumer, err := js.CreateOrUpdateConsumer(
		soon, streamName, jetstream.ConsumerConfig{
			Durable: durable, AckWait: ackWait,
			AckPolicy:     jetstream.AckExplicitPolicy,
			MaxAckPending: 1000, // more wait to be tried again: no new ones
		})
	if err != nil {
		return err
	}
	messages, err := consumer.Messages(jetstream.PullMaxMessages(prefetch))
	if err != nil {
		return err
	}
	defer messages.Stop()
	go func() { // ends the loop below
		select {
		case <-closed:
		case <-ctx.Done():
		}
		messages.Stop()
	}()
	log.Print("consuming")
	for {
		message, err := messages.Next()
		if err != nil { // closed, or the consumer was deleted
			return err
		}
		if err := settle(ctx, js, message); err != nil {
			return err
		}
	}
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // whatever the server does: the rest is delivered again
		<-ctx.Done()
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	}()
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		log.Printf("error: %v", consume(ctx))
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
