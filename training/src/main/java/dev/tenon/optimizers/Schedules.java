package dev.tenon.optimizers;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.OrderedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learning rate schedules by Keras' names and configurations. */
final class Schedules {
  /**
   * A kind of schedule.
   *
   * @param name what Keras calls one of them where the user gives no name
   * @param defaults Keras' defaults by key, of those that have one
   */
  private record Kind(
      Class<? extends Record> type, String name, Map<String, @Nullable Object> defaults) {}

  private static final Map<String, Kind> KINDS = kinds();

  private Schedules() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    Map<String, @Nullable Object> staircase = Map.of("staircase", false);
    add(kinds, new Kind(ExponentialDecay.class, "ExponentialDecay", staircase));
    add(kinds, new Kind(InverseTimeDecay.class, "InverseTimeDecay", staircase));
    add(kinds, new Kind(PiecewiseConstantDecay.class, "PiecewiseConstant", Map.of()));
    add(
        kinds,
        new Kind(
            PolynomialDecay.class,
            "PolynomialDecay",
            OrderedMap.of("end_learning_rate", 0.0001, "power", 1.0, "cycle", false)));
    Map<String, @Nullable Object> cosine = new LinkedHashMap<>();
    cosine.put("alpha", 0.0);
    cosine.put("warmup_target", null);
    cosine.put("warmup_steps", 0.0);
    add(kinds, new Kind(CosineDecay.class, "CosineDecay", cosine));
    add(
        kinds,
        new Kind(
            CosineDecayRestarts.class,
            "SGDRDecay",
            OrderedMap.of("t_mul", 2.0, "m_mul", 1.0, "alpha", 0.0)));
    return kinds;
  }

  private static void add(Map<String, Kind> kinds, Kind kind) {
    if (kinds.put(kind.type().getSimpleName(), kind) != null) {
      throw new IllegalStateException("two schedules are called " + kind.type().getSimpleName());
    }
  }

  /**
   * Returns the schedule of a configuration.
   *
   * @param object Keras' object with {@code class_name} and {@code config}
   */
  static LearningRateSchedule of(Map<?, ?> object) {
    Object name = object.get("class_name");
    Kind kind = KINDS.get(String.valueOf(name));
    if (kind == null || !(object.get("config") instanceof Map<?, ?> config)) {
      throw new UnsupportedModelException(
          "the learning rate schedule '"
              + name
              + "' is not supported; supported are a number and "
              + String.join(", ", KINDS.keySet()));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>(kind.defaults());
    config.forEach((key, value) -> values.put(String.valueOf(key), value));
    return (LearningRateSchedule) ConfigRecord.of(kind.type(), String.valueOf(name), values);
  }

  /** Returns a number, or Keras' object. */
  static Object toConfig(LearningRateSchedule schedule) {
    if (schedule instanceof ConstantRate rate) {
      return rate.value();
    }
    Kind kind = KINDS.get(schedule.className());
    if (kind == null || !(schedule instanceof Record record)) {
      throw new IllegalArgumentException(
          "the learning rate schedule "
              + schedule.className()
              + " is none of Keras' own and cannot be written into a Keras file");
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    ConfigRecord.write(record)
        .forEach((key, value) -> config.put(key, key.endsWith("steps") ? whole(value) : value));
    if (schedule instanceof PiecewiseConstantDecay decay) {
      config.put("boundaries", decay.boundaries().stream().map(Schedules::whole).toList());
    }
    config.put("name", kind.name());
    return SavedObject.written("keras.optimizers.schedules", schedule.className(), config);
  }

  /** Keras counts steps in whole numbers. */
  private static @Nullable Object whole(@Nullable Object value) {
    return value instanceof Double number && number == Math.rint(number)
        ? (Object) number.longValue()
        : value;
  }

  /** Returns the names of all schedules. */
  static List<String> names() {
    return List.copyOf(KINDS.keySet());
  }
}
