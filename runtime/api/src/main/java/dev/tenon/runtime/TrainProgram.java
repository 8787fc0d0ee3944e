package dev.tenon.runtime;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program of operators that a {@link Trainer} runs on its parameters: a training step, an
 * evaluation step, a prediction or a metric.
 *
 * <p>The engine runs {@code forward}. With an {@code optimization} it differentiates the loss and
 * passes the gradients to the step graph. Then it assigns all updates at once. All operators read
 * the parameters from before the run.
 *
 * @param forward the graph from features, targets and weights to the results of a run, such as the
 *     loss
 * @param optimization the optimization; null for none
 * @param states assignments of forward values, such as moving averages and metrics
 * @param fused parameters that a kernel of the engine updates by values of the forward graph; their
 *     gradients are {@link Differentiation.Gradient} operators
 */
public record TrainProgram(
    Graph forward,
    @Nullable Optimization optimization,
    List<Assignment> states,
    List<FusedUpdate> fused) {
  /** The path of the origin of an optimizer's operators. */
  public static final String OPTIMIZER = "optimizer";

  public TrainProgram {
    states = List.copyOf(states);
    fused = List.copyOf(fused);
  }

  /** Creates a program without fused updates in its forward graph. */
  public TrainProgram(Graph forward, @Nullable Optimization optimization, List<Assignment> states) {
    this(forward, optimization, states, List.of());
  }

  /** A parameter and its value after the run. */
  public record Assignment(Parameter parameter, Value value) {}

  /**
   * The meaning of an input of a step graph.
   *
   * @param input the input
   * @param kind the quantity of the parameter
   */
  public record StepInput(Value input, Kind kind, Parameter parameter) {
    /** The quantity of a parameter that a step receives. */
    public enum Kind {
      /** Its gradient, of its own shape. */
      GRADIENT,
      /**
       * The gradients of the gathered rows, if the forward graph reads the parameter in no other
       * way: one slice for each read of a row.
       */
      SLICES,
      /** The numbers of these rows, an int64 vector. */
      ROWS,
      /** The value that the forward graph assigns to it. */
      ASSIGNED
    }
  }

  /**
   * The optimization of a loss by its gradients.
   *
   * <p>If the forward graph itself assigns a trainable parameter, such as a normalized kernel, the
   * gradient is that of the assigned value. The step's assignment wins.
   *
   * @param loss the scalar of the forward graph to differentiate
   * @param trainable the parameters to differentiate by
   * @param step the optimizer's graph, on parameters, slots and gradients
   * @param inputs the meaning of each input of the step graph
   * @param assignments assignments of values of the step graph, which override those of forward
   *     values
   * @param fused updates of parameters by one kernel of the engine
   */
  public record Optimization(
      Value loss,
      List<Parameter> trainable,
      Graph step,
      List<StepInput> inputs,
      List<Assignment> assignments,
      List<FusedUpdate> fused) {
    public Optimization {
      trainable = List.copyOf(trainable);
      inputs = List.copyOf(inputs);
      if (!inputs.stream().map(StepInput::input).toList().equals(step.inputs())) {
        throw new IllegalArgumentException(
            "the step graph's inputs are " + step.inputs() + ", and these are bound: " + inputs);
      }
      assignments = List.copyOf(assignments);
      fused = List.copyOf(fused);
    }
  }
}
