package dev.tenon.runtime;

import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A compiled graph: runs from any number of threads until it is closed. */
public interface Executable extends AutoCloseable {
  /**
   * Runs the graph.
   *
   * @param inputs one tensor for each input of the graph, by its name
   * @param wanted outputs of the graph, or inner values named when it was compiled
   * @return one tensor for each value asked for, in the same order
   * @throws IllegalArgumentException where an input is missing or its type or shape does not fit
   */
  List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
