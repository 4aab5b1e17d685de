package org.springframework.http;

public class ResponseEntity<T> {
  public static BodyBuilder ok() {
    throw new UnsupportedOperationException();
  }

  public interface HeadersBuilder<B extends HeadersBuilder<B>> {
    B header(String headerName, String... headerValues);

    <T> ResponseEntity<T> build();
  }

  public interface BodyBuilder extends HeadersBuilder<BodyBuilder> {
    BodyBuilder contentType(MediaType contentType);

    <T> ResponseEntity<T> body(T body);
  }
}
