package main

import (
	"fmt"
	"log"

	"github.com/gorilla/websocket"
)

func main() {
	ws, _, err := websocket.DefaultDialer.Dial("{{endpoint}}", nil)
	if err != nil {
		log.Fatal(err)
	}
	ws.WriteMessage(websocket.TextMessage, []byte("hello"))
	for {
		_, message, err := ws.ReadMessage()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(string(message))
	}
}
