package main

import (
	"bufio"
	"fmt"
	"log"
	"net/http"
	"strings"
)

func main() {
	response, err := http.Get("{{endpoint}}")
	if err != nil {
		log.Fatal(err)
	}
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
			fmt.Println(data)
		}
	}
}
