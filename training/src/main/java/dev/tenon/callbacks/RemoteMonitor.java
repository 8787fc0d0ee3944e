package dev.tenon.callbacks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends the logs of each epoch to a server by HTTP POST, as JSON or as JSON in a form field.
 *
 * <p>The JSON has {@code epoch}, from 0, and each value of the logs. If the server is unreachable,
 * training continues and a message is printed. The timeout is 10 seconds.
 *
 * @see <a href="https://keras.io/api/callbacks/remote_monitor/">Keras: RemoteMonitor</a>
 */
public final class RemoteMonitor extends RemoteMonitorSetters implements Callback {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private @Nullable HttpClient client;

  RemoteMonitor(RemoteMonitorOptions options) {
    super(options);
  }

  @Override
  RemoteMonitor with(RemoteMonitorOptions changed) {
    return new RemoteMonitor(changed);
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    Map<String, Object> sent = new LinkedHashMap<>();
    sent.put("epoch", epoch);
    sent.putAll(logs);
    try {
      client().send(request(JSON.writeValueAsString(sent)), HttpResponse.BodyHandlers.discarding());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the logs cannot be written as JSON", e);
    } catch (IOException e) {
      Messages.say("Could not reach RemoteMonitor root server at " + options.root());
    } catch (InterruptedException e) {
      // The fit sees it at its next batch.
      Thread.currentThread().interrupt();
    }
  }

  /** One for all epochs: it keeps its connection. Made late, since most programs have none. */
  private HttpClient client() {
    HttpClient open = client;
    if (open == null) {
      open = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      client = open;
    }
    return open;
  }

  private HttpRequest request(String json) {
    String form = options.field() + "=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(options.root() + options.path()))
            .timeout(PATIENCE)
            .header(
                "Content-Type",
                options.sendAsJson() ? "application/json" : "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(options.sendAsJson() ? json : form));
    Map<String, String> headers = options.headers();
    if (headers != null) {
      headers.forEach(request::header);
    }
    return request.build();
  }
}
