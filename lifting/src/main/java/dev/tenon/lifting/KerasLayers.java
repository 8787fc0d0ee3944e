package dev.tenon.lifting;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.Cleanup;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.fusion.Fusion;
import dev.tenon.ir.pass.recognition.Recognition;
import dev.tenon.ir.pass.types.RemoveCasts;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.axes.OneBatch;
import dev.tenon.lifting.recurrent.cells.UnrolledCells;
import dev.tenon.lifting.rules.Rules;
import dev.tenon.lifting.walk.Attempt;
import dev.tenon.lifting.walk.Failures;
import dev.tenon.lifting.walk.GraphWalk;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The layers of Keras that mean the same as a graph of operators.
 *
 * @param inputs what is fed, in the order and with the axes of the graph's inputs
 * @param outputs what is wanted, by the name of the graph's output, in order
 * @param weights the weights of every layer in Keras' order
 */
public record KerasLayers(
    List<KerasTensor> inputs,
    Map<String, KerasTensor> outputs,
    Map<LayerNode, List<Tensor>> weights) {

  /**
   * Finds the layers of a graph.
   *
   * <p>Images lie with their channels last inside, sequences with the batch first; inputs and
   * outputs keep their axes, and layers that turn them are added where the graph has it otherwise.
   * The batch is open, also where the graph fixes it, unless the graph mixes its samples: then it
   * stays as long as the graph has it.
   *
   * @param name names the model in messages
   * @param graph operators only
   * @param store the content of the graph's parameters
   * @throws UnsupportedModelException where parts of it have no layer; lists all of them
   */
  public static KerasLayers of(String name, Graph graph, ParameterStore store) {
    Graph frozen = ConstantFolding.apply(OneBatch.apply(Parameters.freeze(graph, store)));
    Graph steps = UnrolledCells.apply(Cleanup.apply(RemoveCasts.apply(frozen)));
    Graph ready = ConstantFolding.apply(Fusion.apply(Recognition.apply(steps)));
    List<Failures.Reason> fewest = null;
    List<Attempt> attempts = Attempt.of(ready);
    boolean mayFix = attempts.get(attempts.size() - 1).fixed();
    for (Attempt attempt : attempts) {
      GraphWalk walk = new GraphWalk(ready, Rules.TABLE, attempt);
      KerasLayers found = found(walk, ready);
      List<Failures.Reason> reasons = walk.failures().reasons();
      if (reasons.isEmpty()) {
        return found;
      }
      // Where the batch may stay fixed, that it would be open is no reason.
      boolean counts = attempt.fixed() == mayFix;
      boolean fewer = fewest == null || reasons.size() < fewest.size();
      fewest = counts && fewer ? reasons : fewest;
    }
    throw new UnsupportedModelException(
        name,
        "these parts of the graph are no layers of Keras:",
        Failures.lines(Objects.requireNonNull(fewest)));
  }

  private static KerasLayers found(GraphWalk walk, Graph ready) {
    walk.run();
    Map<String, KerasTensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < ready.outputs().size(); i++) {
      output(walk, ready.outputs().get(i), ready.outputNames().get(i), outputs);
    }
    return new KerasLayers(walk.inputs(), outputs, walk.layers().weights());
  }

  private static void output(
      GraphWalk walk, Value value, String name, Map<String, KerasTensor> outputs) {
    AxisLayout held = walk.find(value);
    try {
      KerasTensor tensor =
          held == null ? walk.functions().connected(value, name) : walk.outputOf(held, name);
      if (tensor == null) {
        throw new NoEquivalentLayerException(
            walk.functions().isConstant(value)
                ? "depends on no input, and in Keras every output does"
                : "no layer gives it");
      }
      if (walk.layers().attentions().isStandIn(tensor)) {
        throw new NoEquivalentLayerException(
            "is the inside of an attention, which is one layer in Keras");
      }
      if (!walk.inputs().containsAll(tensor.sourceInputs())) {
        throw new NoEquivalentLayerException("no layer gives it");
      }
      outputs.put(name, tensor);
    } catch (NoEquivalentLayerException e) {
      walk.failures().output(name, e.reason());
    }
  }
}
