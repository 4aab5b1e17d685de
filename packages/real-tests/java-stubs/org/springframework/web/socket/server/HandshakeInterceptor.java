package org.springframework.web.socket.server;

import java.util.Map;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;

public interface HandshakeInterceptor {
  boolean beforeHandshake(
      ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler wsHandler, Map<String, Object> attributes)
      throws Exception;

  void afterHandshake(
      ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler wsHandler, Exception exception);
}
