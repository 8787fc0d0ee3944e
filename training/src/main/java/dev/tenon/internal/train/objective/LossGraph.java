package dev.tenon.internal.train.objective;

import dev.tenon.internal.operators.BatchTotals;
import dev.tenon.internal.train.replica.ReplicaTotals;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.losses.Loss;
import dev.tenon.losses.LossReduction;
import dev.tenon.runtime.Replica;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds losses and metrics to a lowered model: all of a step but the gradients.
 *
 * <p>The graph's inputs are the model's, then a target and maybe sample weights for each output;
 * its outputs are the total loss and the predictions.
 *
 * @see <a href="https://keras.io/api/models/model_training_apis/">Keras: compile</a>
 */
public final class LossGraph {
  private final Lowered lowered;
  private final ResolvedObjectives compiled;
  private final Signature signature;
  private final GraphBuilder builder;
  private final UseDef uses;
  private final List<TrainProgram.Assignment> assignments = new ArrayList<>();
  private Origin origin = Origin.NONE;
  private final Ops ops;
  private final @Nullable ReplicaTotals shared;

  /**
   * What was written.
   *
   * @param graph the whole
   * @param loss the total loss
   * @param assignments the states of layers and metrics
   * @param sums the element types of the sums over replicas, in their order
   */
  public record Written(
      Graph graph, Value loss, List<TrainProgram.Assignment> assignments, List<DType> sums) {}

  /**
   * Prepares a graph.
   *
   * @param replica the place among processes of which each has a part of the batch; null where this
   *     one has the whole
   */
  public LossGraph(
      Lowered lowered,
      ResolvedObjectives compiled,
      Signature signature,
      @Nullable Replica replica) {
    this.lowered = lowered;
    this.compiled = compiled;
    this.signature = signature;
    this.builder = GraphBuilder.extending(lowered.graph());
    this.ops = new Ops(() -> builder, () -> origin);
    this.uses = new UseDef(lowered.graph());
    this.shared = replica == null ? null : new ReplicaTotals(replica, ops, size());
  }

  /**
   * Writes the step.
   *
   * @param name the graph's name
   */
  public Written write(String name) {
    // An evaluation moves states too: those of a stateful layer, and the seeds of recurrent
    // dropout.
    lowered
        .updates()
        .forEach(u -> assignments.add(new TrainProgram.Assignment(u.state(), u.value())));
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < compiled.outputs().size(); i++) {
      output(i, parts);
    }
    origin = new Origin("losses", "Loss");
    List<Value> others = new ArrayList<>();
    lowered.losses().forEach(loss -> others.add(ops.cast(loss, DType.FLOAT32)));
    others.addAll(WeightPenalties.of(lowered.weights().values(), builder, this::present));
    if (shared == null) {
      parts.addAll(others);
    } else if (!others.isEmpty()) {
      parts.add(shared.mean(sum(others)));
    }
    if (parts.isEmpty()) {
      boolean wanted = compiled.outputs().stream().anyMatch(output -> output.loss() != null);
      throw new IllegalArgumentException(
          wanted
              ? "the data have no targets, which the loss needs: give one for each of the outputs "
                  + compiled.outputs().stream().map(CompiledOutput::name).toList()
              : "there is no loss: give compile(…) a loss, or a layer a regularizer");
    }
    Value total = sum(parts);
    track(compiled.loss(), total, size());
    List<Value> outputs = new ArrayList<>(List.of(total));
    List<String> names = new ArrayList<>(List.of("loss"));
    outputs.addAll(lowered.graph().outputs());
    lowered.graph().outputNames().forEach(output -> names.add("prediction/" + output));
    Graph built = builder.build(outputs, names);
    Graph graph = new Graph(name, built.inputs(), built.nodes(), outputs, names);
    return new Written(graph, total, assignments, shared == null ? List.of() : shared.types());
  }

  private Value sum(List<Value> parts) {
    Value total = parts.get(0);
    for (Value part : parts.subList(1, parts.size())) {
      total = ops.add(total, part);
    }
    return total;
  }

  private void output(int i, List<Value> parts) {
    CompiledOutput output = compiled.outputs().get(i);
    TensorType targetType = signature.targets().get(i);
    if (targetType == null) {
      return;
    }
    Value prediction = lowered.graph().outputs().get(i);
    Value mask = lowered.outputMasks().get(i);
    Value target = builder.input(Signature.target(output.name()), targetType);
    TensorType weightType = signature.weights().get(i);
    Value weight =
        weightType == null
            ? null
            : ops.cast(builder.input(Signature.weight(output.name()), weightType), DType.FLOAT32);
    Loss loss = output.loss();
    if (loss != null) {
      origin = new Origin("loss/" + output.name(), loss.className());
      Value value = loss(output, loss, target, prediction, weight, mask);
      if (output.lossTracker() != null) {
        // Keras does not know the batch's size here, and lets all batches count the same.
        track(output.lossTracker(), value, null);
      }
      parts.add(output.lossWeight() == null ? value : ops.mul(value, output.lossWeight()));
    }
    for (MetricSlot metric : output.metrics()) {
      measure(output.name(), metric, target, prediction, null, mask);
    }
    for (MetricSlot metric : output.weightedMetrics()) {
      measure(output.name(), metric, target, prediction, weight, mask);
    }
  }

  private Value loss(
      CompiledOutput output,
      Loss loss,
      Value target,
      Value prediction,
      @Nullable Value weight,
      @Nullable Value mask) {
    try {
      return LossReduction.loss(
          ops,
          this::producer,
          loss,
          target,
          prediction,
          weight,
          mask,
          shared == null ? BatchTotals.WHOLE : shared);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the target of output '"
              + output.name()
              + "' "
              + unfit(target, prediction, weight, loss.className(), e),
          e);
    }
  }

  private static String unfit(
      Value target,
      Value prediction,
      @Nullable Value weight,
      String by,
      IllegalArgumentException reason) {
    return "has shape "
        + target.shape()
        + (weight == null ? "" : ", its sample weights " + weight.shape())
        + "; the model gives "
        + prediction.shape()
        + ", and "
        + by
        + " does not fit them together: "
        + reason.getMessage();
  }

  private void measure(
      String output,
      MetricSlot metric,
      Value target,
      Value prediction,
      @Nullable Value weight,
      @Nullable Value mask) {
    origin = new Origin("metrics/" + metric.reported(), metric.metric().className());
    MetricSlot.Writing writing = metric.write(builder, ops, this::producer, mask);
    try {
      metric.metric().update(writing, target, prediction, weight);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the metric '"
              + metric.reported()
              + "': the target of output '"
              + output
              + "' "
              + unfit(target, prediction, weight, metric.metric().className(), e),
          e);
    }
    assignments.addAll(writing.assignments());
  }

  /** Returns the number of samples. */
  private Value size() {
    Value first = lowered.graph().inputs().get(0);
    return ops.squeeze(ops.cast(ops.length(first, 0), DType.FLOAT32), 0);
  }

  /** Adds a loss to its mean over the epoch, in which a batch counts by its size or once. */
  private void track(MetricSlot tracker, Value loss, @Nullable Value size) {
    origin = new Origin("metrics/" + tracker.reported(), tracker.metric().className());
    MetricSlot.Writing writing = tracker.write(builder, ops, this::producer, null);
    tracker.metric().update(writing, loss, loss, size);
    assignments.addAll(writing.assignments());
  }

  /** Returns the content of a weight after the layers were called, some of which assign theirs. */
  private Value present(Parameter weight) {
    Value present = builder.read(weight);
    for (Lowered.Update update : lowered.updates()) {
      present = update.state() == weight ? update.value() : present;
    }
    return present;
  }

  private @Nullable OperatorNode producer(Value value) {
    return uses.producerBefore(value, Unary.Identity.class);
  }
}
