// WebRTC data channel between two peers that meet in a room of a signalling
// server (a WebSocket that relays).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
	"github.com/pion/webrtc/v4"
)

const (
	signalling = "{{endpoint}}"
	room       = "{{room}}"
	stun       = "{{stun}}"
	ordered    = "{{ordered}}"
	reliable   = "{{reliable}}"
	patience   = 10 * time.Second
	heartbeat  = 25 * time.Second
	maxBytes   = 1 << 16 // per signal
)

type message struct {
	From        string                     `json:"from"`
	Hello       string                     `json:"hello,omitempty"`
	Description *webrtc.SessionDescription `json:"description,omitempty"`
	Candidate   *webrtc.ICECandidateInit   `json:"candidate,omitempty"`
}

var (
	me      = uuid.NewString()
	lock    sync.Mutex // for the two below, and for writing
	socket  *websocket.Conn
	partner string                 // whom the current connection is with
	peer    *webrtc.PeerConnection // only the reader replaces it
)

func receive(m webrtc.DataChannelMessage) {
	fmt.Printf("%s\n", m.Data) // your code here
}

func send(m message) {
	lock.Lock()
	defer lock.Unlock()
	if socket == nil {
		return
	}
	m.From = me
	socket.SetWriteDeadline(time.Now().Add(patience))
	if err := socket.WriteJSON(m); err != nil {
		socket.Close() // the reader notices
	}
}

func greet() {
	lock.Lock()
	partner = ""
	lock.Unlock()
	send(message{Hello: "new"})
}

func open() (*webrtc.PeerConnection, error) {
	if peer != nil {
		peer.Close()
	}
	config := webrtc.Configuration{}
	if stun != "" {
		server := webrtc.ICEServer{URLs: []string{stun}}
		config.ICEServers = append(config.ICEServers, server)
	}
	if turn := os.Getenv("TURN_URL"); turn != "" { // no secrets in the source
		config.ICEServers = append(config.ICEServers, webrtc.ICEServer{
			URLs:       []string{turn},
			Username:   os.Getenv("TURN_USERNAME"),
			Credential: os.Getenv("TURN_PASSWORD"),
		})
	}
	pc, err := webrtc.NewPeerConnection(config)
	if err != nil {
		return nil, err
	}
	pc.OnICECandidate(func(candidate *webrtc.ICECandidate) {
		if candidate != nil {
			init := candidate.ToJSON()
			send(message{Candidate: &init})
		}
	})
	pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		log.Printf("peer %s", state)
		if state == webrtc.PeerConnectionStateFailed {
			greet() // start again with fresh candidates
		}
	})
	return pc, openChannel(pc)
}

func openChannel(pc *webrtc.PeerConnection) error {
	yes, id, keepOrder, never := true, uint16(0), ordered, uint16(0)
	init := &webrtc.DataChannelInit{
		Negotiated: &yes, ID: &id, Ordered: &keepOrder,
	}
	if !reliable {
		init.MaxRetransmits = &never
	}
	channel, err := pc.CreateDataChannel("data", init)
	if err != nil {
		return err
	}
	channel.OnMessage(receive)
	channel.OnOpen(func() { // before you send a lot: watch BufferedAmount
		if err := channel.SendText("hello from " + me); err != nil {
			log.Print(err)
		}
	})
	return nil
}

// describe sends an offer, or the answer to one.
func describe(create func() (webrtc.SessionDescription, error)) error {
	description, err := create()
	if err != nil {
		return err
	}
	if err = peer.SetLocalDescription(description); err != nil {
		return err
	}
	send(message{Description: &description})
	return nil
}

func answer() (webrtc.SessionDescription, error) {
	return peer.CreateAnswer(nil)
}

func offer() (webrtc.SessionDescription, error) {
	return peer.CreateOffer(nil)
}

func meet(m message) (err error) {
	lock.Lock()
	known := m.Hello == "reply" && m.From == partner // both greeted at once
	partner = m.From
	lock.Unlock()
	if known {
		return nil
	}
	if m.Hello == "new" {
		send(message{Hello: "reply"})
	}
	if peer, err = open(); err == nil && me > m.From { // one of the two offers
		err = describe(offer)
	}
	return err
}

func handle(m message) error {
	switch {
	case m.Hello != "":
		return meet(m)
	case m.Description != nil && peer != nil:
		err := peer.SetRemoteDescription(*m.Description)
		if err == nil && m.Description.Type == webrtc.SDPTypeOffer {
			err = describe(answer)
		}
		return err
	case m.Candidate != nil && peer != nil:
		return peer.AddICECandidate(*m.Candidate)
	}
	return nil
}

func join(ctx context.Context) error {
	dialer := websocket.Dialer{
		HandshakeTimeout: patience,
		Proxy:            http.ProxyFromEnvironment,
	}
	header := http.Header{}
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		header.Set("Authorization", "Bearer "+token)
	}
	address := signalling + "?room=" + url.QueryEscape(room)
	ws, _, err := dialer.DialContext(ctx, address, header)
	if err != nil {
		return err
	}
	defer ws.Close()
	defer context.AfterFunc(ctx, func() { ws.Close() })()
	lock.Lock()
	socket = ws
	lock.Unlock()
	ws.SetReadLimit(maxBytes)
	var ping *time.Timer
	ping = time.AfterFunc(heartbeat, func() {
		until := time.Now().Add(patience)
		ws.WriteControl(websocket.PingMessage, nil, until)
		ping.Reset(heartbeat)
	})
	defer ping.Stop()
	extend := func(string) error {
		return ws.SetReadDeadline(time.Now().Add(2 * heartbeat))
	}
	extend("")
	ws.SetPongHandler(extend)
	connected := webrtc.PeerConnectionStateConnected
	if peer == nil || peer.ConnectionState() != connected {
		greet()
	}
	for {
		_, data, err := ws.ReadMessage()
		if err != nil {
			return err
		}
		var m message
		if err = json.Unmarshal(data, &m); err == nil {
			err = handle(m)
		}
		if err != nil {
			log.Printf("signal: %v", err)
		}
	}
}

// The data channel lives on without the signalling server.
func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() { // a handshake cannot be broken off
		time.Sleep(1500 * time.Millisecond)
		os.Exit(0)
	})
	const firstPause, lastPause = 500 * time.Millisecond, 30 * time.Second
	for pause := firstPause; ctx.Err() == nil; pause = min(lastPause, 2*pause) {
		started := time.Now()
		log.Printf("signalling: %v", join(ctx))
		if time.Since(started) > lastPause { // it lasted
			pause = firstPause
		}
		select { // jitter, so that not all peers come back at once
		case <-time.After(pause/2 + rand.N(pause/2)):
		case <-ctx.Done():
		}
	}
	if peer != nil {
		peer.Close()
	}
}
