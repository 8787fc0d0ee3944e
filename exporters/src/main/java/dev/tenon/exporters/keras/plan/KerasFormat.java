package dev.tenon.exporters.keras.plan;

import dev.tenon.keras.KerasGeneration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of file, which is a container and the words in it. */
public enum KerasFormat {
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

  /** Returns the name as the command line has it, such as {@code both-h5}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Says whether tf_keras is to read the file: its spelling is then the older one. */
  public boolean forTfKeras() {
    return this == BOTH_H5 || this == TF_KERAS_H5;
  }

  /** Says whether Keras 3 is to read the file. */
  public boolean forKeras3() {
    return this != TF_KERAS_H5;
  }

  /** Returns the generations of Keras that are to read the file. */
  public List<KerasGeneration> readers() {
    List<KerasGeneration> readers = new ArrayList<>();
    if (forTfKeras()) {
      readers.add(KerasGeneration.TF_KERAS);
    }
    if (forKeras3()) {
      readers.add(KerasGeneration.KERAS_3);
    }
    return readers;
  }

  /** Returns the names of the readers, such as {@code tf_keras and Keras 3}. */
  public String readerTitles() {
    return readers().stream().map(KerasGeneration::title).collect(Collectors.joining(" and "));
  }

  /** Says whether Keras 3 reads the file with its reader of old HDF5 files, which has gaps. */
  public boolean byOldReader() {
    return this == BOTH_H5 || this == KERAS3_H5;
  }

  /** Says whether weights lie under Python's attribute names instead of layer names. */
  public boolean weightsByPath() {
    return this == KERAS || this == WEIGHTS_H5;
  }

  /** Returns the version of Keras that the file says it was written by. */
  public String kerasVersion() {
    return forTfKeras() ? "2.21.0" : "3.15.1";
  }
}
