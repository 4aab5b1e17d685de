// Early Hints client: asks for a page as a browser does, prints which hints
// come, and how long before the answer. Run it against a site to see whether
// its proxies pass hints on. It speaks HTTP/2 with https, HTTP/1.1 with http.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	endpoint = "{{endpoint}}"
	timeout  = "{{timeout}}" * time.Second
	maxHints = 20 // answers with status 103
)

var (
	isLink  = regexp.MustCompile(`<[^>]*>[^<]*`)
	hinted  []string
	hints   int
	firstAt time.Time
)

// A comma parts links, but not within the brackets of an address.
func linksOf(values []string) []string {
	links := isLink.FindAllString(strings.Join(values, ","), -1)
	for at, link := range links {
		links[at] = strings.TrimRight(link, ", ")
	}
	return links
}

func takeHint(status int, header textproto.MIMEHeader) error {
	if status != http.StatusEarlyHints {
		return nil
	}
	if hints++; hints > maxHints {
		return errors.New("hints without end")
	}
	if firstAt.IsZero() {
		firstAt = time.Now()
	}
	for _, link := range linksOf(header["Link"]) {
		hinted = append(hinted, link)
		fmt.Println("hint:", link) // your code here
	}
	return nil
}

func look(parent context.Context) error {
	ctx, cancel := context.WithTimeout(parent, timeout)
	defer cancel()
	trace := &httptrace.ClientTrace{Got1xxResponse: takeHint}
	request, err := http.NewRequestWithContext(
		httptrace.WithClientTrace(ctx, trace), "GET", endpoint, nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "text/html")
	// Servers send hints to browsers alone.
	request.Header.Set("Sec-Fetch-Mode", "navigate")
	if token := os.Getenv("TOKEN"); token != "" { // no secrets in the source
		request.Header.Set("Authorization", "Bearer "+token)
	}
	// Not a client, which would follow redirects.
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	ahead := time.Since(firstAt)
	fmt.Println("answered:", response.StatusCode)
	if response.StatusCode != http.StatusOK {
		return errors.New("no page")
	}
	if len(hinted) == 0 {
		return errors.New("no hints")
	}
	fmt.Printf("hints came %d ms before the answer\n", ahead.Milliseconds())
	repeated := linksOf(response.Header["Link"])
	for _, link := range hinted {
		if !slices.Contains(repeated, link) {
			fmt.Println("not in the answer:", link)
		}
	}
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := look(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}
