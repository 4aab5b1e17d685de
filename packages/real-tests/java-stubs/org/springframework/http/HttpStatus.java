package org.springframework.http;

public enum HttpStatus implements HttpStatusCode { OK, UNAUTHORIZED, FORBIDDEN, SERVICE_UNAVAILABLE }
