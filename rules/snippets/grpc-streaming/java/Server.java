// gRPC server of a stream: replays what a client missed, ends the calls of
// those that read too slowly.
import io.grpc.*;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.*;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;
import starter.Event; // generated from feed.proto, as all of this package
import starter.FeedGrpc;
import starter.SubscribeRequest;

public class Server extends FeedGrpc.FeedImplBase {
  static final int PORT = "{{port}}";
  static final int REPLAY_LIMIT = 500; // events kept for who comes back
  static final int BACKLOG_LIMIT = 64; // for one client, besides those
  static final int MAX_EVENT_BYTES = 4 << 20; // clients refuse larger ones
  static final int MAX_CLIENTS = 10_000;

  /** Holds events back while the client does not read. */
  class Client {
    final ServerCallStreamObserver<Event> call;
    final Queue<Event> waiting;
    final int limit;

    Client(ServerCallStreamObserver<Event> call, List<Event> missed) {
      this.call = call;
      waiting = new ArrayDeque<>(missed);
      limit = missed.size() + BACKLOG_LIMIT;
    }

    /** Whatever changes it holds the lock of the server. */
    void write() {
      while (!waiting.isEmpty() && call.isReady()) call.onNext(waiting.poll());
    }
  }

  private final Deque<Event> recent = new ArrayDeque<>();
  private final Set<Client> clients = new HashSet<>();
  // Grows across restarts, so that an old id is never ahead of a new one.
  private long lastId = System.currentTimeMillis();

  synchronized void publish(String data) {
    Event event = Event.newBuilder().setId(++lastId).setData(data).build();
    if (event.getSerializedSize() > MAX_EVENT_BYTES)
      throw new IllegalArgumentException("event too large");
    recent.add(event);
    if (recent.size() > REPLAY_LIMIT) recent.remove();
    clients.removeIf(client -> {
      client.waiting.add(event);
      client.write();
      boolean isSlow = client.waiting.size() > client.limit;
      if (isSlow) // it comes back and asks for what it missed
        client.call.onError(Status.RESOURCE_EXHAUSTED
            .withDescription("too slow").asRuntimeException());
      return isSlow;
    });
  }

  @Override
  public synchronized void subscribe(
      SubscribeRequest request, StreamObserver<Event> answer) {
    if (clients.size() >= MAX_CLIENTS) {
      answer.onError(Status.UNAVAILABLE
          .withDescription("too many clients").asRuntimeException());
      return;
    }
    long after = request.getAfter() == 0 ? lastId : request.getAfter();
    var call = (ServerCallStreamObserver<Event>) answer;
    Client client = new Client(call,
        recent.stream().filter(event -> event.getId() > after).toList());
    clients.add(client);
    call.setOnCancelHandler(() -> leave(client));
    call.setOnReadyHandler(() -> {
      synchronized (this) {
        if (clients.contains(client)) client.write();
      }
    });
  }

  synchronized void leave(Client client) {
    clients.remove(client);
  }

  synchronized void endAll() {
    for (Client client : clients) client.call.onCompleted();
    clients.clear();
  }

  /** Lets in who has the token. */
  static class Guard implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of(
        "authorization", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call,
        Metadata headers, ServerCallHandler<Q, A> next) {
      String token = System.getenv("TOKEN"); // no secrets in the source
      String given = Objects.toString(headers.get(AUTHORIZATION), "");
      String wanted = "Bearer " + token;
      if (token == null
          || MessageDigest.isEqual(given.getBytes(), wanted.getBytes()))
        return next.startCall(call, headers);
      call.close(Status.UNAUTHENTICATED.withDescription("no valid token"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  static ServerCredentials security() throws IOException {
    String key = System.getenv("TLS_KEY_FILE");
    String cert = System.getenv("TLS_CERT_FILE");
    return key == null || cert == null ? InsecureServerCredentials.create()
        : TlsServerCredentials.create(new File(cert), new File(key));
  }

  /** A timer ends without a word once its task throws. */
  void tick() {
    try {
      publish(Instant.now().toString()); // your code here
    } catch (RuntimeException error) {
      System.err.println("error: " + error); // the next tick tries again
    }
  }

  public static void main(String[] args) throws Exception {
    Server feed = new Server();
    io.grpc.Server server = NettyServerBuilder.forPort(PORT, security())
        .addService(feed).intercept(new Guard())
        .keepAliveTime(30, TimeUnit.SECONDS) // finds clients that are gone
        .keepAliveTimeout(10, TimeUnit.SECONDS)
        .permitKeepAliveTime(9, TimeUnit.SECONDS) // how often clients may ping
        .maxInboundMessageSize(65_536) // requests are small
        .build().start();
    Executors.newSingleThreadScheduledExecutor().scheduleAtFixedRate(
        feed::tick, 1, 1, TimeUnit.SECONDS);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.shutdown();
      feed.endAll(); // they come back and resume
      try {
        server.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException error) {
        Thread.currentThread().interrupt();
      }
      server.shutdownNow();
    }));
    System.err.println("listening on " + PORT);
    server.awaitTermination();
  }
}
