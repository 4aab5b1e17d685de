// WebSocket server: relays to everybody else, notices dead links, drops clients
// that read too slowly. TLS belongs to the proxy in front of it, which has to
// pass the Upgrade header.
import jakarta.servlet.*;
import jakarta.servlet.http.*;
import jakarta.websocket.*;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.*;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.*;
import org.apache.tomcat.websocket.server.WsSci;

@ServerEndpoint(Server.PATH)
public class Server {
  static final int PORT = "{{port}}";
  static final String PATH = "{{path}}";
  // The only site whose pages may connect; other programs send no origin.
  static final String ORIGIN = "{{origin}}";
  static final int HEARTBEAT_SECONDS = "{{heartbeat}}";
  static final int MAX_MESSAGE_BYTES = 65_536;
  static final int BACKLOG_LIMIT = 256; // messages per client
  static final int MAX_CLIENTS = 10_000;

  static final Set<Server> clients = ConcurrentHashMap.newKeySet();
  // Closing waits for the client, but nobody may have to wait for that.
  static final ExecutorService closer = Executors.newCachedThreadPool();

  private final Queue<Object> backlog = new ArrayDeque<>();
  private Session session;
  private boolean sending;
  private volatile boolean alive = true;

  /** Refuses a handshake before there is a WebSocket. */
  public static class Gate extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest in, HttpServletResponse out,
        FilterChain chain) throws IOException, ServletException {
      String origin = in.getHeader("Origin");
      String token = System.getenv("TOKEN"); // no secrets in the source
      String given = Objects.toString(in.getHeader("Authorization"), "");
      String wanted = "Bearer " + token;
      if (origin != null && !origin.equals(ORIGIN)) out.sendError(403);
      else if (clients.size() >= MAX_CLIENTS) out.sendError(503);
      else if (token != null
          && !MessageDigest.isEqual(given.getBytes(), wanted.getBytes()))
        out.sendError(401);
      else chain.doFilter(in, out);
    }
  }

  @OnOpen
  public void open(Session opened) {
    session = opened;
    session.getAsyncRemote().setSendTimeout(10_000);
    clients.add(this);
  }

  @OnMessage(maxMessageSize = MAX_MESSAGE_BYTES)
  public void receive(String message) {
    alive = true; // a pong may be behind many messages
    // Pages cannot send ping frames: this is how they ask.
    if (message.equals("{\"type\":\"ping\"}")) send("{\"type\":\"pong\"}");
    else relay(message); // your code here
  }

  @OnMessage(maxMessageSize = MAX_MESSAGE_BYTES)
  public void receive(byte[] message) {
    alive = true;
    relay(message);
  }

  void relay(Object message) {
    for (Server client : clients) if (client != this) client.send(message);
  }

  @OnMessage
  public void pong(PongMessage message) {
    alive = true;
  }

  @OnClose
  public void closed() {
    clients.remove(this);
  }

  @OnError
  public void failed(Throwable error) {
    System.err.println("client: " + error.getMessage());
  }

  /** One message after the other: the container takes no second one early. */
  synchronized void send(Object message) {
    if (backlog.size() >= BACKLOG_LIMIT) {
      clients.remove(this); // better one client than the server's memory
      closer.execute(
          () -> close(CloseReason.CloseCodes.TRY_AGAIN_LATER, "too slow"));
    } else if (backlog.add(message) && !sending) {
      next();
    }
  }

  private synchronized void next() {
    Object message = backlog.poll();
    sending = message != null && session.isOpen();
    if (!sending) return;
    SendHandler done = result -> { if (result.isOK()) next(); };
    RemoteEndpoint.Async remote = session.getAsyncRemote();
    if (message instanceof String text) remote.sendText(text, done);
    else remote.sendBinary(ByteBuffer.wrap((byte[]) message), done);
  }

  void beat() {
    try {
      if (!alive) close(CloseReason.CloseCodes.GOING_AWAY, "no answer");
      alive = false;
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException error) {
      clients.remove(this); // it has gone
    }
  }

  void close(CloseReason.CloseCode code, String reason) {
    try {
      session.close(new CloseReason(code, reason));
    } catch (IOException error) {
      failed(error);
    }
  }

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(PORT);
    tomcat.getConnector();
    Context context = tomcat.addContext("", null);
    FilterDef gate = new FilterDef();
    gate.setFilterName("gate");
    gate.setFilter(new Gate());
    context.addFilterDef(gate);
    FilterMap everything = new FilterMap();
    everything.setFilterName("gate");
    everything.addURLPattern("/*");
    context.addFilterMap(everything);
    context.addServletContainerInitializer(new WsSci(), Set.of(Server.class));
    Tomcat.addServlet(context, "rest", new HttpServlet() {}); // answers 405
    context.addServletMappingDecoded("/", "rest");
    tomcat.start();
    var timer = Executors.newSingleThreadScheduledExecutor();
    timer.scheduleAtFixedRate(() -> clients.forEach(Server::beat),
        HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    // Clients come back, with jitter; who does not read is not waited for.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      clients.forEach(client -> closer.execute(
          () -> client.close(CloseReason.CloseCodes.GOING_AWAY, "restart")));
      closer.shutdown();
      try {
        closer.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException error) {
        Thread.currentThread().interrupt();
      }
    }));
    System.err.println("listening on " + PORT);
    tomcat.getServer().await();
  }
}
