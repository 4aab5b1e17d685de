// MQTT client: keeps its session at the broker, reconnects with backoff,
// bounds what waits.
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
	topic    = "{{topic}}"
	qos      = "{{qos}}"
	clientID = "{{client-id}}" // one per device: a second one ends the first
	online   = "clients/" + clientID + "/online"
	patience = 10 * time.Second
)

var dice = rand.New(rand.NewSource(time.Now().UnixNano()))

// At QoS 1 a message may come twice; at QoS 2 your effect still may, if you
// crash: check for repeats.
func receive(_ mqtt.Client, message mqtt.Message) {
	fmt.Printf("%s %s\n", message.Topic(), message.Payload()) // your code here
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
		// Above 0 the broker keeps subscription and messages while we are away.
		SetCleanSession(qos == 0).
		SetAutoReconnect(false). // main does, with jitter
		SetProtocolVersion(4).
		SetConnectTimeout(patience).
		SetKeepAlive(30*time.Second).
		// Secrets come from the environment, never from the source.
		SetUsername(os.Getenv("MQTT_USERNAME")).
		SetPassword(os.Getenv("MQTT_PASSWORD")).
		SetWill(online, "false", 1, true).
		SetDefaultPublishHandler(receive). // for what comes before we subscribe
		SetConnectionLostHandler(func(_ mqtt.Client, err error) {
			lost <- err
		}))
}

func listen(client mqtt.Client, lost <-chan error) error {
	if err := wait(client.Connect()); err != nil {
		return err
	}
	defer client.Disconnect(250)
	log.Print("connected")
	subscription := client.Subscribe(topic, qos, receive)
	if err := wait(subscription); err != nil {
		return err
	}
	granted := subscription.(*mqtt.SubscribeToken).Result()
	if granted[topic] == 128 {
		return fmt.Errorf("the broker refuses %s", topic)
	}
	log.Print("subscribed")
	if err := wait(client.Publish(online, 1, true, "true")); err != nil {
		return err
	}
	return <-lost
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
	for failures := 0; ; failures++ {
		started := time.Now()
		lost := make(chan error, 1)
		log.Printf("disconnected: %v", listen(newClient(lost), lost))
		if time.Since(started) > time.Minute {
			failures = 0
		}
		time.Sleep(backoff(failures))
	}
}
