// WebSocket server with Spring: relays to everybody else, notices dead links,
// drops clients that read too slowly. TLS belongs to the proxy in front of it,
// which has to pass the Upgrade header.
package live;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.*;
import org.springframework.web.socket.*;
import org.springframework.web.socket.config.annotation.*;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

@SpringBootApplication
@EnableWebSocket
public class Server implements WebSocketConfigurer {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  // The only site whose pages may connect; other programs send no origin.
  static final String ORIGIN = "{{origin}}";
  static final int HEARTBEAT_SECONDS = "{{heartbeat}}";
  static final int MAX_MESSAGE_BYTES = 65_536;
  static final int BACKLOG_LIMIT = 256; // messages per client
  static final int MAX_CLIENTS = 2000; // each has a thread that writes

  static final Map<String, Client> clients = new ConcurrentHashMap<>();
  static final ExecutorService writers = Executors.newCachedThreadPool();

  @Override
  public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
    registry.addHandler(new Room(), PATH).addInterceptors(new Gate())
        .setAllowedOrigins(ORIGIN);
  }

  /** Refuses a handshake before there is a WebSocket. */
  static class Gate implements HandshakeInterceptor {
    @Override
    public boolean beforeHandshake(ServerHttpRequest in,
        ServerHttpResponse out, WebSocketHandler room,
        Map<String, Object> attributes) {
      String token = System.getenv("TOKEN"); // no secrets in the source
      String header = in.getHeaders().getFirst("Authorization");
      String given = Objects.toString(header, "");
      String wanted = "Bearer " + token;
      boolean isKnown = token == null
          || MessageDigest.isEqual(given.getBytes(), wanted.getBytes());
      boolean isFull = clients.size() >= MAX_CLIENTS;
      if (!isKnown) out.setStatusCode(HttpStatus.UNAUTHORIZED);
      else if (isFull) out.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
      return isKnown && !isFull;
    }

    @Override
    public void afterHandshake(ServerHttpRequest in, ServerHttpResponse out,
        WebSocketHandler room, Exception error) {}
  }

  static class Room extends AbstractWebSocketHandler {
    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
      session.setTextMessageSizeLimit(MAX_MESSAGE_BYTES);
      session.setBinaryMessageSizeLimit(MAX_MESSAGE_BYTES);
      Client client = new Client(session);
      clients.put(session.getId(), client);
      client.writer = writers.submit(client::write);
    }

    @Override
    public void handleMessage(WebSocketSession session,
        WebSocketMessage<?> message) {
      Client from = clients.get(session.getId());
      if (from == null) return; // it is being dropped
      from.isAlive = true;
      if (message instanceof PongMessage) return;
      // Pages cannot send ping frames: this is how they ask.
      if (message.getPayload().equals("{\"type\":\"ping\"}")) {
        from.send(new TextMessage("{\"type\":\"pong\"}"));
        return;
      }
      relay(message, from); // your code here
    }

    /** Bytes are copied: the buffer that they came in is used again. */
    void relay(WebSocketMessage<?> message, Client from) {
      byte[] bytes = new byte[message.getPayloadLength()];
      if (message instanceof BinaryMessage some) some.getPayload().get(bytes);
      for (Client client : clients.values())
        if (client != from)
          client.send(message instanceof TextMessage ? message
              : new BinaryMessage(bytes));
    }

    @Override
    public void handleTransportError(WebSocketSession session,
        Throwable error) {
      System.err.println("client: " + error.getMessage());
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session,
        CloseStatus status) {
      Client client = clients.remove(session.getId());
      if (client != null) client.writer.cancel(true);
    }
  }

  static class Client {
    final WebSocketSession session;
    final BlockingQueue<WebSocketMessage<?>> backlog =
        new ArrayBlockingQueue<>(BACKLOG_LIMIT);
    volatile Future<?> writer = new CompletableFuture<Void>();
    volatile boolean isAlive = true;

    Client(WebSocketSession session) {
      this.session = session;
    }

    void send(WebSocketMessage<?> message) {
      if (backlog.offer(message)) return;
      // Better one client than the server's memory. A write that waits for it
      // ends after Tomcat's timeout, 20 s.
      clients.remove(session.getId());
      writer.cancel(true);
    }

    /** The only one that writes: Spring's sessions take one message a time. */
    void write() {
      CloseStatus status = CloseStatus.SESSION_NOT_RELIABLE;
      long pingedAt = System.nanoTime();
      try {
        while (true) {
          WebSocketMessage<?> message =
              backlog.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
          if (message != null) session.sendMessage(message);
          if (System.nanoTime() - pingedAt < HEARTBEAT_SECONDS * 1e9) continue;
          if (!isAlive) throw new IOException("no answer");
          isAlive = false;
          pingedAt = System.nanoTime();
          session.sendMessage(new PingMessage());
        }
      } catch (InterruptedException error) {
        status = CloseStatus.SERVICE_OVERLOAD; // too slow, or gone
      } catch (IOException | IllegalStateException error) {
        System.err.println("client: " + error.getMessage());
      }
      clients.remove(session.getId());
      try {
        session.close(status);
      } catch (IOException error) {
        System.err.println("client: " + error.getMessage());
      }
    }
  }

  public static void main(String[] args) {
    SpringApplication app = new SpringApplication(Server.class);
    app.setDefaultProperties(Map.of("server.port", PORT));
    app.run(args);
  }
}
