package org.springframework.web.server;

import org.springframework.http.HttpStatusCode;

public class ResponseStatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ResponseStatusException(HttpStatusCode status) {}
}
