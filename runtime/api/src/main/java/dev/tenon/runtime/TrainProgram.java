package dev.tenon.runtime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a {@link Trainer} runs on its parameters, in operators: a training step, an
 * evaluation step, a prediction, the result of a metric.
 *
 * <p>The engine runs {@code forward}; where there is an {@code optimization}, it differentiates the
 * loss and hands the gradients to the step graph; then it assigns all updates at once. Everything
 * reads the parameters as they were before.
 *
 * @param forward inputs are features, targets, weights; outputs are what a run returns, such as the
 *     loss and the predictions
 * @param optimization what is learned; null where nothing is
 * @param states assignments of forward values, such as moving averages and metrics
 */
public record TrainProgram(
    Graph forward, @Nullable Optimization optimization, List<Assignment> states) {
  public TrainProgram {
    states = List.copyOf(states);
  }

  /** A parameter and the value that it holds after the run. */
  public record Assignment(Parameter parameter, Value value) {}

  /**
   * What an optimizer does with the gradients of a loss.
   *
   * <p>The step graph's inputs are gradients, named {@code gradient/} and the path of the
   * parameter, and inputs of the forward graph by their names. Of a parameter whose rows the
   * forward graph only gathers, the step may ask for {@code slices/} and {@code rows/} in place of
   * the gradient: one slice for each time that a row was read, and the number of that row.
   *
   * <p>Where the forward graph itself assigns a trainable parameter, as a layer does that
   * normalises its kernel, the step may ask for {@code assigned/}: what it assigns. The gradient is
   * then that of the assigned value, and the step's assignment is the one that stays.
   *
   * @param loss the scalar of the forward graph to differentiate
   * @param trainable what the gradients are taken of
   * @param step the optimizer's graph, on parameters, slots and gradients
   * @param assignments of values of the step graph; they go before those of forward values
   * @param fused parameters that a kernel of the engine updates in one go
   */
  public record Optimization(
      Value loss,
      List<Parameter> trainable,
      Graph step,
      List<Assignment> assignments,
      List<FusedUpdate> fused) {
    /** What a step graph's input is called that stands for a parameter's gradient. */
    public static final String GRADIENT = "gradient/";

    /** What it is called where it stands for the gradients of the rows that were gathered. */
    public static final String SLICES = "slices/";

    /** What it is called where it stands for the numbers of these rows, an int64 vector. */
    public static final String ROWS = "rows/";

    /** What it is called where it stands for what the forward graph assigns to a parameter. */
    public static final String ASSIGNED = "assigned/";

    public Optimization {
      trainable = List.copyOf(trainable);
      assignments = List.copyOf(assignments);
      fused = List.copyOf(fused);
    }
  }
}
