package dev.tenon.runtime;

import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A compiled training step; owns the values of the parameters while it is open. */
public interface Trainer extends AutoCloseable {
  /**
   * Runs one step and returns the forward graph's outputs, computed before the update.
   *
   * @param inputs one tensor for each input of the forward graph, by its name
   */
  List<Tensor> step(Map<String, Tensor> inputs);

  /** Copies the parameters' present values into a store. */
  void pull(ParameterStore parameters);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
