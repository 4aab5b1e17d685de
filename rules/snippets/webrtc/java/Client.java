// WebRTC data channel between two peers that meet in a room of a signalling
// server (a WebSocket that relays). Payloads go from peer to peer.
import com.google.gson.*;
import dev.onvoid.webrtc.*;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;

public class Client implements WebSocket.Listener {
  static final String SIGNALLING = "{{endpoint}}";
  static final String ROOM = "{{room}}";
  static final String STUN = "{{stun}}";
  static final boolean ORDERED = "{{ordered}}";
  static final boolean RELIABLE = "{{reliable}}";
  static final String ME = UUID.randomUUID().toString();
  static final int MAX_SIGNAL = 65_536; // characters

  static final PeerConnectionFactory FACTORY = new PeerConnectionFactory();
  static final HttpClient HTTP = HttpClient.newHttpClient();
  // One signal after the other: a candidate must follow its offer.
  static final ExecutorService work = Executors.newSingleThreadExecutor();
  static WebSocket socket;
  static RTCPeerConnection peer;
  static String partner; // peer of the connection
  final StringBuilder text = new StringBuilder();

  static void receive(String data) {
    System.out.println(data); // your code here
  }

  static void send(RTCDataChannel channel, String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    try { // before you send much: check channel.getBufferedAmount()
      channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(bytes), false));
    } catch (Exception error) {
      System.err.println("not sent: " + error.getMessage());
    }
  }

  static void signal(String key, JsonElement value) {
    JsonObject message = new JsonObject();
    message.addProperty("from", ME);
    message.add(key, value);
    if (socket != null && !socket.isOutputClosed())
      socket.sendText(message.toString(), true).orTimeout(10, TimeUnit.SECONDS)
          .join();
  }

  static void greet() {
    partner = null;
    signal("hello", new JsonPrimitive("new"));
  }

  static void handle(JsonObject message) {
    String from = message.get("from").getAsString();
    if (message.has("hello")) {
      boolean isReply = message.get("hello").getAsString().equals("reply");
      if (isReply && from.equals(partner)) return; // both greeted
      partner = from;
      if (!isReply) signal("hello", new JsonPrimitive("reply"));
      open();
      if (ME.compareTo(from) > 0) // only one of them offers
        peer.createOffer(new RTCOfferOptions(), new Describe());
    } else if (message.has("description") && peer != null) {
      JsonObject described = message.getAsJsonObject("description");
      boolean isOffer = described.get("type").getAsString().equals("offer");
      RTCSdpType type = isOffer ? RTCSdpType.OFFER : RTCSdpType.ANSWER;
      String sdp = described.get("sdp").getAsString();
      RTCPeerConnection pc = peer;
      pc.setRemoteDescription(new RTCSessionDescription(type, sdp), then(() -> {
        if (isOffer) pc.createAnswer(new RTCAnswerOptions(), new Describe());
      }));
    } else if (message.has("candidate") && peer != null) {
      JsonObject ice = message.getAsJsonObject("candidate");
      peer.addIceCandidate(new RTCIceCandidate(ice.get("sdpMid").getAsString(),
          ice.get("sdpMLineIndex").getAsInt(),
          ice.get("candidate").getAsString()));
    }
  }

  static SetSessionDescriptionObserver then(Runnable next) {
    return new SetSessionDescriptionObserver() {
      @Override public void onSuccess() { work.execute(next); }

      @Override public void onFailure(String error) {
        System.err.println(error);
      }
    };
  }

  /** Takes an offer or answer of ours, sets it and sends it. */
  static class Describe implements CreateSessionDescriptionObserver {
    final RTCPeerConnection pc = peer;

    @Override public void onSuccess(RTCSessionDescription ours) {
      JsonObject described = new JsonObject();
      described.addProperty("type", ours.sdpType.name().toLowerCase());
      described.addProperty("sdp", ours.sdp);
      pc.setLocalDescription(ours,
          then(() -> signal("description", described)));
    }

    @Override public void onFailure(String error) { System.err.println(error); }
  }

  static void open() {
    if (peer != null) peer.close();
    RTCConfiguration configuration = new RTCConfiguration();
    addServer(configuration, STUN, null, null);
    // Secrets come from the environment, never from the source.
    addServer(configuration, Objects.toString(System.getenv("TURN_URL"), ""),
        System.getenv("TURN_USERNAME"), System.getenv("TURN_PASSWORD"));
    RTCPeerConnection[] self = new RTCPeerConnection[1];
    PeerConnectionObserver observer = new PeerConnectionObserver() {
      @Override public void onIceCandidate(RTCIceCandidate ice) {
        JsonObject candidate = new JsonObject();
        candidate.addProperty("candidate", ice.sdp);
        candidate.addProperty("sdpMid", ice.sdpMid);
        candidate.addProperty("sdpMLineIndex", ice.sdpMLineIndex);
        work.execute(() -> signal("candidate", candidate));
      }

      @Override public void onConnectionChange(RTCPeerConnectionState state) {
        System.err.println("peer " + state);
        if (state == RTCPeerConnectionState.FAILED) // with new candidates
          work.execute(() -> { if (peer == self[0]) greet(); });
      }
    };
    peer = self[0] = FACTORY.createPeerConnection(configuration, observer);
    RTCDataChannelInit init = new RTCDataChannelInit();
    init.negotiated = true;
    init.id = 0;
    init.ordered = ORDERED;
    if (!RELIABLE) init.maxRetransmits = 0;
    RTCDataChannel channel = peer.createDataChannel("data", init);
    channel.registerObserver(new RTCDataChannelObserver() {
      @Override public void onBufferedAmountChange(long previous) {}

      @Override public void onStateChange() {
        if (channel.getState() == RTCDataChannelState.OPEN)
          work.execute(() -> send(channel, "hello from " + ME));
      }

      @Override public void onMessage(RTCDataChannelBuffer buffer) {
        receive(StandardCharsets.UTF_8.decode(buffer.data).toString());
      }
    });
  }

  static void addServer(
      RTCConfiguration to, String url, String user, String key) {
    if (url.isEmpty()) return;
    RTCIceServer server = new RTCIceServer();
    server.urls.add(url);
    server.username = user;
    server.password = key;
    to.iceServers.add(server);
  }

  @Override
  public CompletionStage<?> onText(WebSocket ws, CharSequence in, boolean end) {
    text.append(in);
    if (end) {
      String message = text.toString();
      text.setLength(0);
      work.execute(() -> {
        try {
          handle(JsonParser.parseString(message).getAsJsonObject());
        } catch (RuntimeException error) { // not a valid signal
          System.err.println("signal: " + error);
        }
      });
    }
    if (text.length() > MAX_SIGNAL) ws.abort();
    else ws.request(1);
    return null;
  }

  public static void main(String[] args) throws InterruptedException {
    String room = URLEncoder.encode(ROOM, StandardCharsets.UTF_8);
    URI url = URI.create(SIGNALLING + "?room=" + room.replace("+", "%20"));
    String token = System.getenv("TOKEN"); // no secrets in the source
    double pauseMs = 500;
    while (true) {
      long started = System.nanoTime();
      try {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(10));
        if (token != null) builder.header("Authorization", "Bearer " + token);
        WebSocket ws = builder.buildAsync(url, new Client())
            .get(15, TimeUnit.SECONDS);
        work.execute(() -> {
          socket = ws;
          if (peer == null || peer.getConnectionState()
              != RTCPeerConnectionState.CONNECTED) greet();
        });
        while (!ws.isInputClosed()) {
          Thread.sleep(1000);
        }
      } catch (ExecutionException | TimeoutException error) {
        System.err.println("signalling: " + error.getMessage());
      }
      // The data channel does not need the server meanwhile.
      if (System.nanoTime() - started > 30e9) pauseMs = 500; // it was stable
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(30_000, pauseMs * 2);
    }
  }
}
