package dev.tenon.inspect;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.pass.Branches;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.RunGuards;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values inside the branches of an ONNX file's If nodes that a batch takes: the conditions are
 * computed, the branches put in the nodes' place, and so on for the Ifs in them.
 */
final class BranchValues {
  private final Model model;
  private final OnnxGraph onnx;
  private final Map<String, Tensor> batch;
  private final Map<String, Value> found = new LinkedHashMap<>();
  private Graph graph;

  private BranchValues(Model model, Map<String, Tensor> batch) {
    this.model = model;
    this.onnx = model.onnx().graph();
    this.batch = new LinkedHashMap<>();
    this.graph = onnx.graph();
    for (Value input : graph.inputs()) {
      Tensor tensor = batch.get(input.name());
      if (tensor != null) {
        this.batch.put(input.name(), tensor.cast(input.dtype()));
      }
    }
    found.putAll(onnx.inlined());
  }

  /** Says whether a model has If nodes in its main graph. */
  static boolean exist(Model model, Structure structure) {
    return !model.info().isKeras()
        && structure.steps().stream().anyMatch(s -> s.kind().equals("If"));
  }

  /** Returns the values by path: the name of the If node, a slash, the name in the file. */
  static Map<String, Tensor> of(Model model, Map<String, Tensor> batch) {
    BranchValues branches = new BranchValues(model, batch);
    List<OperatorNode> open = Branches.of(branches.graph);
    while (!open.isEmpty()) {
      branches.take(open);
      open = Branches.of(branches.graph);
    }
    return branches.values();
  }

  private void take(List<OperatorNode> open) {
    List<Value> conditions = open.stream().map(node -> node.input(0)).toList();
    Map<Value, Tensor> known = run(conditions);
    Branches.Taken taken =
        Branches.take(
            graph, node -> Objects.requireNonNull(known.get(node.input(0))).getLong(0) != 0);
    found.replaceAll((name, value) -> taken.results().getOrDefault(value, value));
    for (OperatorNode node : open) {
      for (Graph branch : ((Control.If) node.operator()).bodies()) {
        Map<Value, Value> now = taken.values().get(branch);
        if (now != null) {
          onnx.nested()
              .getOrDefault(branch, Map.of())
              .forEach(
                  (name, value) ->
                      found.put(node.name() + "/" + name, now.getOrDefault(value, value)));
        }
      }
    }
    graph = taken.graph();
  }

  private Map<String, Tensor> values() {
    Map<Value, Tensor> results = run(List.copyOf(found.values()));
    Map<String, Tensor> values = new LinkedHashMap<>();
    found.forEach((name, value) -> values.put(name, Objects.requireNonNull(results.get(value))));
    return values;
  }

  private Map<Value, Tensor> run(List<Value> wanted) {
    Map<Value, Tensor> results = new LinkedHashMap<>();
    List<Value> asked = new ArrayList<>();
    for (Value value : new LinkedHashSet<>(wanted)) {
      Tensor known = known(value);
      if (known != null) {
        results.put(value, known);
      } else {
        asked.add(value);
      }
    }
    if (asked.isEmpty()) {
      return results;
    }
    Graph wide =
        new Graph(
            graph.name(),
            graph.inputs(),
            graph.nodes(),
            asked,
            asked.stream().map(Value::name).toList());
    RunLimits limits = model.runLimits();
    Graph frozen =
        RunGuards.apply(
            Parameters.freeze(wide, onnx.store()),
            limits.elements(),
            limits.loopTurns(),
            limits.checksInRun());
    try (Executable executable =
        GraphEngine.of(model.engine()).compile(frozen, onnx.store(), List.of())) {
      List<Tensor> tensors = executable.run(batch, asked, Deadline.after(limits.time()));
      for (int i = 0; i < asked.size(); i++) {
        results.put(asked.get(i), tensors.get(i));
      }
    }
    return results;
  }

  private @Nullable Tensor known(Value value) {
    if (value.parameter() != null) {
      return onnx.store().get(value.parameter());
    }
    return graph.inputs().contains(value) ? batch.get(value.name()) : value.constant();
  }

  /**
   * Says in which node a value lies that is not given, for a message; null where nothing inside the
   * model has that name.
   */
  static @Nullable String place(Model model, String name) {
    try {
      OnnxGraph onnx = model.onnx().graph();
      return place(onnx, onnx.graph(), name, "");
    } catch (UnsupportedModelException | MalformedModelException e) {
      // The name is wrong in any case; where it lies cannot be told.
      return null;
    }
  }

  private static @Nullable String place(OnnxGraph onnx, Graph graph, String name, String path) {
    for (OperatorNode node : graph.nodes()) {
      if (!(node.operator() instanceof HasSubgraphs nesting)) {
        continue;
      }
      String own = path + node.name();
      for (Graph body : nesting.bodies()) {
        Set<String> names = onnx.nested().getOrDefault(body, Map.of()).keySet();
        boolean here = names.contains(name) || name.startsWith(own + "/");
        if (here && nesting instanceof Control.If) {
          return "'"
              + name
              + "' is inside a branch of node '"
              + own
              + "' (If): a value of the branch that is taken is called '"
              + own
              + "/NAME'";
        }
        if (here) {
          return "'"
              + name
              + "' is inside the body of node '"
              + own
              + "' ("
              + node.operator().opType()
              + "), which runs several times: only what the node gives can be had";
        }
        String deeper = place(onnx, body, name, own + "/");
        if (deeper != null) {
          return deeper;
        }
      }
    }
    return null;
  }
}
