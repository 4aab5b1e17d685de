// MQTT back end: publishes to a broker, which fans out. Waits for
// acknowledgements, bounds what waits, reconnects with backoff.
package main

import (
	"fmt"
	"log"
	"math/rand"
	"os"
	"strings"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
)

const (
	endpoint = "{{endpoint}}"
	topic    = "{{topic}}" // not a filter
	qos      = "{{qos}}"
	clientID = "{{client-id}}"
	patience = 10 * time.Second
)

var waiting = make(chan string, 1000) // messages
var dice = rand.New(rand.NewSource(time.Now().UnixNano()))

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

func wait(token mqtt.Token) error {
	if !token.WaitTimeout(patience) {
		return fmt.Errorf("no answer within %v", patience)
	}
	return token.Error()
}

func newClient(lost chan<- error) mqtt.Client {
	schemes := strings.NewReplacer("mqtts://", "tls://", "mqtt://", "tcp://")
	return mqtt.NewClient(mqtt.NewClientOptions().
		AddBroker(schemes.Replace(endpoint)).
		SetClientID(clientID).
		SetCleanSession(true).
		SetAutoReconnect(false). // main does, with jitter
		SetProtocolVersion(4).
		SetConnectTimeout(patience).
		SetKeepAlive(30 * time.Second).
		// Secrets come from the environment, never from the source.
		SetUsername(os.Getenv("MQTT_USERNAME")).
		SetPassword(os.Getenv("MQTT_PASSWORD")).
		SetConnectionLostHandler(func(_ mqtt.Client, err error) {
			lost <- err
		}))
}

// serve keeps in unsent what was not acknowledged.
func serve(client mqtt.Client, lost <-chan error, unsent *string) error {
	if err := wait(client.Connect()); err != nil {
		return err
	}
	defer client.Disconnect(250)
	log.Print("connected")
	for {
		if *unsent == "" {
			select {
			case err := <-lost:
				return err
			case *unsent = <-waiting:
			}
		}
		// Retained: who subscribes later gets the latest value at once.
		if err := wait(client.Publish(topic, qos, true, *unsent)); err != nil {
			return err
		}
		*unsent = ""
		log.Printf("delivered to %s", topic)
	}
}

// Up to 30 s, with jitter: not all clients come back at once.
func backoff(failures int) time.Duration {
	ceiling := 30 * time.Second
	if failures < 5 {
		ceiling = time.Second << failures
	}
	return ceiling/2 + time.Duration(dice.Int63n(int64(ceiling/2)))
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
		lost := make(chan error, 1)
		err := serve(newClient(lost), lost, &unsent)
		log.Printf("disconnected: %v", err)
		if time.Since(started) > time.Minute {
			failures = 0
		}
		time.Sleep(backoff(failures))
	}
}
