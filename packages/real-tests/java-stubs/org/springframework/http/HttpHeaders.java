package org.springframework.http;

public class HttpHeaders {
  public String getFirst(String headerName) {
    throw new UnsupportedOperationException();
  }
}
