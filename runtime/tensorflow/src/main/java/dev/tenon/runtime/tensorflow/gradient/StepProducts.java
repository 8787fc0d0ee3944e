package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;

/**
 * The products of a loop's steps with one variable, such as a recurrent kernel.
 *
 * <p>Left to itself, the gradient of the variable is one product a step, and the sum of them all:
 * that takes as long as the loop. So the steps see the variable as a constant, and {@link
 * Gradients} multiplies once, with the operands of all steps below each other.
 *
 * <p>The gradient of a step's operand is a product with the transposed variable, which is made once
 * for all steps: see {@link CarriedGradients}.
 */
public final class StepProducts {
  private final Output<?> variable;
  private final Output<?> constant;
  private final Output<?> transposed;
  private final List<Output<?>> operands = new ArrayList<>();
  private final List<Output<?>> results = new ArrayList<>();

  private StepProducts(Output<?> variable, Output<?> constant, Output<?> transposed) {
    this.variable = variable;
    this.constant = constant;
    this.transposed = transposed;
  }

  /**
   * Finds the products in a loop's body, for which gradients will be asked.
   *
   * @param nodes what is done in each step
   * @param outputs what a step gives
   * @param fixed what is the same in all steps
   */
  public static Map<OperatorNode, StepProducts> find(
      Tf tf, List<OperatorNode> nodes, List<Value> outputs, Map<Value, Output<?>> fixed) {
    Map<OperatorNode, StepProducts> found = new IdentityHashMap<>();
    for (Map.Entry<Value, Output<?>> entry : fixed.entrySet()) {
      Value value = entry.getKey();
      boolean used = nodes.stream().anyMatch(node -> isProduct(node, value));
      boolean only =
          !outputs.contains(value)
              && nodes.stream().noneMatch(n -> n.reads().contains(value) && !isProduct(n, value));
      if (!used || !only || !entry.getValue().op().type().equals("ReadVariableOp")) {
        continue;
      }
      Output<?> constant = tf.unary("StopGradient", entry.getValue());
      Output<?> transposed = tf.unary("StopGradient", tf.transpose(entry.getValue(), 1, 0));
      for (OperatorNode node : nodes) {
        if (isProduct(node, value)) {
          found.put(node, new StepProducts(entry.getValue(), constant, transposed));
        }
      }
    }
    return found;
  }

  private static boolean isProduct(OperatorNode node, Value variable) {
    return node.operator() instanceof Linear.MatMul
        && node.input(1) == variable
        && node.input(0) != variable
        && variable.rank() == 2
        && node.input(0).shape().ranked()
        && node.input(0).rank() == 2;
  }

  /** Writes the product of a step. */
  public Output<?> write(Tf tf, Output<?> operand) {
    Output<?> result = CarriedGradients.byConstant(tf, operand, constant, transposed);
    operands.add(operand);
    results.add(result);
    return result;
  }

  /** Returns what the steps multiply with. */
  Output<?> variable() {
    return variable;
  }

  /** Returns the products, whose gradients {@link #gradient} wants. */
  List<Output<?>> results() {
    return results;
  }

  /**
   * Returns the variable's gradient; null where no step matters for the loss.
   *
   * @param ofResults the gradients of the products; a closed one or null for none
   */
  @Nullable Output<?> gradient(Tf tf, List<? extends @Nullable Output<?>> ofResults) {
    List<Output<?>> left = new ArrayList<>();
    List<Output<?>> right = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Output<?> gradient = ofResults.get(i);
      if (gradient != null && Gradients.exists(gradient)) {
        left.add(operands.get(i));
        right.add(gradient);
      }
    }
    return left.isEmpty()
        ? null
        : tf.op("MatMul").in(tf.concat(0, left), below(tf, right)).attr("transpose_a", true).out();
  }

  /**
   * Returns matrices below each other. Where the steps added entries of a sequence to the products,
   * the sequence's gradient is the same matrices: it is taken then, and nothing copied.
   */
  private Output<?> below(Tf tf, List<Output<?>> matrices) {
    for (GraphOperation reader : consumers(matrices.get(0))) {
      if (reader.type().equals("Pack") && reads(reader, matrices)) {
        Output<?> rows = tf.pack(List.of(tf.scalar(-1), tf.length(variable, 1)), 0);
        return tf.reshape(reader.output(0), rows);
      }
    }
    return tf.concat(0, matrices);
  }

  private static Set<GraphOperation> consumers(Output<?> output) {
    return output.op() instanceof GraphOperation op ? op.consumers(output.index()) : Set.of();
  }

  private static boolean reads(GraphOperation pack, List<Output<?>> inputs) {
    if (pack.numInputs() != inputs.size()) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!pack.input(i).equals(inputs.get(i))) {
        return false;
      }
    }
    return true;
  }
}
