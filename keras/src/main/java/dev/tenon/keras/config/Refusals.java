package dev.tenon.keras.config;

import dev.tenon.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects everything in a model that Tenon cannot import, to say it all at once. */
public final class Refusals {
  private static final int MOST_NAMES = 20;

  private final Map<String, List<String>> layersByReason = new LinkedHashMap<>();

  /** Notes a layer. */
  public void add(String reason, String layerName) {
    layersByReason.computeIfAbsent(reason, key -> new ArrayList<>()).add("'" + layerName + "'");
  }

  /**
   * Throws where anything was noted.
   *
   * @throws UnsupportedModelException with all layers that cannot be imported
   */
  public void throwIfAny(String file) {
    if (layersByReason.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    int count = 0;
    for (Map.Entry<String, List<String>> entry : layersByReason.entrySet()) {
      List<String> names = entry.getValue();
      count += names.size();
      String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
      String more = names.size() > MOST_NAMES ? " and more" : "";
      lines.add(entry.getKey() + " (" + names.size() + "): " + shown + more);
    }
    throw new UnsupportedModelException(
        file,
        count
            + (count == 1 ? " layer" : " layers")
            + " cannot be imported (to supply Java for a layer, register it in CustomObjects or"
            + " CustomLayers under its class name, or a Lambda under \"Lambda:<layer name>\"):",
        lines);
  }
}
