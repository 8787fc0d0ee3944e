package dev.tenon.optimizers;

import dev.tenon.config.ConfigRecord;
import dev.tenon.config.SavedObject;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Learning rate schedules by Keras' names and configurations. */
final class ScheduleConfigs {
  private static final String NAME = "name";

  /** One of each kind, with Keras' defaults, by Keras' name. */
  private static final Map<String, Record> KINDS = kinds();

  private ScheduleConfigs() {}

  private static Map<String, Record> kinds() {
    Map<String, Record> kinds = new LinkedHashMap<>();
    for (LearningRateSchedule defaults : Schedules.ALL) {
      add(kinds, (Record) defaults);
    }
    return kinds;
  }

  private static void add(Map<String, Record> kinds, Record example) {
    String className = example.getClass().getSimpleName();
    if (kinds.put(className, example) != null) {
      throw new IllegalStateException("two schedules are called " + className);
    }
  }

  private static KerasSignature signature(String className) {
    return Objects.requireNonNull(
        KerasSignatures.of(KerasGeneration.KERAS_3).find(SignatureKind.SCHEDULE, className));
  }

  /**
   * Returns the schedule of a configuration.
   *
   * @param object Keras' object with {@code class_name} and {@code config}
   */
  static LearningRateSchedule of(Map<?, ?> object) {
    Object name = object.get("class_name");
    Record example = KINDS.get(String.valueOf(name));
    if (example == null || !(object.get("config") instanceof Map<?, ?> config)) {
      throw new UnsupportedModelException(
          "the learning rate schedule '"
              + name
              + "' is not supported; supported are a number and "
              + String.join(", ", KINDS.keySet()));
    }
    Map<String, @Nullable Object> values = ConfigRecord.write(example);
    signature(String.valueOf(name)).required().forEach(values::remove);
    config.forEach((key, value) -> values.put(String.valueOf(key), value));
    if (values.get(NAME) == null) {
      values.put(NAME, ConfigRecord.write(example).get(NAME));
    }
    return (LearningRateSchedule) ConfigRecord.of(example.getClass(), String.valueOf(name), values);
  }

  /** Returns a number, or Keras' object. */
  static Object toConfig(LearningRateSchedule schedule) {
    if (schedule instanceof ConstantRate rate) {
      return rate.value();
    }
    if (!KINDS.containsKey(schedule.className()) || !(schedule instanceof Record record)) {
      throw new IllegalArgumentException(
          "the learning rate schedule "
              + schedule.className()
              + " is none of Keras' own and cannot be written into a Keras file");
    }
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    ConfigRecord.write(record)
        .forEach((key, value) -> config.put(key, key.endsWith("steps") ? whole(value) : value));
    if (schedule instanceof PiecewiseConstantDecay decay) {
      config.put("boundaries", decay.boundaries().stream().map(ScheduleConfigs::whole).toList());
    }
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
