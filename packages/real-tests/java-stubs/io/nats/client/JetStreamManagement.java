package io.nats.client;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
public interface JetStreamManagement {
  StreamInfo addStream(StreamConfiguration config) throws IOException, JetStreamApiException;
  StreamInfo getStreamInfo(String streamName) throws IOException, JetStreamApiException;
}
