package dev.tenon.runtime;

import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A compiled graph that any number of threads may run until it is closed. */
public interface Executable extends AutoCloseable {
  /**
   * Runs the graph.
   *
   * @param inputs one tensor for each input of the graph, by its name
   * @param wanted outputs of the graph, or inner values of the compilation
   * @return one tensor for each wanted value, in the same order
   * @throws IllegalArgumentException if an input is missing or its type or shape does not fit
   * @throws dev.tenon.error.RunStoppedException if the thread is interrupted
   */
  default List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted) {
    return run(inputs, wanted, Deadline.NONE);
  }

  /**
   * Runs the graph for no longer than a deadline allows; see {@link #run(Map, List)}.
   *
   * <p>If native code does not stop in time, the caller still gets the exception: the run continues
   * in its own thread, and memory is freed when it ends.
   *
   * @throws dev.tenon.error.RunStoppedException if the thread is interrupted, or the deadline has
   *     passed
   */
  List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
