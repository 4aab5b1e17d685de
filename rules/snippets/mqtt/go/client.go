// MQTT 5 client: acknowledges what is done, keeps its session, reconnects with
// backoff. It may see a message twice: check for that.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
	"github.com/google/uuid"
)

const (
	endpoint = "{{endpoint}}"
	topic    = "{{topic}}"
	qos      = "{{qos}}"
	// A name of its own on every device, the same after a restart: with one
	// the broker keeps what comes meanwhile. Two clients with one name throw
	// each other out. Without one: a new name, and no session, for each run.
	deviceName = "{{client-id}}"
	failed     = "failed/" // for a person to look at; MQTT has no dead letters
	attempts   = 5
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

func receive(topic string, payload []byte) error {
	fmt.Println(topic, string(payload)) // your code here
	return nil
}

// handle returns what the broker then gets acknowledged.
func handle(got paho.PublishReceived) (bool, error) {
	message := got.Packet
	for attempt := range attempts {
		err := receive(message.Topic, message.Payload)
		if err == nil {
			return true, got.Client.Ack(message)
		}
		log.Printf("failed (%d): %v", attempt+1, err)
		if attempt < attempts-1 {
			time.Sleep(time.Second << attempt)
		}
	}
	if !strings.HasPrefix(message.Topic, failed) {
		go publish(got.Client, failed+message.Topic, message.Payload, false)
	}
	return true, got.Client.Ack(message)
}

type publisher interface {
	Publish(context.Context, *paho.Publish) (*paho.PublishResponse, error)
}

func publish(to publisher, topic string, payload []byte, retain bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := to.Publish(ctx, &paho.Publish{
		Topic: topic, Payload: payload, QoS: 1, Retain: retain,
	})
	if err != nil {
		log.Printf("not delivered to %s: %v", topic, err)
	}
}

// backoff has jitter, so that not all clients come back at once. It starts anew
// only after a connection that lasted, or two of one name would fight.
func backoff() func(int) time.Duration {
	pause, last := time.Duration(0), time.Now()
	return func(int) time.Duration {
		if time.Since(last) > 2*lastPause {
			pause = firstPause
		}
		last = time.Now()
		now := pause
		pause = min(lastPause, max(firstPause, 2*pause))
		return now/2 + rand.N(now/2+1)
	}
}

func up(manager *autopaho.ConnectionManager, ack *paho.Connack, online string) {
	session := map[bool]string{true: "resumed", false: "new"}
	log.Printf("connected, session %s", session[ack.SessionPresent])
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	wanted := paho.SubscribeOptions{Topic: topic, QoS: qos}
	subscription := &paho.Subscribe{
		Subscriptions: []paho.SubscribeOptions{wanted},
	}
	if _, err := manager.Subscribe(ctx, subscription); err != nil {
		log.Printf("cannot subscribe: %v", err)
		return
	}
	log.Print("subscribed")
	publish(manager, online, []byte("true"), true)
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	broker, err := url.Parse(endpoint)
	if err != nil {
		log.Fatal(err)
	}
	name := cmp.Or(os.Getenv("MQTT_CLIENT_ID"), deviceName)
	config := autopaho.ClientConfig{
		ServerUrls:       []*url.URL{broker},
		KeepAlive:        30, // seconds
		ConnectTimeout:   10 * time.Second,
		ReconnectBackoff: backoff(),
		ConnectUsername:  os.Getenv("MQTT_USERNAME"), // no secrets in the source
		ConnectPassword:  []byte(os.Getenv("MQTT_PASSWORD")),
		OnConnectError:   func(err error) { log.Printf("error: %v", err) },
		OnConnectionDown: func() bool { log.Print("disconnected"); return true },
	}
	if name != "" && qos > 0 {
		config.SessionExpiryInterval = 7 * 24 * 3600 // seconds
	}
	if name == "" {
		name = "client-" + uuid.NewString()
		config.CleanStartOnInitialConnection = true
	}
	online := "clients/" + name + "/online"
	config.WillMessage = &paho.WillMessage{
		Topic: online, Payload: []byte("false"), QoS: 1, Retain: true,
	}
	config.OnConnectionUp = func(
		manager *autopaho.ConnectionManager, ack *paho.Connack,
	) {
		go up(manager, ack, online)
	}
	config.ClientID = name
	config.EnableManualAcknowledgment = true
	config.OnPublishReceived = []func(paho.PublishReceived) (bool, error){handle}
	manager, err := autopaho.NewConnection(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	<-ctx.Done()
	// After a proper goodbye the broker does not send the will.
	publish(manager, online, []byte("false"), true)
	late, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	manager.Disconnect(late)
}
