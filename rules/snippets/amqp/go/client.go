// AMQP 0-9-1 consumer: durable queue on a topic exchange, manual
// acknowledgement, bounded prefetch, reconnects with backoff.
package main

import (
	"errors"
	"fmt"
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
	queue    = "{{queue}}"
	prefetch = "{{prefetch}}" // unacknowledged messages held here at once
	noAck    = "{{no-ack}}"   // true: the broker forgets what it has sent
)

var dice = rand.New(rand.NewSource(time.Now().UnixNano()))

// May see a message twice (a crash before the acknowledgement): check for
// repeats. A message that fails comes once more, then goes to dead letters.
func receive(topic string, body []byte) error {
	fmt.Printf("%s %s\n", topic, body) // your code here
	return nil
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

func subscribe(channel *amqp.Channel) (<-chan amqp.Delivery, error) {
	if err := channel.Qos(prefetch, 0, false); err != nil {
		return nil, err
	}
	err := channel.ExchangeDeclare(
		exchange, "topic", true, false, false, false, nil,
	)
	if err != nil {
		return nil, err
	}
	_, err = channel.QueueDeclare(queue, true, false, false, false, nil)
	if err != nil {
		return nil, err
	}
	if err = channel.QueueBind(queue, topic, exchange, false, nil); err != nil {
		return nil, err
	}
	return channel.Consume(queue, "", noAck, false, false, false, nil)
}

func consume() error {
	connection, err := dial()
	if err != nil {
		return err
	}
	defer connection.Close()
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	deliveries, err := subscribe(channel)
	if err != nil {
		return err
	}
	log.Print("consuming")
	for d := range deliveries { // ends when the broker cancels the consumer
		failed := receive(d.RoutingKey, d.Body)
		switch {
		case failed != nil:
			log.Printf("failed: %v", failed)
			if !noAck {
				err = d.Nack(false, !d.Redelivered)
			}
		case !noAck:
			err = d.Ack(false)
		}
		if err != nil {
			return err
		}
	}
	return errors.New("the consumer has ended")
}

func main() {
	for failures := 0; ; failures++ {
		started := time.Now()
		log.Printf("error: %v", consume())
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
