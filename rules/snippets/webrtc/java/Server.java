// Signalling server for WebRTC peers: relays each message to the other one in
// the room. Payloads never pass through it. TLS belongs to the proxy in front;
// peers behind strict firewalls need a TURN server besides.
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
  static final int ROOM_LIMIT = 2; // peers
  static final int MAX_SIGNAL_BYTES = 65_536;
  static final int HEARTBEAT_SECONDS = 25;

  static final Map<String, Set<Server>> rooms = new HashMap<>();

  private Session session;
  private String name;
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
      else if (token != null
          && !MessageDigest.isEqual(given.getBytes(), wanted.getBytes()))
        out.sendError(401);
      else chain.doFilter(in, out);
    }
  }

  @OnOpen
  public void open(Session opened) {
    session = opened;
    List<String> asked = opened.getRequestParameterMap().get("room");
    name = asked == null ? "" : asked.get(0);
    boolean isIn; // your code here: who may enter which room
    synchronized (rooms) {
      Set<Server> room = rooms.computeIfAbsent(name, key -> new HashSet<>());
      isIn = room.size() < ROOM_LIMIT && room.add(this);
    }
    if (!isIn) close(CloseReason.CloseCodes.VIOLATED_POLICY, "room is full");
  }

  static List<Server> members(String name) {
    synchronized (rooms) {
      return List.copyOf(rooms.getOrDefault(name, Set.of()));
    }
  }

  @OnMessage(maxMessageSize = MAX_SIGNAL_BYTES)
  public void relay(String message) {
    List<Server> room = members(name);
    if (room.contains(this))
      for (Server other : room) if (other != this) other.send(message);
  }

  synchronized void send(String message) {
    try {
      session.getBasicRemote().sendText(message);
    } catch (IOException | RuntimeException error) {
      failed(error);
    }
  }

  @OnMessage
  public void pong(PongMessage message) {
    alive = true;
  }

  @OnError
  public void failed(Throwable error) {
    System.err.println("peer: " + error.getMessage());
  }

  @OnClose
  public void closed() {
    synchronized (rooms) {
      Set<Server> room = rooms.getOrDefault(name, new HashSet<>());
      room.remove(this);
      if (room.isEmpty()) rooms.remove(name);
    }
  }

  /** A peer that answers no ping loses its place in the room. */
  void beat() {
    try {
      if (!alive) close(CloseReason.CloseCodes.GOING_AWAY, "no answer");
      alive = false;
      session.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException error) {
      failed(error); // the container closes what cannot be written to
    }
  }

  void close(CloseReason.CloseCode code, String reason) {
    try {
      session.close(new CloseReason(code, reason));
    } catch (IOException error) {
      failed(error);
    }
  }

  static void beatAll() {
    List<String> names;
    synchronized (rooms) {
      names = List.copyOf(rooms.keySet());
    }
    for (String room : names) members(room).forEach(Server::beat);
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
    timer.scheduleAtFixedRate(Server::beatAll,
        HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    System.err.println("listening on " + PORT);
    tomcat.getServer().await();
  }
}
