package org.springframework.http.server;

import org.springframework.http.HttpHeaders;

public interface ServerHttpRequest {
  HttpHeaders getHeaders();
}
