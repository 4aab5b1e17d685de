package org.springframework.context.event;

public class ContextClosedEvent {}
