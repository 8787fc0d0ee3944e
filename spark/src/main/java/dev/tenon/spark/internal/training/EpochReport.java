package dev.tenon.spark.internal.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an epoch has measured, of all tasks together.
 *
 * @param epoch the number of the epoch, from 0
 * @param epochs the number of epochs
 * @param logs the loss and the metrics
 */
public record EpochReport(int epoch, int epochs, Map<String, Double> logs) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the report as a line of JSON. */
  public String toJson() {
    return write(this);
  }

  /** Reads what {@link #toJson} has written. */
  public static EpochReport of(String json) {
    try {
      return JSON.readValue(json, EpochReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no report of an epoch: " + json, e);
    }
  }

  /** Returns reports as JSON. */
  public static String write(List<EpochReport> reports) {
    return write((Object) reports);
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads what {@link #write} has written. */
  public static List<EpochReport> readAll(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<EpochReport>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no reports of epochs: " + json, e);
    }
  }

  /** Returns the values of every epoch by name. */
  public static Map<String, List<Double>> history(List<EpochReport> reports) {
    Map<String, List<Double>> history = new LinkedHashMap<>();
    for (EpochReport report : reports) {
      report.logs.forEach(
          (name, value) -> history.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    return history;
  }

  /** Returns a line for people, such as {@code Epoch 2/5 - loss: 0.3127 - val_loss: 0.3340}. */
  @Override
  public String toString() {
    return "Epoch "
        + (epoch + 1)
        + "/"
        + epochs
        + logs.entrySet().stream()
            .map(log -> String.format(Locale.ROOT, " - %s: %.4f", log.getKey(), log.getValue()))
            .collect(Collectors.joining());
  }
}
