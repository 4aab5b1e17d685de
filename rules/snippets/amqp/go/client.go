// AMQP 0-9-1 consumer: acknowledges what is done, tries again later what
// failed, bounded prefetch, reconnects. It may see a message twice, and those
// that failed out of order: check for that.
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
	queue      = "{{queue}}"
	retryQueue = queue + ".retry"  // what failed waits here, then comes back
	deadQueue  = queue + ".failed" // dead letters: for a person to look at
	prefetch   = "{{prefetch}}"    // unacknowledged messages held here at once
	noAck      = "{{no-ack}}"      // true: the broker forgets what it has sent
	attempts   = 5
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

func receive(topic string, body []byte) error {
	fmt.Println(topic, string(body)) // your code here
	return nil
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

func declare(channel *amqp.Channel) error {
	back := amqp.Table{ // from the retry queue
		"x-message-ttl":             5000, // milliseconds
		"x-dead-letter-exchange":    "",
		"x-dead-letter-routing-key": queue,
	}
	err := channel.ExchangeDeclare(
		exchange, "topic", true, false, false, false, nil)
	arguments := map[string]amqp.Table{
		queue: nil, retryQueue: back, deadQueue: nil,
	}
	for name, table := range arguments {
		_, failed := channel.QueueDeclare(
			name, true, false, false, false, table)
		err = errors.Join(err, failed)
	}
	return errors.Join(
		err,
		channel.QueueBind(queue, topic, exchange, false, nil),
		channel.Confirm(false),
		channel.Qos(prefetch, 0, false),
	)
}

// setAside returns once the broker has the message in another queue.
func setAside(channel *amqp.Channel, d amqp.Delivery, topic string) error {
	tried, _ := d.Headers["x-attempts"].(int32)
	name := retryQueue
	if tried+1 >= attempts {
		name = deadQueue
	}
	if d.Headers == nil {
		d.Headers = amqp.Table{}
	}
	d.Headers["x-attempts"], d.Headers["x-topic"] = tried+1, topic
	confirmation, err := channel.PublishWithDeferredConfirm(
		"", name, true, false, amqp.Publishing{
			Headers: d.Headers, ContentType: d.ContentType, Body: d.Body,
			MessageId: d.MessageId, DeliveryMode: amqp.Persistent,
		})
	if err != nil {
		return err
	}
	late, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if done, err := confirmation.WaitContext(late); err != nil || !done {
		return fmt.Errorf("%s did not take it: %w", name, err)
	}
	log.Printf("moved to %s", name)
	return nil
}

func settle(channel *amqp.Channel, d amqp.Delivery) error {
	topic, isBack := d.Headers["x-topic"].(string)
	if !isBack {
		topic = d.RoutingKey
	}
	failed := receive(topic, d.Body)
	if failed != nil {
		log.Printf("failed: %v", failed)
	}
	if noAck {
		return nil
	}
	if failed != nil {
		if err := setAside(channel, d, topic); err != nil {
			return err
		}
	}
	return d.Ack(false)
}

func consume(ctx context.Context) error {
	connection, err := dial()
	if err != nil {
		return err
	}
	defer connection.CloseDeadline(time.Now().Add(time.Second))
	channel, err := connection.Channel()
	if err != nil {
		return err
	}
	if err = declare(channel); err != nil {
		return err
	}
	deliveries, err := channel.ConsumeWithContext(
		ctx, queue, "", noAck, false, false, false, nil)
	if err != nil {
		return err
	}
	log.Print("consuming")
	for d := range deliveries { // ends when the broker cancels the consumer
		if err := settle(channel, d); err != nil {
			return err
		}
	}
	return errors.New("the consumer has ended")
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // whatever the broker does: the rest goes back to the queue
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
