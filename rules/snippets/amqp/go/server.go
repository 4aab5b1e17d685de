// AMQP 0-9-1 publisher: persistent messages, confirmed by the broker, bounded
// while it is away, reconnects with backoff.
package main

import (
	"context"
	"errors"
	"log"
	"math/rand"
	"os"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	endpoint = "{{endpoint}}"
	exchange = "{{exchange}}"
	topic    = "{{topic}}"
)

var waiting = make(chan string, 1000) // messages
var dice = rand.New(rand.NewSource(time.Now().UnixNano()))

// publish tells whether the message was taken. It goes out again when it is
// not confirmed, so receivers may see one twice.
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
		Heartbeat: 30 * time.Second,
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

// deliver returns once the broker has the message.
func deliver(
	channel *amqp.Channel, confirms <-chan amqp.Confirmation, body string,
) error {
	message := amqp.Publishing{
		DeliveryMode: amqp.Persistent,
		Body:         []byte(body),
	}
	const mandatory = true // what no queue takes comes back
	err := channel.PublishWithContext(
		context.Background(), exchange, topic, mandatory, false, message,
	)
	if err != nil {
		return err
	}
	select {
	case confirm, open := <-confirms:
		if !open || !confirm.Ack {
			return errors.New("not confirmed")
		}
		return nil
	case <-time.After(time.Minute):
		return errors.New("no confirmation within a minute")
	}
}

// serve keeps in unsent what was not confirmed.
func serve(unsent *string) error {
	connection, err := dial()
	if err != nil {
		return err
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	err = channel.ExchangeDeclare(
		exchange, "topic", true, false, false, false, nil,
	)
	if err != nil {
		return err
	}
	if err = channel.Confirm(false); err != nil {
		return err
	}
	confirms := channel.NotifyPublish(make(chan amqp.Confirmation, 1))
	returns := channel.NotifyReturn(make(chan amqp.Return, 1))
	closed := connection.NotifyClose(make(chan *amqp.Error, 1))
	log.Print("connected")
	for {
		if *unsent == "" {
			select {
			case reason := <-closed:
				return reason
			case *unsent = <-waiting:
			}
		}
		if err := deliver(channel, confirms, *unsent); err != nil {
			return err
		}
		*unsent = ""
		select {
		case <-returns: // comes before the confirmation
			log.Printf("no queue takes %s", topic)
		default:
			log.Printf("confirmed %s", topic)
		}
	}
}

func main() {
	go func() {
		for range time.Tick(time.Second) { // your code here
			if !publish(time.Now().Format(time.RFC3339Nano)) {
				log.Print("dropped: too many messages wait")
			}
		}
	}()
	unsent := ""
	for failures := 0; ; failures++ {
		started := time.Now()
		log.Printf("error: %v", serve(&unsent))
		if time.Since(started) > time.Minute {
			failures = 0
		}
		ceiling := 30 * time.Second
		if failures < 5 {
			ceiling = time.Second << failures
		}
		// Jitter: not all clients come back at once.
		time.Sleep(ceiling/2 + time.Duration(dice.Int63n(int64(ceiling/2))))
	}
}
