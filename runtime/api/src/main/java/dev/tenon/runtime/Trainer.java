package dev.tenon.runtime;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Holds the parameters of a model on an engine and runs programs on them; owns their values while
 * it is open.
 *
 * <p>One thread at a time may run programs that assign; others wait.
 */
public interface Trainer extends AutoCloseable {
  /**
   * Compiles a program on the same parameters; those not seen before take their values from the
   * store that the trainer was opened with.
   *
   * @throws dev.tenon.error.UnsupportedModelException if an operator cannot be run or has no
   *     gradient, naming all
   */
  Program prepare(TrainProgram program);

  /** Returns the present value of a parameter, as the layer sees it. */
  Tensor read(Parameter parameter);

  /** Gives parameters new values, as the layer sees them. */
  void assign(Map<Parameter, Tensor> values);

  /** Copies the present values of those of a store's parameters into it that are wanted. */
  void pull(ParameterStore parameters, Predicate<Parameter> wanted);

  /** Gives all parameters that are on the engine the values of a store. */
  void push(ParameterStore parameters);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();

  /** A compiled program. */
  interface Program {
    /**
     * Runs once and returns the forward graph's outputs, computed before the updates.
     *
     * @param inputs one tensor for each input of the forward graph, by its name
     */
    default List<Tensor> run(Map<String, Tensor> inputs) {
      return run(inputs, Integer.MAX_VALUE);
    }

    /**
     * Runs once and returns the first of the forward graph's outputs.
     *
     * @param inputs one tensor for each input of the forward graph, by its name
     * @param outputs how many outputs are wanted at most; the rest is not copied
     */
    default List<Tensor> run(Map<String, Tensor> inputs, int outputs) {
      return run(inputs, outputs, Deadline.NONE);
    }

    /**
     * Runs once, for no longer than a deadline allows; see {@link #run(Map, int)}.
     *
     * @throws dev.tenon.error.RunStoppedException if the time is over
     */
    List<Tensor> run(Map<String, Tensor> inputs, int outputs, Deadline deadline);
  }
}
