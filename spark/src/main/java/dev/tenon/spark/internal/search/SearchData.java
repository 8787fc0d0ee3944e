package dev.tenon.spark.internal.search;

import dev.tenon.spark.internal.files.SerializedObject;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.memory.MemoryGate;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The samples and targets of a search, which each executor receives once.
 *
 * <p>It travels as bytes; the tensors and the limit on memory are one for all trials of a JVM.
 */
public final class SearchData implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] x;
  private final byte[] y;
  private transient @Nullable Tensor samples;
  private transient @Nullable Tensor targets;
  private transient @Nullable MemoryGate gate;

  public SearchData(Tensor x, Tensor y) {
    this.x = SerializedObject.write(x, "the samples");
    this.y = SerializedObject.write(y, "the targets");
  }

  public synchronized Tensor samples() {
    if (samples == null) {
      samples = (Tensor) SerializedObject.read(x);
    }
    return samples;
  }

  public synchronized Tensor targets() {
    if (targets == null) {
      targets = (Tensor) SerializedObject.read(y);
    }
    return targets;
  }

  /**
   * Returns the memory of the trials of this JVM.
   *
   * @param maxMemory the limit in bytes, which all trials of a search share
   */
  public synchronized MemoryGate gate(long maxMemory) {
    if (gate == null) {
      gate = new MemoryGate(maxMemory);
    }
    return gate;
  }
}
