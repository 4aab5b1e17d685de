// Server-Sent Events client: resumes after the last event, backs off, gives up
// on a silent connection. An event whose handler fails is reported and skipped.
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String EVENT = "{{event}}";
  // The server should send a comment more often than this.
  static final int SILENCE_SECONDS = "{{silence}}";
  static final int MAX_EVENT = 1 << 20; // characters
  static final int MAX_REDIRECTS = 5;
  static final double LAST_PAUSE_MS = 30_000;

  // Not HTTP/2: on an http address that would ask for an upgrade, which many
  // servers answer with an error.
  static final HttpClient HTTP = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(10)).build();
  static String lastEventId = "";
  static double firstPauseMs = 1000;
  volatile long heardAt = System.nanoTime();
  volatile boolean over;
  boolean endedWithCr;

  static void receive(String data) {
    System.out.println(data); // your code here
  }

  public static void main(String[] args) throws InterruptedException {
    double pauseMs = firstPauseMs;
    while (true) {
      long started = System.nanoTime();
      try {
        if (!new Client().listen(URI.create(ENDPOINT), 0)) return;
        System.err.println("stream ended");
      } catch (IOException error) {
        System.err.println("error: " + error.getMessage());
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      pauseMs = lasted ? firstPauseMs : Math.max(pauseMs, firstPauseMs);
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }

  /** Reads until the stream ends; false when the server has no more to come. */
  boolean listen(URI at, int hops) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(at)
        .timeout(Duration.ofSeconds(SILENCE_SECONDS)) // until the headers
        .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) request.header("Last-Event-ID", lastEventId);
    // Secrets come from the environment, and go to no other host.
    String token = System.getenv("TOKEN");
    if (token != null && at.getAuthority().equals(authority()))
      request.header("Authorization", "Bearer " + token);
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    int status = response.statusCode();
    String type = response.headers().firstValue("Content-Type").orElse("none");
    var location = response.headers().firstValue("Location");
    try (InputStream body = response.body()) {
      boolean moved = List.of(301, 302, 303, 307, 308).contains(status);
      if (moved && location.isPresent() && hops < MAX_REDIRECTS)
        return listen(at.resolve(location.get()), hops + 1);
      if (status == 204) return false;
      if (status != 200 || !type.startsWith("text/event-stream"))
        throw new IOException("refused: " + status + ", " + type);
      System.err.println("connected");
      watch(body);
      read(new InputStreamReader(body, StandardCharsets.UTF_8));
    } finally {
      over = true;
    }
    return true;
  }

  static String authority() {
    return URI.create(ENDPOINT).getAuthority();
  }

  /** Closes the body when nothing comes. */
  void watch(InputStream body) {
    Thread watchdog = new Thread(() -> {
      try {
        while (!over && System.nanoTime() - heardAt < SILENCE_SECONDS * 1e9)
          TimeUnit.MILLISECONDS.sleep(200);
        if (!over) System.err.println("nothing for " + SILENCE_SECONDS + " s");
        body.close();
      } catch (IOException | InterruptedException error) {
        System.err.println("error: " + error.getMessage());
      }
    });
    watchdog.setDaemon(true);
    watchdog.start();
  }

  /** Events as the HTML standard defines them; an empty line ends one. */
  void read(Reader in) throws IOException {
    String event = "", id = lastEventId;
    StringBuilder data = new StringBuilder();
    boolean isFirst = true;
    for (String line; (line = readLine(in)) != null; isFirst = false) {
      if (isFirst && line.startsWith("\uFEFF")) line = line.substring(1);
      String[] parts = line.split(":", 2);
      String value = parts.length < 2 ? "" : parts[1].replaceFirst("^ ", "");
      if (line.isEmpty()) {
        lastEventId = id;
        boolean ours = EVENT.equals(event.isEmpty() ? "message" : event);
        if (ours && data.length() > 0) take(data.substring(1));
        event = "";
        data.setLength(0);
      } else if (parts[0].equals("event")) {
        event = value;
      } else if (parts[0].equals("data")) {
        if (data.append('\n').append(value).length() > MAX_EVENT)
          throw new IOException("event too large");
      } else if (parts[0].equals("id") && value.matches("[ -~]{0,1024}")) {
        id = value; // others do not fit into a header
      } else if (parts[0].equals("retry") && value.matches("[0-9]{1,15}")) {
        double hintMs = Math.max(1000, Long.parseLong(value));
        firstPauseMs = Math.min(LAST_PAUSE_MS, hintMs);
      }
    }
  }

  static void take(String data) {
    try {
      receive(data);
    } catch (RuntimeException error) { // yours must not end the client
      System.err.println("failed: " + error);
    }
  }

  /** The next line, which ends with CR, LF or both; null at the end. */
  String readLine(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      heardAt = System.nanoTime();
      boolean isRest = endedWithCr && c == '\n'; // of the line before
      endedWithCr = c == '\r';
      if (c < 0) return null;
      if (isRest) continue;
      if (c == '\n' || c == '\r') return line.toString();
      if (line.append((char) c).length() > MAX_EVENT)
        throw new IOException("line too long");
    }
  }
}
