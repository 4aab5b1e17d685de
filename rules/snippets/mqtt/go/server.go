// MQTT 5 back end: publishes to a broker, which fans out. Waits for
// acknowledgements, bounds what waits, reconnects with backoff.
package main

import (
	"cmp"
	"context"
	"log"
	"math/rand/v2"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/paho"
	"github.com/google/uuid"
)

const (
	endpoint = "{{endpoint}}"
	topic    = "{{topic}}" // not a filter
	qos      = "{{qos}}"
	// Two processes with one name throw each other out: by default it is new
	// for each run, because a publisher needs no session at the broker.
	processName = "{{client-id}}"
	firstPause  = time.Second
	lastPause   = 30 * time.Second
)

var waiting = make(chan string, 1000) // messages

// publish tells whether the message was taken. It goes out again when it is
// not acknowledged, so receivers may see one twice.
func publish(payload string) bool {
	select {
	case waiting <- payload:
		return true
	default:
		return false
	}
}

// deliver keeps a message until the broker has it.
func deliver(
	ctx context.Context, manager *autopaho.ConnectionManager, payload string,
) {
	for manager.AwaitConnection(ctx) == nil {
		late, cancel := context.WithTimeout(ctx, 10*time.Second)
		// Retained: who subscribes later gets the latest value at once.
		_, err := manager.Publish(late, &paho.Publish{
			Topic: topic, Payload: []byte(payload), QoS: qos, Retain: true,
		})
		cancel()
		if err == nil {
			log.Printf("delivered to %s", topic)
			return
		}
		log.Printf("not delivered, trying again: %v", err)
		time.Sleep(100 * time.Millisecond)
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

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	broker, err := url.Parse(endpoint)
	if err != nil {
		log.Fatal(err)
	}
	config := autopaho.ClientConfig{
		ServerUrls:                    []*url.URL{broker},
		KeepAlive:                     30, // seconds
		CleanStartOnInitialConnection: true,
		ConnectTimeout:                10 * time.Second,
		ReconnectBackoff:              backoff(),
		ConnectUsername:               os.Getenv("MQTT_USERNAME"),
		ConnectPassword:               []byte(os.Getenv("MQTT_PASSWORD")),
		OnConnectError: func(err error) {
			log.Printf("error: %v", err)
		},
		OnConnectionUp: func(*autopaho.ConnectionManager, *paho.Connack) {
			log.Print("connected")
		},
	}
	name := cmp.Or(os.Getenv("MQTT_CLIENT_ID"), processName)
	config.ClientID = cmp.Or(name, "back-end-"+uuid.NewString())
	manager, err := autopaho.NewConnection(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		for payload := range waiting {
			deliver(context.Background(), manager, payload)
		}
	}()
	for tick := time.NewTicker(time.Second); ctx.Err() == nil; {
		select {
		case <-tick.C: // your code here
			if !publish(time.Now().Format(time.RFC3339Nano)) {
				log.Print("dropped: too many messages wait")
			}
		case <-ctx.Done():
		}
	}
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for len(waiting) > 0 && late.Err() == nil {
		time.Sleep(50 * time.Millisecond)
	}
	manager.Disconnect(late)
	log.Printf("%d messages not acknowledged", len(waiting))
}
