package dev.tenon.exporters.keras.plan;

import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.Readers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A kind of file, which is a container and the words in it. */
public enum KerasFormat implements Readers {
  /**
   * HDF5 in the words that tf_keras 2 and Keras 3 have in common: nested models are written as part
   * of the outer one, and what only one of the two can read is refused. How a model was compiled is
   * said in the words of one of them where there are no common ones: those of tf_keras, which Keras
   * 3 opens with the optimizer's default options, else those of Keras 3.
   */
  BOTH_H5,
  /** HDF5 as tf_keras 2 writes it. */
  TF_KERAS_H5,
  /** HDF5 as Keras 3 writes it. */
  KERAS3_H5,
  /** A {@code .keras} archive of Keras 3, which can say everything that Keras 3 can. */
  KERAS,
  /** The weights alone, as {@code save_weights} of Keras 3 writes them. */
  WEIGHTS_H5;

  /** How the names of Keras files end. */
  public static final List<String> SUFFIXES =
      Stream.of(KERAS, BOTH_H5, WEIGHTS_H5).map(KerasFormat::suffix).toList();

  /**
   * Returns the kind of file that a name asks for, for an {@code .h5} the one that both generations
   * open; null if the name is not that of a Keras file.
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

  /** Returns how the name of such a file ends: Python goes by it. */
  public String suffix() {
    return switch (this) {
      case KERAS -> ".keras";
      case WEIGHTS_H5 -> ".weights.h5";
      case BOTH_H5, KERAS3_H5, TF_KERAS_H5 -> ".h5";
    };
  }

  /** Returns the name as the command line has it, such as {@code both-h5}. */
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

  /** Returns whether weights lie under Python's attribute names instead of layer names. */
  public boolean weightsByPath() {
    return this == KERAS || this == WEIGHTS_H5;
  }

  /** Returns the version of Keras that the file says it was written by. */
  public String kerasVersion() {
    return forTfKeras() ? "2.21.0" : "3.15.1";
  }
}
