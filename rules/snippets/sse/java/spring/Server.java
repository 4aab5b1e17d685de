// Server-Sent Events from Spring MVC: replays what a client missed, keeps
// connections open, drops clients that read too slowly.
package live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.*;
import org.springframework.scheduling.annotation.*;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@SpringBootApplication
@EnableScheduling
@RestController
@CrossOrigin(origins = Server.ORIGIN, allowCredentials = "true")
public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  // The site whose pages may read the stream.
  static final String ORIGIN = "{{origin}}";
  // Below the 60 s after which many proxies cut an idle connection.
  static final int HEARTBEAT_SECONDS = "{{heartbeat}}";
  static final int REPLAY_LIMIT = "{{replay}}"; // kept for who comes back
  static final int BACKLOG_LIMIT = 256; // events per client
  static final int MAX_EVENT = 1 << 20; // bytes; clients refuse larger ones
  static final int MAX_CLIENTS = 2000; // each has a thread
  static final MediaType TEXT =
      new MediaType("text", "plain", StandardCharsets.UTF_8);

  record Event(long id, String data) {}

  // What waits for each client, and the task that writes it.
  private final Map<BlockingQueue<Event>, Future<?>> clients =
      new IdentityHashMap<>();
  private final Deque<Event> recent = new ArrayDeque<>();
  private final ExecutorService writers = Executors.newCachedThreadPool();
  // Grows across restarts, so that an old id is never ahead of a new one.
  private long lastId = System.currentTimeMillis();

  public synchronized void publish(String data) {
    if (("data:" + data).getBytes(StandardCharsets.UTF_8).length > MAX_EVENT)
      throw new IllegalArgumentException("event too large");
    Event made = new Event(++lastId, data);
    recent.add(made);
    if (recent.size() > REPLAY_LIMIT) recent.remove();
    // Too slow: it comes back and asks for what it missed. A write that waits
    // for it ends after server.tomcat.connection-timeout, 20 s.
    clients.forEach((backlog, writer) -> {
      if (!backlog.offer(made)) writer.cancel(true);
    });
  }

  @GetMapping(PATH)
  ResponseEntity<SseEmitter> stream(HttpMethod method,
      @RequestHeader(name = "Authorization", defaultValue = "") String given,
      @RequestHeader(name = "Last-Event-ID", defaultValue = "") String after) {
    String token = System.getenv("TOKEN"); // no secrets in the source
    String wanted = "Bearer " + token;
    if (token != null
        && !MessageDigest.isEqual(given.getBytes(), wanted.getBytes()))
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
    var answer = ResponseEntity.ok().header("Cache-Control", "no-store")
        .header("X-Accel-Buffering", "no"); // nginx would hold events back
    // Spring answers HEAD by this method, too.
    if (method.equals(HttpMethod.HEAD))
      return answer.contentType(MediaType.TEXT_EVENT_STREAM).build();
    SseEmitter emitter = new SseEmitter(0L); // without end
    join(emitter, after);
    return answer.body(emitter);
  }

  private synchronized void join(SseEmitter emitter, String after) {
    if (clients.size() >= MAX_CLIENTS)
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
    boolean isBack = after.matches("\\d{1,18}");
    long seen = isBack ? Long.parseLong(after) : Long.MAX_VALUE;
    List<Event> missed =
        recent.stream().filter(event -> event.id() > seen).toList();
    BlockingQueue<Event> backlog = new ArrayBlockingQueue<>(BACKLOG_LIMIT);
    clients.put(backlog,
        writers.submit(() -> write(emitter, missed, backlog)));
  }

  private synchronized void leave(BlockingQueue<Event> backlog) {
    clients.remove(backlog);
  }

  private void write(SseEmitter emitter, List<Event> missed,
      BlockingQueue<Event> backlog) {
    try {
      emitter.send(SseEmitter.event().comment("welcome"));
      for (Event event : missed) emitter.send(frame(event));
      while (true) {
        Event event = backlog.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        emitter.send(event == null ? SseEmitter.event().comment("still here")
            : frame(event));
      }
    } catch (IOException | InterruptedException | IllegalStateException error) {
      System.err.println("client: " + error.getMessage()); // it went away
    } finally {
      leave(backlog);
      emitter.complete();
    }
  }

  private static SseEmitter.SseEventBuilder frame(Event event) {
    return SseEmitter.event().id(String.valueOf(event.id()))
        .data(event.data().replaceAll("\r\n?", "\n"), TEXT);
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void tick() {
    publish(Instant.now().toString()); // your code here
  }

  /** Spring waits for open requests before it stops: this ends them. */
  @EventListener(ContextClosedEvent.class)
  synchronized void stop() {
    clients.values().forEach(writer -> writer.cancel(true));
  }

  public static void main(String[] args) {
    SpringApplication app = new SpringApplication(Server.class);
    app.setDefaultProperties(Map.of("server.port", PORT));
    app.run(args);
  }
}
