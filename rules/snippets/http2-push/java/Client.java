// HTTP/2 client: asks for a page and takes what the server pushes with it, then
// sends several requests at once over the same connection. Push is for programs
// of your own at both ends: browsers have dropped it, and it is no channel for
// events (take SSE or WebSocket). Java before 24 fails all requests of a
// connection that the server closes in order: the attempts cover that.
import java.io.*;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

public class Client {
  static final String ENDPOINT = "{{endpoint}}";
  static final String PATH = "{{path}}";
  static final int MAX_BODY_BYTES = 1 << 20;
  static final int MAX_PUSHES = 20;
  static final int ATTEMPTS = 5;

  static final HttpClient HTTP = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_2)
      .connectTimeout(Duration.ofSeconds(10)).build();
  static final HttpResponse.BodyHandler<InputStream> STREAM =
      HttpResponse.BodyHandlers.ofInputStream();

  static void receive(String how, String path, String body) {
    System.out.println(how + " " + path + ": " + body); // your code here
  }

  static HttpRequest get(String path) {
    var request = HttpRequest.newBuilder(URI.create(ENDPOINT).resolve(path))
        .timeout(Duration.ofSeconds(10));
    String token = System.getenv("TOKEN"); // no secrets in the source
    if (token != null) request.header("Authorization", "Bearer " + token);
    return request.build();
  }

  static void read(String how, HttpResponse<InputStream> response)
      throws IOException {
    String path = response.uri().getPath();
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(MAX_BODY_BYTES + 1);
      if (bytes.length > MAX_BODY_BYTES) throw new IOException("too large");
      if (response.version() != HttpClient.Version.HTTP_2)
        throw new IOException("the server does not speak HTTP/2");
      int status = response.statusCode();
      if (status >= 400 && status < 500 && status != 429) { // no use in asking
        System.err.println("refused: " + path + ": " + status);
        System.exit(1);
      }
      if (status != 200) throw new IOException(path + ": status " + status);
      receive(how, path, new String(bytes, StandardCharsets.UTF_8));
    }
  }

  static <T> T await(Future<T> future)
      throws IOException, InterruptedException {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException error) {
      throw new IOException(error.getMessage(), error);
    }
  }

  static void fetch() throws IOException, InterruptedException {
    Queue<CompletableFuture<HttpResponse<InputStream>>> pushes =
        new ConcurrentLinkedQueue<>();
    var page = HTTP.sendAsync(get(PATH), STREAM, (asked, promised, accept) -> {
      if (pushes.size() < MAX_PUSHES) pushes.add(accept.apply(STREAM));
    });
    read("answered", await(page)); // every promise comes before the page ends
    for (var push : pushes) read("pushed", await(push));
    var answers = List.of(PATH, "/style.css").stream() // your code here
        .map(path -> HTTP.sendAsync(get(path), STREAM)).toList();
    for (var answer : answers) read("answered", await(answer));
  }

  public static void main(String[] args) throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        fetch();
        return;
      } catch (IOException error) {
        System.err.println("error: " + error.getMessage());
      }
      double ceilingMs = 500 * Math.pow(2, attempt);
      // Jitter: not all clients at once.
      Thread.sleep((long) (ceilingMs * (0.5 + Math.random() / 2)));
    }
    System.exit(1);
  }
}
