// HLS server: ffmpeg cuts live video into segments, and this hands them out
// with what caches need: a segment never changes, the playlist does all the
// time. Many viewers need a CDN in front, which may show the TOKEN.
package main

import (
	"context"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

const (
	port       = "{{port}}"
	path       = "{{path}}"
	origin     = "{{origin}}"  // the site whose pages may play
	seconds    = "{{segment}}" // a segment; players are three of them behind
	folder     = "segments"
	playlist   = folder + "/index.m3u8"
	limit      = 20 * time.Second // who takes longer cannot follow
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

// Your code here: a camera.
const input = `-re -f lavfi -i testsrc2=size=640x360
  -f lavfi -i sine=frequency=440`

// Numbers grow across restarts and files appear whole, because caches keep
// them. Segments leave the disk a while after they have left the playlist.
var ffmpeg = strings.Fields(fmt.Sprintf(`-v error -nostdin %s
  -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac
  -force_key_frames expr:gte(t,n_forced*%d)
  -f hls -hls_time %[2]d -hls_list_size 6 -hls_delete_threshold 6
  -hls_flags delete_segments+append_list+omit_endlist+temp_file
  -hls_start_number_source epoch -hls_segment_filename %s/%%d.ts
  %s`, input, seconds, folder, playlist))

var (
	isFile = regexp.MustCompile(`^\w+\.(m3u8|ts)$`).MatchString
	kinds  = map[string]struct{ mime, maxAge string }{
		// A cache may answer for half a segment; no player falls behind by that.
		".m3u8": {"application/vnd.apple.mpegurl", fmt.Sprint((seconds + 1) / 2)},
		".ts":   {"video/mp2t", "86400, immutable"},
	}
)

// watch returns when no segment has come for long, as where a camera hangs.
func watch(ctx context.Context) {
	last := time.Now()
	for ctx.Err() == nil && time.Since(last) < 10*seconds*time.Second {
		time.Sleep(5 * time.Second)
		state, err := os.Stat(playlist)
		if err == nil && state.ModTime().After(last) {
			last = state.ModTime()
		}
	}
}

func segment(ctx context.Context) error {
	ctx, kill := context.WithCancel(ctx)
	defer kill()
	go func() {
		watch(ctx)
		kill()
	}()
	command := exec.CommandContext(ctx, "ffmpeg", ffmpeg...)
	command.Stderr = os.Stderr
	return command.Run()
}

func keepSegmenting(ctx context.Context) {
	for pause := firstPause; ; pause = min(lastPause, 2*pause) {
		begun := time.Now()
		err := segment(ctx)
		if time.Since(begun) > lastPause { // it has run
			pause = firstPause
		}
		if ctx.Err() == nil {
			slog.Error("ffmpeg ended; again in", "pause", pause, "error", err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

func isAllowed(r *http.Request) bool {
	wanted := os.Getenv("TOKEN") // secrets come from the environment
	given := []byte(r.Header.Get("Authorization"))
	equal := subtle.ConstantTimeCompare(given, []byte("Bearer "+wanted))
	return wanted == "" || equal == 1
}

func serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Cache-Control", "max-age=1") // of what is not there yet
	name, isHere := strings.CutPrefix(r.URL.Path, path+"/")
	switch {
	case !isAllowed(r):
		w.WriteHeader(http.StatusUnauthorized)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.WriteHeader(http.StatusMethodNotAllowed)
	case !isHere || !isFile(name):
		w.WriteHeader(http.StatusNotFound)
	default:
		serveFile(w, r, name)
	}
}

func serveFile(w http.ResponseWriter, r *http.Request, name string) {
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	defer file.Close()
	kind := kinds[filepath.Ext(name)]
	w.Header().Set("Content-Type", kind.mime)
	w.Header().Set("Cache-Control", "public, max-age="+kind.maxAge)
	http.ServeContent(w, r, name, time.Time{}, file)
}

func main() {
	ctx, stop := signal.NotifyContext(
		context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", fmt.Sprint(":", port))
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err != nil {
		slog.Error("cannot start", "error", err)
		os.Exit(1)
	}
	server := &http.Server{
		Handler:      http.HandlerFunc(serve),
		ReadTimeout:  limit,
		WriteTimeout: limit,
		IdleTimeout:  time.Minute,
	}
	go server.Serve(listener)
	slog.Info("listening", "port", port)
	keepSegmenting(ctx)
	late, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	server.Shutdown(late) // lets open answers end
}
