// gRPC client of a stream from the server: resumes after the last event that
// was handled, backs off, and notices a dead connection. A slow client slows
// down what the server sends to it.
import io.grpc.*;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import starter.Event; // generated from feed.proto, as all of this package
import starter.FeedGrpc;
import starter.SubscribeRequest;

public class Client {
  static final URI ENDPOINT = URI.create("{{endpoint}}");
  // The server must permit pings this often: many do not below 5 minutes.
  static final int HEARTBEAT_SECONDS = "{{heartbeat}}";
  static final int MAX_EVENT_BYTES = 4 << 20;
  static final double FIRST_PAUSE_MS = 1000;
  static final double LAST_PAUSE_MS = 30_000;

  static long after = 0; // id of the last event that was handled

  static void receive(String data) {
    System.out.println(data); // your code here
  }

  static ManagedChannel open() {
    boolean secure = "https".equals(ENDPOINT.getScheme());
    ChannelCredentials security = secure
        ? TlsChannelCredentials.create() // checked against Java's own CAs
        : InsecureChannelCredentials.create();
    int port = ENDPOINT.getPort() > 0 ? ENDPOINT.getPort() : secure ? 443 : 80;
    return Grpc.newChannelBuilderForAddress(ENDPOINT.getHost(), port, security)
        .keepAliveTime(HEARTBEAT_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_EVENT_BYTES)
        .build();
  }

  static Metadata headers() {
    Metadata headers = new Metadata();
    String token = System.getenv("TOKEN"); // no secrets in the source
    if (token != null)
      headers.put(Metadata.Key.of("authorization",
          Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return headers;
  }

  /** Returns when the server ends the stream. Asks for one event at a time. */
  static void follow(Channel channel) {
    Iterator<Event> events = FeedGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()))
        .subscribe(SubscribeRequest.newBuilder().setAfter(after).build());
    while (events.hasNext()) {
      Event event = events.next();
      try {
        receive(event.getData());
      } catch (RuntimeException error) { // what fails is skipped
        System.err.println("failed: " + error);
      }
      after = event.getId();
    }
    System.err.println("stream ended");
  }

  public static void main(String[] args) throws InterruptedException {
    double pauseMs = FIRST_PAUSE_MS;
    while (true) {
      long started = System.nanoTime();
      ManagedChannel channel = open(); // each attempt is a new connection
      try {
        follow(channel);
      } catch (StatusRuntimeException error) {
        System.err.println("error: " + error.getMessage());
      } finally {
        channel.shutdownNow();
      }
      boolean lasted = System.nanoTime() - started > LAST_PAUSE_MS * 1e6;
      if (lasted) pauseMs = FIRST_PAUSE_MS;
      // Jitter, so that not all clients come back at once.
      Thread.sleep((long) (pauseMs * (0.5 + Math.random() / 2)));
      pauseMs = Math.min(LAST_PAUSE_MS, pauseMs * 2);
    }
  }
}
