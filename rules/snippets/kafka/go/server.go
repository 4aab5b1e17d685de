// Kafka producer: keeps messages in order until all replicas have them;
// reconnects. Receivers may see a message twice.
package main

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

const (
	brokers    = "{{endpoint}}" // some of them: the rest is found
	topic      = "{{topic}}"
	key        = "order-1" // yours: what has one key stays in order
	largest    = 1_000_000 // bytes: brokers take a megabyte
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

var waiting = make(chan *sarama.ProducerMessage, 1000)

// publish tells whether it was taken: there was room, and it is not too large.
func publish(key, value string) bool {
	if len(value) > largest {
		return false
	}
	message := &sarama.ProducerMessage{
		Topic: topic, Key: sarama.StringEncoder(key),
		Value: sarama.StringEncoder(value),
	}
	select {
	case waiting <- message:
		return true
	default:
		return false
	}
}

type login struct{ *scram.ClientConversation }

func (l *login) Begin(name, password, id string) error {
	client, err := scram.SHA512.NewClient(name, password, id)
	if err == nil {
		l.ClientConversation = client.NewConversation()
	}
	return err
}

func configure() *sarama.Config {
	config := sarama.NewConfig()
	config.Net.DialTimeout = 10 * time.Second
	config.Net.ReadTimeout = 10 * time.Second
	config.Net.MaxOpenRequests = 1 // these three keep the order
	config.Producer.Idempotent = true
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Successes = true
	config.Metadata.Retry.Max = 0 // the loop in main does
	if name := os.Getenv("KAFKA_USERNAME"); name != "" { // no secrets in code
		config.Net.TLS.Enable = true // the certificate is checked
		config.Net.SASL.Enable = true
		config.Net.SASL.Mechanism = sarama.SASLTypeSCRAMSHA512
		config.Net.SASL.User = name
		config.Net.SASL.Password = os.Getenv("KAFKA_PASSWORD")
		config.Net.SASL.SCRAMClientGeneratorFunc =
			func() sarama.SCRAMClient { return &login{} }
	}
	return config
}

// next waits for a message, and takes what else is there.
func next(ctx context.Context) (batch []*sarama.ProducerMessage) {
	select {
	case message := <-waiting:
		batch = append(batch, message)
	case <-ctx.Done():
	}
	for len(batch) > 0 && len(batch) < 100 && len(waiting) > 0 {
		batch = append(batch, <-waiting)
	}
	return batch
}

// serve returns what was not stored.
func serve(
	ctx context.Context, unsent []*sarama.ProducerMessage,
) ([]*sarama.ProducerMessage, error) {
	producer, err := sarama.NewSyncProducer(
		strings.Split(brokers, ","), configure())
	if err != nil {
		return unsent, err
	}
	defer producer.Close()
	slog.Info("connected")
	for ctx.Err() == nil {
		if len(unsent) == 0 {
			unsent = next(ctx)
		}
		err := producer.SendMessages(unsent)
		var failed sarama.ProducerErrors
		if errors.As(err, &failed) {
			unsent = nil
			for _, one := range failed {
				unsent = append(unsent, one.Msg)
			}
			return unsent, failed[0]
		}
		if err != nil {
			return unsent, err
		}
		slog.Info("stored", "messages", len(unsent), "topic", topic)
		unsent = nil
	}
	return unsent, ctx.Err()
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		for range time.Tick(time.Second) { // your code here
			if !publish(key, time.Now().UTC().Format(time.RFC3339Nano)) {
				slog.Error("dropped: too large, or too many wait")
			}
		}
	}()
	go func() { // whatever the brokers do
		<-ctx.Done()
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	}()
	var unsent []*sarama.ProducerMessage
	var err error
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		unsent, err = serve(ctx, unsent)
		slog.Error("not stored, trying again", "error", err)
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
	slog.Info("stopped", "not stored", len(unsent)+len(waiting))
}
