package dev.tenon.config;

import dev.tenon.ir.graph.KerasObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object that Keras files store as a class name with a configuration.
 *
 * <p>The components of a record are its configuration, under Keras' spelling: {@code maxValue}
 * becomes {@code max_value}. Any other class has an empty configuration.
 *
 * @see <a href="https://keras.io/api/models/model_saving_apis/serialization_utils/">Keras:
 *     serialization utilities</a>
 */
public interface KerasSerializable {
  /** Returns the configuration: Keras' {@code get_config}. */
  default Map<String, @Nullable Object> config() {
    return this instanceof Record record ? ConfigRecord.write(record) : Map.of();
  }

  /** Returns the object in the form of layers and files, under its registered name. */
  default KerasObject toKeras() {
    String name = CustomObjects.nameOf(getClass()).orElse(getClass().getSimpleName());
    return new KerasObject(name, config(), this);
  }
}
