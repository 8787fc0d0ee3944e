package dev.tenon.keras;

import java.util.List;
import java.util.stream.Collectors;

/** Which generations of Keras are to read a file, and how. */
public interface Readers {
  /** Returns the generations, that whose spelling the file has first. */
  List<KerasGeneration> readers();

  /** Says whether Keras 3 reads the file with its reader of old HDF5 files, which has gaps. */
  boolean byOldReader();

  /** Says whether tf_keras is to read the file: its spelling is then the older one. */
  default boolean forTfKeras() {
    return readers().contains(KerasGeneration.TF_KERAS);
  }

  /** Says whether Keras 3 is to read the file. */
  default boolean forKeras3() {
    return readers().contains(KerasGeneration.KERAS_3);
  }

  /** Returns the names of the readers, such as {@code tf_keras and Keras 3}. */
  default String readerTitles() {
    return readers().stream().map(KerasGeneration::title).collect(Collectors.joining(" and "));
  }
}
