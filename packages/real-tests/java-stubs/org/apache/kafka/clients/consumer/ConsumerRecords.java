package org.apache.kafka.clients.consumer;
public abstract class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {}
