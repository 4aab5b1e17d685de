package main

import (
	"fmt"
	"log"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.Dial("{{endpoint}}")
	if err != nil {
		log.Fatal(err)
	}
	channel, _ := connection.Channel()
	channel.QueueDeclare("{{queue}}", true, false, false, false, nil)
	messages, _ := channel.Consume(
		"{{queue}}", "", false, false, false, false, nil)
	for message := range messages {
		fmt.Println(string(message.Body))
		message.Ack(false)
	}
}
