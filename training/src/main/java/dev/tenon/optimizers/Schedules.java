package dev.tenon.optimizers;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.error.UnsupportedModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learning rate schedules by Keras' names and configurations. */
final class Schedules {
  /**
   * A kind of schedule.
   *
   * @param example one with Keras' defaults
   * @param required how many of its first components have no default
   * @param name what Keras calls one of them where the user gives no name
   */
  private record Kind(Record example, int required, String name) {
    Map<String, @Nullable Object> defaults() {
      Map<String, @Nullable Object> defaults = ConfigRecord.write(example);
      List.copyOf(defaults.keySet()).subList(0, required).forEach(defaults::remove);
      return defaults;
    }
  }

  private static final Map<String, Kind> KINDS = kinds();

  private Schedules() {}

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    add(kinds, new Kind(ExponentialDecay.of(0, 1, 0), 3, "ExponentialDecay"));
    add(kinds, new Kind(InverseTimeDecay.of(0, 1, 0), 3, "InverseTimeDecay"));
    PiecewiseConstantDecay steps = new PiecewiseConstantDecay(List.of(0.0), List.of(0.0, 0.0));
    add(kinds, new Kind(steps, 2, "PiecewiseConstant"));
    add(kinds, new Kind(PolynomialDecay.of(0, 1), 2, "PolynomialDecay"));
    add(kinds, new Kind(CosineDecay.of(0, 1), 2, "CosineDecay"));
    add(kinds, new Kind(CosineDecayRestarts.of(0, 1), 2, "SGDRDecay"));
    return kinds;
  }

  private static void add(Map<String, Kind> kinds, Kind kind) {
    String className = kind.example().getClass().getSimpleName();
    if (kinds.put(className, kind) != null) {
      throw new IllegalStateException("two schedules are called " + className);
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
    Map<String, @Nullable Object> values = kind.defaults();
    config.forEach((key, value) -> values.put(String.valueOf(key), value));
    return (LearningRateSchedule)
        ConfigRecord.of(kind.example().getClass(), String.valueOf(name), values);
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
