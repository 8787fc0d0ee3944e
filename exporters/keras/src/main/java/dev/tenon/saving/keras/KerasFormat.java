package dev.tenon.saving.keras;

import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kind of Keras file: a container and the Keras generation that reads it. */
@SuppressWarnings("exports")
public enum KerasFormat implements Readers {
  /**
   * HDF5 for both tf_keras 2 and Keras 3. Nested models become part of the outer one, and features
   * of one generation only are refused. A compile configuration without a common form has that of
   * tf_keras, which Keras 3 opens with the optimizer's defaults, else that of Keras 3.
   */
  BOTH_H5,
  /** HDF5 in the form of tf_keras 2. */
  TF_KERAS_H5,
  /** HDF5 in the form of Keras 3. */
  KERAS3_H5,
  /** A {@code .keras} archive, which expresses all features of Keras 3. */
  KERAS,
  /** The weights only, in the form of Keras 3's {@code save_weights}. */
  WEIGHTS_H5;

  /** The suffixes of Keras files. */
  public static final List<String> SUFFIXES =
      Stream.of(KERAS, BOTH_H5, WEIGHTS_H5).map(KerasFormat::suffix).toList();

  /**
   * Returns the kind of file of a name, for an {@code .h5} that of both generations; null for other
   * names.
   */
  public static @Nullable KerasFormat ofName(String name) {
    if (name.endsWith(WEIGHTS_H5.suffix())) {
      return WEIGHTS_H5;
    }
    if (name.endsWith(KERAS.suffix())) {
      return KERAS;
    }
    return name.endsWith(BOTH_H5.suffix()) || name.endsWith(".hdf5") ? BOTH_H5 : null;
  }

  /** Returns the suffix of its files, which Python requires. */
  public String suffix() {
    return switch (this) {
      case KERAS -> ".keras";
      case WEIGHTS_H5 -> ".weights.h5";
      case BOTH_H5, KERAS3_H5, TF_KERAS_H5 -> ".h5";
    };
  }

  /** Returns the name on the command line, such as {@code both-h5}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public List<KerasGeneration> readers() {
    return switch (this) {
      case BOTH_H5 -> List.of(KerasGeneration.TF_KERAS, KerasGeneration.KERAS_3);
      case TF_KERAS_H5 -> List.of(KerasGeneration.TF_KERAS);
      case KERAS3_H5, KERAS, WEIGHTS_H5 -> List.of(KerasGeneration.KERAS_3);
    };
  }

  @Override
  public boolean byOldReader() {
    return this == BOTH_H5 || this == KERAS3_H5;
  }

  /** Returns whether weights are stored under Python's attribute names instead of layer names. */
  public boolean weightsByPath() {
    return this == KERAS || this == WEIGHTS_H5;
  }

  /** Returns the Keras version recorded in the file. */
  public String kerasVersion() {
    return forTfKeras() ? "2.21.0" : "3.15.1";
  }
}
