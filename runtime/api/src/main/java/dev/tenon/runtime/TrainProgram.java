package dev.tenon.runtime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;

/**
 * One training step, in operators.
 *
 * <p>The engine runs {@code forward}, differentiates {@code loss} with respect to {@code
 * trainable}, hands the gradients to {@code step} as inputs named {@code gradient/<path of the
 * parameter>}, and then assigns all updates at once: those of {@code states} from the forward
 * graph, those of {@code steps} from the step graph. Everything reads the parameters as they were
 * before the step.
 *
 * @param forward inputs are features, targets, weights; outputs are what a step returns, such as
 *     the loss and the parts of metrics
 * @param loss the scalar of {@code forward} to differentiate
 * @param trainable what the gradients are taken of
 * @param states assignments of forward values
 * @param step the optimizer's graph, on parameters, slots and gradients
 * @param steps assignments of step values
 */
public record TrainProgram(
    Graph forward,
    Value loss,
    List<Parameter> trainable,
    List<Assignment> states,
    Graph step,
    List<Assignment> steps) {

  /** A parameter and the value that it holds after the step. */
  public record Assignment(Parameter parameter, Value value) {}
}
