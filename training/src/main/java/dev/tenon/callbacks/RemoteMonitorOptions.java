package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keras' arguments of RemoteMonitor.
 *
 * @param root the server; {@code http://localhost:9000}
 * @param path where on the server the numbers are sent; {@code /publish/epoch/end/}
 * @param field the field of the form that holds them as JSON; {@code data}
 * @param headers what the request's head says besides; null for nothing
 * @param sendAsJson whether the request is JSON and no form; false
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
