package dev.tenon.ops;

import dev.tenon.ir.fold.Evaluator;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.CallTypes;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One function for tensors of some types, lowered to operators: Java computes it where the tensors
 * are small and it knows the operators, else an engine does.
 *
 * <p>It is closed when the cache and the last run have released it.
 */
final class FunctionProgram {
  /** The most elements of a result that Java computes where lengths are open. */
  private static final double MOST_PAIRS = 1 << 22;

  private final ProgramKey key;
  private final int hostElements;
  private int users = 1;
  private boolean hostable = true;
  private @Nullable Graph graph;
  private @Nullable Executable executable;

  FunctionProgram(ProgramKey key, int hostElements) {
    this.key = key;
    this.hostElements = hostElements;
  }

  /** Adds a user, for whom the program stays open. */
  synchronized void retain() {
    users++;
  }

  /** Takes a user away; the last one closes the program. */
  synchronized void release() {
    users--;
    if (users == 0 && executable != null) {
      executable.close();
      executable = null;
    }
  }

  List<Tensor> run(List<Tensor> inputs) {
    Graph lowered = lowered();
    if (isSmall(lowered, inputs)) {
      List<Tensor> results = onHost(lowered, inputs);
      if (results != null) {
        return results;
      }
    }
    Map<String, Tensor> named = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      named.put(lowered.inputs().get(i).name(), inputs.get(i));
    }
    return executable(lowered).run(named, lowered.outputs());
  }

  private synchronized Graph lowered() {
    Graph known = graph;
    if (known == null) {
      known = lower();
      graph = known;
    }
    return known;
  }

  private synchronized Executable executable(Graph lowered) {
    Executable known = executable;
    if (known == null) {
      known = GraphEngine.of(key.engine()).compile(lowered, new ParameterStore(), List.of());
      executable = known;
    }
    return known;
  }

  /** Tells whether an engine has compiled the program. */
  synchronized boolean isCompiled() {
    return executable != null;
  }

  private Graph lower() {
    List<Value> inputs = new ArrayList<>();
    for (TensorType type : key.types()) {
      inputs.add(Value.of("x" + inputs.size(), type));
    }
    List<Arg.Ref> places = inputs.stream().map(Arg.Ref::new).toList();
    List<Arg> args = new ArrayList<>();
    key.operands().forEach(value -> args.add(ProgramKey.argument(value, places)));
    Map<String, Arg> keywords = new LinkedHashMap<>();
    key.keywords().forEach((name, value) -> keywords.put(name, ProgramKey.argument(value, places)));
    LayerNode node = new LayerNode(key.operation(), layer());
    List<Value> outputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (TensorType type : CallTypes.ofFirstCall(node, args, keywords)) {
      names.add("y" + outputs.size());
      outputs.add(Value.of("y" + outputs.size(), type));
    }
    LayerCall call = new LayerCall(node.name(), node, args, keywords, outputs);
    LayerGraph whole = new LayerGraph(node.name(), inputs, List.of(call), outputs, names);
    NestedModel model = new NestedModel("Functional", whole, List.of(node));
    return Lowering.lower(model, Mode.INFERENCE).graph();
  }

  private Layer<?> layer() {
    return key.operation().equals(GammaDraw.NAME)
            && key.options().get("shape") instanceof List<?> shape
            && key.options().get("dtype") instanceof String dtype
        ? new GammaDraw(shape, DType.of(dtype))
        : new KerasOp(key.operation(), key.options());
  }

  private boolean isSmall(Graph lowered, List<Tensor> inputs) {
    synchronized (this) {
      if (!hostable) {
        return false;
      }
    }
    double all = inputs.stream().mapToDouble(Tensor::size).reduce(1, (a, b) -> a * b);
    return inputs.stream().allMatch(tensor -> tensor.size() <= hostElements)
        && all <= MOST_PAIRS
        && lowered.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .allMatch(value -> isSmall(value.type()));
  }

  /** A length that is open comes of small inputs, element by element. */
  private boolean isSmall(TensorType type) {
    if (!type.shape().ranked()) {
      return false;
    }
    double size = 1;
    for (int axis = 0; axis < type.shape().rank(); axis++) {
      size *= Math.max(1, type.shape().length(axis));
    }
    return size <= hostElements;
  }

  /** Returns the results, or null where Java does not know one of the operators. */
  private @Nullable List<Tensor> onHost(Graph lowered, List<Tensor> inputs) {
    Map<Value, Tensor> known = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      known.put(lowered.inputs().get(i), inputs.get(i));
    }
    for (OperatorNode node : lowered.nodes()) {
      List<@Nullable Tensor> operands = node.map(value -> content(value, known));
      List<Tensor> results = evaluated(node, operands);
      if (results == null) {
        synchronized (this) {
          hostable = false;
        }
        return null;
      }
      for (int i = 0; i < results.size(); i++) {
        known.put(node.outputs().get(i), results.get(i));
      }
    }
    List<Tensor> results = new ArrayList<>();
    for (Value output : lowered.outputs()) {
      Tensor content = content(output, known);
      if (content == null) {
        return null;
      }
      results.add(content);
    }
    return results;
  }

  private static @Nullable Tensor content(Value value, Map<Value, Tensor> known) {
    Tensor constant = value.constant();
    return constant == null ? known.get(value) : constant;
  }

  private static @Nullable List<Tensor> evaluated(
      OperatorNode node, List<@Nullable Tensor> operands) {
    try {
      return Evaluator.evaluate(node.operator(), operands);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      // The engine says what is wrong, or computes it all the same.
      return null;
    }
  }
}
