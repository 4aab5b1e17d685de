// AMQP 0-9-1 publisher: keeps messages in order until they are confirmed and in
// a queue, reconnects. Receivers may see a message twice.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	endpoint   = "{{endpoint}}"
	exchange   = "{{exchange}}"
	topic      = "{{topic}}"
	retryAfter = 5 * time.Second
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

var waiting = make(chan string, 1000) // messages
var errUnroutable = errors.New("no queue takes " + topic)
var errRefused = errors.New("the broker refuses it")

// publish tells whether there was room for the message.
func publish(body string) bool {
	select {
	case waiting <- body:
		return true
	default:
		return false
	}
}

func dial() (*amqp.Connection, error) {
	config := amqp.Config{
		Heartbeat: 10 * time.Second,
		Locale:    "en_US",
		Dial:      amqp.DefaultDial(10 * time.Second),
	}
	if name := os.Getenv("AMQP_USERNAME"); name != "" { // no secrets in code
		login := &amqp.PlainAuth{
			Username: name,
			Password: os.Getenv("AMQP_PASSWORD"),
		}
		config.SASL = []amqp.Authentication{login}
	}
	return amqp.DialConfig(endpoint, config)
}

// deliver returns once the broker has the message in a queue.
func deliver(
	ctx context.Context, channel *amqp.Channel,
	returns <-chan amqp.Return, body string,
) error {
	const mandatory = true // what no queue takes comes back
	confirmation, err := channel.PublishWithDeferredConfirm(
		exchange, topic, mandatory, false, amqp.Publishing{
			DeliveryMode: amqp.Persistent, Body: []byte(body),
		})
	if err != nil {
		return err
	}
	taken, err := confirmation.WaitContext(ctx)
	if err != nil {
		return err
	}
	select {
	case <-returns: // comes before the confirmation
		return errUnroutable
	default:
	}
	if !taken && channel.IsClosed() {
		return amqp.ErrClosed
	}
	if !taken {
		return errRefused
	}
	return nil
}

// serve keeps in unsent what was not confirmed.
func serve(ctx context.Context, unsent *string) error {
	connection, err := dial()
	if err != nil {
		return err
	}
	defer connection.CloseDeadline(time.Now().Add(time.Second))
	blocked := connection.NotifyBlocked(make(chan amqp.Blocking, 1))
	go func() {
		for state := range blocked {
			log.Printf("blocked by the broker: %t %s", state.Active, state.Reason)
		}
	}()
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	err = errors.Join(
		channel.ExchangeDeclare(
			exchange, "topic", true, false, false, false, nil),
		channel.Confirm(false),
	)
	if err != nil {
		return err
	}
	returns := channel.NotifyReturn(make(chan amqp.Return, 1))
	closed := connection.NotifyClose(make(chan *amqp.Error, 1))
	log.Print("connected")
	for {
		if *unsent == "" {
			select {
			case reason := <-closed:
				return fmt.Errorf("closed: %v", reason)
			case <-ctx.Done():
				return ctx.Err()
			case *unsent = <-waiting:
			}
		}
		err := deliver(ctx, channel, returns, *unsent)
		switch {
		case err == nil:
			log.Printf("confirmed %s", topic)
			*unsent = ""
		case errors.Is(err, errUnroutable), errors.Is(err, errRefused):
			log.Printf("not delivered, trying again: %v", err)
			select {
			case <-time.After(retryAfter):
			case <-ctx.Done():
				return err
			}
		default:
			return err
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
				log.Print("dropped: too many messages wait")
			}
		}
	}()
	go func() { // whatever the broker does
		<-ctx.Done()
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	}()
	unsent := ""
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
	log.Printf("%d messages not confirmed", len(waiting))
}
