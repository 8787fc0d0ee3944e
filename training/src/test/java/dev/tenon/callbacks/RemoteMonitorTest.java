package dev.tenon.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests like those that Keras 3.15 sends: the same place, head and content. */
final class RemoteMonitorTest {
  /** What Keras sends for epoch 2 with a loss of 0.5 and an accuracy of 0.25. */
  private static final String OF_KERAS = "{\"epoch\": 2, \"loss\": 0.5, \"accuracy\": 0.25}";

  private final List<String> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("token")
                  + " "
                  + body);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsAForm() throws IOException {
    Callbacks.remoteMonitor(root()).onEpochEnd(null, 2, logs());

    String start = "/publish/epoch/end/ application/x-www-form-urlencoded null data=";
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0)).startsWith(start);
    same(URLDecoder.decode(requests.get(0).substring(start.length()), StandardCharsets.UTF_8));
  }

  @Test
  void sendsJson() throws IOException {
    Callbacks.remoteMonitor()
        .root(root())
        .path("/here")
        .headers(Map.of("token", "secret"))
        .sendAsJson(true)
        .onEpochEnd(null, 2, logs());

    assertThat(requests).hasSize(1);
    assertThat(requests.get(0)).startsWith("/here application/json secret ");
    same(requests.get(0).substring("/here application/json secret ".length()));
  }

  @Test
  void aServerThatIsAwayEndsNothing() {
    stop();
    Callbacks.remoteMonitor(root()).onEpochEnd(null, 0, logs());
    assertThat(requests).isEmpty();
  }

  private static void same(String json) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    assertThat(mapper.readTree(json)).isEqualTo(mapper.readTree(OF_KERAS));
  }

  private String root() {
    return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  private static Map<String, Double> logs() {
    Map<String, Double> logs = new LinkedHashMap<>();
    logs.put("loss", 0.5);
    logs.put("accuracy", 0.25);
    return logs;
  }
}
