package org.apache.kafka.common.serialization;
import java.io.Closeable;
public interface Serializer<T> extends Closeable {}
