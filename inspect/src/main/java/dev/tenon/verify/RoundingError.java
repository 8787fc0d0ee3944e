package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.types.WidenToFloat64;
import dev.tenon.model.TensorSpec;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far rounding alone moves the outputs of a model on given inputs.
 *
 * <p>Only the model that a file was written from is looked at, never the file: a fault of the file
 * cannot widen what it is held to. Three measures, from cheap to dear:
 *
 * <ul>
 *   <li>the last sum: the terms of an addition are each off by half a unit in the last place at
 *       least, so a result near zero is off by two units of the largest term;
 *   <li>the model's own distance from the same model in float64, times {@link #TIMES}, as layers
 *       are held to in the recordings;
 *   <li>the change that the engine itself shows when every number of the input moves by one unit in
 *       the last place: where a step of quantisation or a comparison lies, no bound on rounding
 *       holds, and the engine shows the step.
 * </ul>
 */
final class RoundingError {
  /** How often its own distance from float64 an implementation may be off. */
  static final double TIMES = 4;

  private static final int MOVES = 8;
  private static final long SEED = 20261128;

  private final Model model;
  private final Map<String, Tensor> inputs;
  private final Engine engine;
  private @Nullable Map<String, Allowance> sums;
  private @Nullable Map<String, Allowance> moves;

  /**
   * Creates a measurement; nothing is run before a result is asked for.
   *
   * @param engine the engine that moved inputs are run on
   */
  RoundingError(Model model, Map<String, Tensor> inputs, Engine engine) {
    this.model = model;
    this.inputs = inputs;
    this.engine = engine;
  }

  /** Returns the first allowance that covers a difference; else the largest. */
  Allowance of(String output, Difference difference) {
    if (!difference.problem().isEmpty()) {
      return Allowance.NONE;
    }
    if (sums == null) {
      sums = rounded();
    }
    Allowance known = sums.getOrDefault(output, Allowance.NONE);
    if (known.covers(difference)) {
      return known;
    }
    if (moves == null) {
      moves = moved();
    }
    return known.or(moves.getOrDefault(output, Allowance.NONE));
  }

  /** A graph with its parameters as constants. */
  private record Frozen(Graph graph, ParameterStore store) {}

  private Frozen frozen() {
    // What stateful layers remember is what they start with.
    model.resetStates();
    if (model.info().isKeras()) {
      ParameterStore store = model.info().keras().parameters();
      return new Frozen(Parameters.freeze(model.info().keras().lowered().graph(), store), store);
    }
    OnnxGraph onnx = model.onnx().graph();
    return new Frozen(Parameters.freeze(onnx.graph(), onnx.store()), onnx.store());
  }

  private Map<String, Allowance> rounded() {
    Map<String, Allowance> found = new LinkedHashMap<>();
    Optional<GraphEngine> tensorflow = GraphEngine.find(Engine.TENSORFLOW);
    if (tensorflow.isEmpty() || (!model.info().isKeras() && model.onnx().opset() == 0)) {
      return found;
    }
    try {
      Frozen frozen = frozen();
      List<Value> outputs = frozen.graph.outputs();
      Map<Value, List<Value>> terms = terms(frozen.graph);
      List<Value> inner = terms.values().stream().flatMap(List::stream).distinct().toList();
      List<Value> wanted = new ArrayList<>(outputs);
      wanted.addAll(inner);
      List<Tensor> narrow = run(tensorflow.get(), frozen, inner, wanted, fed(frozen.graph, false));
      List<Tensor> wide = wide(tensorflow.get(), frozen);
      List<String> names = model.outputs().stream().map(TensorSpec::name).toList();
      for (int i = 0; i < Math.min(names.size(), outputs.size()); i++) {
        Allowance allowance = Allowance.NONE;
        double largest = 0;
        for (Value term : terms.getOrDefault(outputs.get(i), List.of())) {
          Tensor constant = term.constant();
          Tensor content = constant != null ? constant : narrow.get(wanted.indexOf(term));
          largest = Math.max(largest, largest(content));
        }
        DType type = outputs.get(i).dtype();
        allowance =
            allowance.or(
                new Allowance(2 * epsilon(type) * largest, "two units of its last sum's terms"));
        if (wide != null && type.isFloating()) {
          double distance = distance(narrow.get(i), wide.get(i));
          allowance =
              allowance.or(
                  new Allowance(TIMES * distance, "4 times its own distance from float64"));
        }
        found.put(names.get(i), allowance);
      }
    } catch (RuntimeException e) {
      // A graph that TensorFlow cannot run shows nothing of its rounding: the bound stays alone.
      return found;
    }
    return found;
  }

  private @Nullable List<Tensor> wide(GraphEngine tensorflow, Frozen frozen) {
    try {
      Graph graph = WidenToFloat64.apply(frozen.graph);
      Frozen wide = new Frozen(graph, frozen.store);
      return run(tensorflow, wide, List.of(), graph.outputs(), fed(frozen.graph, true));
    } catch (RuntimeException e) {
      // An operator that has no kernel in float64, or types of its own.
      return null;
    }
  }

  private static List<Tensor> run(
      GraphEngine tensorflow,
      Frozen frozen,
      List<Value> inner,
      List<Value> wanted,
      Map<String, Tensor> fed) {
    try (Executable executable =
        tensorflow.compile(
            frozen.graph,
            frozen.store,
            inner.stream().filter(value -> value.constant() == null).toList())) {
      List<Value> asked = wanted.stream().filter(value -> value.constant() == null).toList();
      List<Tensor> results = executable.run(fed, asked);
      List<Tensor> all = new ArrayList<>();
      for (Value value : wanted) {
        Tensor constant = value.constant();
        all.add(constant != null ? constant : results.get(asked.indexOf(value)));
      }
      return all;
    }
  }

  /** Returns the inputs in the types of the graph, in float64 where it is wide. */
  private Map<String, Tensor> fed(Graph graph, boolean wide) {
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      Tensor tensor = Objects.requireNonNull(inputs.get(input.name()), input.name());
      Tensor own = tensor.dtype() == input.dtype() ? tensor : tensor.cast(input.dtype());
      fed.put(input.name(), wide && input.dtype().isFloating() ? own.cast(DType.FLOAT64) : own);
    }
    return fed;
  }

  /** Returns the terms of the sum that each output is, where it is one. */
  private static Map<Value, List<Value>> terms(Graph graph) {
    UseDef uses = new UseDef(graph);
    Map<Value, List<Value>> terms = new IdentityHashMap<>();
    for (Value output : graph.outputs()) {
      OperatorNode node = uses.producer(output);
      for (int depth = 0; node != null && depth < 16 && isTransparent(node); depth++) {
        node = uses.producer(node.input(0));
      }
      boolean sum =
          node != null
              && output.dtype().isFloating()
              && (node.operator() instanceof Binary.Add
                  || node.operator() instanceof Binary.Sub
                  || node.operator() instanceof Variadic.Sum);
      if (node != null && sum) {
        terms.put(output, node.reads());
      }
    }
    return terms;
  }

  private static boolean isTransparent(OperatorNode node) {
    return node.operator() instanceof Unary.Identity
        || (node.operator() instanceof Movement && !(node.operator() instanceof Movement.Concat));
  }

  /** Runs the model on inputs that are one unit in the last place off. */
  private Map<String, Allowance> moved() {
    Map<String, Allowance> found = new LinkedHashMap<>();
    if (inputs.values().stream().noneMatch(tensor -> tensor.dtype().isFloating())) {
      return found;
    }
    try {
      Map<String, Tensor> start = fresh(inputs);
      Random random = new Random(SEED);
      for (int i = 0; i < MOVES; i++) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> moved.put(name, moved(tensor, random)));
        for (Map.Entry<String, Tensor> after : fresh(moved).entrySet()) {
          Tensor before = Objects.requireNonNull(start.get(after.getKey()));
          if (!before.dtype().isFloating()
              || !Arrays.equals(before.shape(), after.getValue().shape())) {
            continue;
          }
          String reason = "the change on " + engine + " when the input moves by one ulp";
          Allowance allowance = new Allowance(distance(before, after.getValue()), reason);
          found.merge(after.getKey(), allowance, Allowance::or);
        }
      }
    } catch (RuntimeException e) {
      return Map.of();
    }
    return found;
  }

  private Map<String, Tensor> fresh(Map<String, Tensor> fed) {
    model.resetStates();
    return model.on(engine).predict(fed);
  }

  /** Moves every number up or down by one unit in the last place of its type. */
  private static Tensor moved(Tensor tensor, Random random) {
    if (!tensor.dtype().isFloating() || tensor.dtype().isSmall()) {
      return tensor;
    }
    double unit = epsilon(tensor.dtype());
    Tensor.Writer writer = new Tensor.Writer(tensor.dtype(), tensor.size());
    for (int i = 0; i < tensor.size(); i++) {
      double value = tensor.getDouble(i);
      double step = Math.scalb(unit, Math.getExponent(value));
      writer.set(i, value == 0 ? 0 : random.nextBoolean() ? value + step : value - step);
    }
    return writer.build(tensor.shape());
  }

  /** Returns one unit in the last place of 1. */
  private static double epsilon(DType type) {
    return switch (type) {
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case FLOAT64 -> 0x1p-52;
      default -> 0x1p-23;
    };
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (int i = 0; tensor.dtype().isFloating() && i < tensor.size(); i++) {
      double value = Math.abs(tensor.getDouble(i));
      largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
    }
    return largest;
  }

  private static double distance(Tensor one, Tensor other) {
    double distance = 0;
    for (int i = 0; i < one.size(); i++) {
      double off = Math.abs(one.getDouble(i) - other.getDouble(i));
      distance = Double.isFinite(off) ? Math.max(distance, off) : distance;
    }
    return distance;
  }
}
