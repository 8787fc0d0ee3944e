package dev.tenon.config;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/** All settings of {@link Config} that a thread has. */
@Setters
record ConfigSettings(
    double epsilon,
    String floatx,
    String imageDataFormat,
    @Nullable Integer maxEpochs,
    @Nullable Integer maxStepsPerEpoch,
    boolean interactiveLogging)
    implements ConfigSettingsSetters {
  static final ConfigSettings DEFAULTS =
      new ConfigSettings(1e-7, "float32", "channels_last", null, null, true);
}
