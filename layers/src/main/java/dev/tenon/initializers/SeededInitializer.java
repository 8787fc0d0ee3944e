package dev.tenon.initializers;

import dev.tenon.config.ConfigRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of Keras' initializers that draw random numbers, from a seed of their own where set. */
interface SeededInitializer extends Initializer {
  /** Returns the seed; null if each weight gets another one. */
  @Nullable Long seed();

  /** Returns Keras' configuration without keys that are null, as Keras reads it all the same. */
  @Override
  default Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(ConfigRecord.write((Record) this));
    config.values().removeIf(Objects::isNull);
    return config;
  }
}
