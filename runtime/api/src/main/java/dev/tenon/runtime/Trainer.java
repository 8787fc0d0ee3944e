package dev.tenon.runtime;

import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The parameters of a model on an engine, with programs that run on them; it owns their values
 * while it is open.
 *
 * <p>Programs with assignments run one at a time; other threads wait.
 */
public interface Trainer extends AutoCloseable {
  /**
   * Compiles a program on the same parameters; new parameters take their values from the trainer's
   * store.
   *
   * @throws dev.tenon.error.UnsupportedModelException if operators are not supported or have no
   *     gradient; the message names all
   */
  Program prepare(TrainProgram program);

  /** Returns the present value of a parameter in the layer's form. */
  default Tensor read(Parameter parameter) {
    return read(List.of(parameter)).get(0);
  }

  /** Returns the present values of parameters in the layer's form, in their order. */
  List<Tensor> read(List<Parameter> parameters);

  /** Sets the values of parameters, in the layer's form. */
  void assign(Map<Parameter, Tensor> values);

  /** Copies the present values of wanted parameters to a store. */
  void pull(ParameterStore parameters, Predicate<Parameter> wanted);

  /** Sets all parameters on the engine to the values of a store. */
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
     * @param outputs the largest number of outputs; others are not copied
     */
    default List<Tensor> run(Map<String, Tensor> inputs, int outputs) {
      return run(inputs, outputs, Deadline.NONE);
    }

    /**
     * Runs once, for no longer than a deadline allows; see {@link #run(Map, int)}.
     *
     * @throws dev.tenon.error.RunStoppedException if the deadline has passed
     */
    List<Tensor> run(Map<String, Tensor> inputs, int outputs, Deadline deadline);

    /**
     * Returns how many inputs are best given to {@link #runAll} at once: 1 while an engine gains
     * nothing by more.
     */
    default int stepsTogether() {
      return 1;
    }

    /**
     * Runs once for each of several inputs, one after the other, and returns the first outputs of
     * each. After a failure the parameters are those before or after any of these steps.
     *
     * @param inputs the tensors of each step, as for {@link #run(Map, int)}
     * @param outputs the largest number of outputs of each; others are not copied
     */
    default List<List<Tensor>> runAll(List<Map<String, Tensor>> inputs, int outputs) {
      return inputs.stream().map(each -> run(each, outputs)).toList();
    }
  }
}
