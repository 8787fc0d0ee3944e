package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.fold.Evaluator;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of what a loop repeats over a sequence, which can be run. */
public interface RepeatedStep {
  /** How many samples a step is tried with. */
  int BATCH = 3;

  /** Returns the graph that is repeated. */
  Graph body();

  /** Returns the body's inputs that are the same in every run, and step. */
  Map<Value, Tensor> fixed();

  /** Returns how many states the cell has: one, or two of an LSTM. */
  int cellStates();

  /** Returns which of the states is collected in every step; -1 where none is, or any may be. */
  int collected();

  /** Returns the next states for an entry (batch, n) and states (batch, units); or null. */
  @Nullable List<Tensor> run(Tensor x, List<Tensor> states);

  /** Returns all numbers that are the same in every step. */
  default Set<Tensor> numbers() {
    Set<Tensor> numbers = new LinkedHashSet<>(fixed().values());
    for (OperatorNode node : body().nodes()) {
      for (Value value : node.reads()) {
        if (value.constant() != null) {
          numbers.add(value.constant());
        }
      }
    }
    return numbers;
  }

  /** Computes what follows from some values of the body; what does not is left out. */
  default void evaluate(Map<Value, Tensor> values) {
    for (OperatorNode node : body().nodes()) {
      if (values.containsKey(node.output())) {
        continue;
      }
      List<@Nullable Tensor> operands =
          node.contents(input -> input.constant() == null ? values.get(input) : input.constant());
      List<Tensor> results = operands == null ? null : results(node.operator(), operands);
      for (int i = 0; results != null && i < node.outputs().size(); i++) {
        values.put(node.outputs().get(i), results.get(i));
      }
    }
  }

  /** Returns what an operator gives for tensors; null where it is not computed on the host. */
  static @Nullable List<Tensor> results(Operator operator, List<@Nullable Tensor> operands) {
    try {
      return Evaluator.evaluate(operator, operands);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // Not computed on the host: then nothing is proved of it.
      return null;
    }
  }

  /** Returns numbers (batch, length) from a normal distribution, to try a step with. */
  static Tensor draw(Random random, long length) {
    float[] values = new float[Math.toIntExact(BATCH * length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, BATCH, length);
  }
}
