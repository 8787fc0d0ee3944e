package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' RemoteMonitor.
 *
 * @param root the URL of the server; {@code http://localhost:9000} by default
 * @param path the path of the requests; {@code /publish/epoch/end/} by default
 * @param field the form field that holds the JSON; {@code data} by default
 * @param headers additional HTTP headers; null for none, the default
 * @param sendAsJson whether the request body is JSON and not a form; false by default
 */
@Setters(owner = RemoteMonitor.class)
record RemoteMonitorOptions(
    String root,
    String path,
    String field,
    @Nullable Map<String, String> headers,
    boolean sendAsJson) {
  static final RemoteMonitorOptions DEFAULTS =
      new RemoteMonitorOptions("http://localhost:9000", "/publish/epoch/end/", "data", null, false);
}
