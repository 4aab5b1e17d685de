package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"os"
)

func printHint(status int, header textproto.MIMEHeader) error {
	_, err := fmt.Println(status, header["Link"])
	return err
}

func main() {
	trace := &httptrace.ClientTrace{Got1xxResponse: printHint}
	ctx := httptrace.WithClientTrace(context.Background(), trace)
	request, _ := http.NewRequest("GET", "{{endpoint}}", nil)
	request = request.WithContext(ctx)
	request.Header.Set("Sec-Fetch-Mode", "navigate")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	response.Write(os.Stdout)
}
