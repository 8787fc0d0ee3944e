package dev.tenon.spark.internal.execution;

import java.io.IOException;
import java.io.Serializable;

/** A model that an executor can load. */
public interface ModelSource extends Serializable {
  /**
   * Returns the identity of the loaded model: sources with equal ones share it in a JVM.
   *
   * @return for example a hash of the files, and the engine
   */
  String key();

  /**
   * Loads the model.
   *
   * @return the model, which the caller closes
   * @throws IOException if it cannot be loaded
   */
  dev.tenon.Model load() throws IOException;
}
