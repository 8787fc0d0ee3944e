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
 * @param optimization what is learned; null if nothing is
 * @param states assignments of forward values, such as moving averages and metrics
 * @param fused parameters that a kernel of the engine updates, by values of the forward graph;
 *     where that asks for gradients it holds {@link Differentiation.Gradient}
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

  /** Creates a program whose forward graph updates nothing by a kernel. */
  public TrainProgram(Graph forward, @Nullable Optimization optimization, List<Assignment> states) {
    this(forward, optimization, states, List.of());
  }

  /** A parameter and the value that it holds after the run. */
  public record Assignment(Parameter parameter, Value value) {}

  /**
   * What an input of a step graph stands for.
   *
   * @param input the input
   * @param kind what of the parameter it is
   */
  public record StepInput(Value input, Kind kind, Parameter parameter) {
    /** What a step is given of a parameter. */
    public enum Kind {
      /** Its gradient, of its own shape. */
      GRADIENT,
      /**
       * The gradients of the rows that the forward graph gathered, where it reads the parameter in
       * no other way: one slice for each time that a row was read.
       */
      SLICES,
      /** The numbers of these rows, an int64 vector. */
      ROWS,
      /** What the forward graph assigns to it. */
      ASSIGNED
    }
  }

  /**
   * What an optimizer does with the gradients of a loss.
   *
   * <p>Where the forward graph itself assigns a trainable parameter, as a layer does that
   * normalises its kernel, the gradient is that of the assigned value, and the step's assignment is
   * the one that stays.
   *
   * @param loss the scalar of the forward graph to differentiate
   * @param trainable what the gradients are taken of
   * @param step the optimizer's graph, on parameters, slots and gradients
   * @param inputs what each input of the step graph stands for
   * @param assignments of values of the step graph; they go before those of forward values
   * @param fused parameters that a kernel of the engine updates in one go
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
