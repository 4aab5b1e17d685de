// Kafka consumer in a group: commits what is done, tries again what failed, and
// moves it to another topic in the end; reconnects. It may see a message twice:
// check for that. Order holds within a partition; several are handled at once.
package main

import (
	"context"
	"errors"
	"fmt"
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
	group      = "{{group}}"         // one name shares the partitions
	deadTopic  = topic + ".failed" // dead letters: for a person to look at
	attempts   = 5                 // over 15 s
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

func receive(key, value []byte) error {
	fmt.Println(string(value)) // your code here
	return nil
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
	config.Metadata.Retry.Max = 0 // the loop in main does
	config.Consumer.Return.Errors = true
	config.Consumer.Offsets.AutoCommit.Enable = false
	config.Consumer.Offsets.Initial = sarama.OffsetOldest // of a new group
	config.Consumer.Fetch.Default = 1 << 20               // bytes, per partition
	config.ChannelBufferSize = 20                         // messages held, too
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Return.Successes = true
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

type worker struct{ producer sarama.SyncProducer }

func (w worker) Setup(session sarama.ConsumerGroupSession) error {
	slog.Info("consuming", "partitions", session.Claims()[topic])
	return nil
}

func (w worker) Cleanup(session sarama.ConsumerGroupSession) error {
	session.Commit()
	return nil
}

// ConsumeClaim handles one partition, until the members of the group change.
func (w worker) ConsumeClaim(
	session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim,
) error {
	for done := 1; session.Context().Err() == nil; done++ {
		message, open := <-claim.Messages()
		if !open {
			break
		}
		err := w.handle(session.Context(), message)
		if errors.Is(err, context.Canceled) { // not committed: it comes again
			break
		}
		if err != nil {
			return err
		}
		session.MarkMessage(message, "")
		// Not for each: the library sends it once a fetch has its answer.
		if done%20 == 0 || len(claim.Messages()) == 0 {
			session.Commit()
		}
	}
	return nil
}

func (w worker) handle(ctx context.Context, m *sarama.ConsumerMessage) error {
	for attempt := 1; ; attempt++ {
		err := receive(m.Key, m.Value)
		if err == nil {
			return nil
		}
		slog.Error("failed", "attempt", attempt, "error", err)
		if attempt == attempts {
			break
		}
		select {
		case <-time.After(500 * time.Millisecond << attempt):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	letter := &sarama.ProducerMessage{
		Topic: deadTopic, Key: sarama.ByteEncoder(m.Key),
		Value: sarama.ByteEncoder(m.Value),
	}
	for _, header := range m.Headers {
		letter.Headers = append(letter.Headers, *header)
	}
	// The brokers have it there before the commit.
	if _, _, err := w.producer.SendMessage(letter); err != nil {
		return err
	}
	slog.Warn("moved to " + deadTopic)
	return nil
}

func consume(parent context.Context) error {
	client, err := sarama.NewClient(strings.Split(brokers, ","), configure())
	if err != nil {
		return err
	}
	defer client.Close()
	producer, err := sarama.NewSyncProducerFromClient(client)
	if err != nil {
		return err
	}
	defer producer.Close()
	members, err := sarama.NewConsumerGroupFromClient(group, client)
	if err != nil {
		return err
	}
	defer members.Close() // the others get its partitions at once
	ctx, fail := context.WithCancelCause(parent)
	go func() {
		for err := range members.Errors() {
			fail(err)
		}
	}()
	for ctx.Err() == nil { // again whenever the members change
		err := members.Consume(ctx, []string{topic}, worker{producer})
		if err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() { // whatever the brokers do: the rest comes again
		<-ctx.Done()
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	}()
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		slog.Error("disconnected", "error", consume(ctx))
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all clients come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
}
