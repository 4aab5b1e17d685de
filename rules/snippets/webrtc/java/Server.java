// Signalling server for WebRTC peers: relays each message to the other one in
// the room. Payloads never pass through it. TLS belongs to the proxy in front;
// peers behind strict firewalls need a TURN server besides.
import jakarta.servlet.http.HttpServlet;
import jakarta.websocket.*;
import jakarta.websocket.server.*;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.*;
import java.util.concurrent.*;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

@ServerEndpoint(value = Server.PATH, configurator = Server.Gate.class)
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

  public static class Gate extends ServerEndpointConfig.Configurator {
    @Override
    public boolean checkOrigin(String origin) {
      return origin == null || origin.isEmpty() || origin.equals(ORIGIN);
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
