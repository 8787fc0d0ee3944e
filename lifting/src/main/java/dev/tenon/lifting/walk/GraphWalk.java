package dev.tenon.lifting.walk;

import dev.tenon.error.UnknownRankException;
import dev.tenon.ir.fold.ShapeValues;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.functional.Functional;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.AxisLayoutCheck;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.functions.Operand;
import dev.tenon.lifting.masking.PaddingTokens;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the nodes of a graph as layers, one after the other, and notes those that have none. */
public final class GraphWalk {
  private final Graph graph;
  private final LayerNamer names = new LayerNamer();
  private final LayerChain layers;
  private final Failures failures;
  private final UseDef uses;
  private final Map<Value, AxisLayout> places = new IdentityHashMap<>();
  private final List<KerasTensor> inputs = new ArrayList<>();
  private final PaddingTokens padding;
  private final OperatorTable<LiftingRule> rules;
  private final Attempt attempt;
  private final FunctionFallback functions;

  public GraphWalk(Graph graph, OperatorTable<LiftingRule> rules, Attempt attempt) {
    this.graph = graph;
    this.rules = rules;
    this.attempt = attempt;
    this.uses = new UseDef(graph);
    this.padding = new PaddingTokens(graph, uses);
    this.failures = new Failures(graph, uses);
    this.layers = new LayerChain(names, new ElementaryAxis(batchLength(graph)), attempt);
    this.functions = new FunctionFallback(this, attempt.fixed());
  }

  private static Dim batchLength(Graph graph) {
    for (Value input : graph.inputs()) {
      if (input.shape().ranked() && input.rank() > 0) {
        return input.shape().dim(0);
      }
    }
    return Dim.symbol("batch");
  }

  /** Visits every node. */
  public void run() {
    for (Value input : graph.inputs()) {
      input(input);
    }
    for (OperatorNode node : graph.nodes()) {
      visit(node);
    }
  }

  private void input(Value input) {
    Shape shape = input.shape();
    boolean batchFirst =
        shape.ranked() && input.rank() > 0 && shape.dim(0).equals(layers.batch().length());
    if (attempt.fixed()) {
      Value named = Value.of(names.next(input.name()), input.type());
      KerasTensor tensor = Functional.of(named);
      inputs.add(tensor);
      places.put(input, functions.held(Operand.of(tensor, batchFirst ? 0 : -1), input));
      return;
    }
    if (!batchFirst) {
      failures.input(input, "has no batch as its first axis, as every input of Keras has");
      return;
    }
    Shape open = shape.with(0, Dim.symbol("batch"));
    Value named = Value.of(names.next(input.name()), new TensorType(input.dtype(), open));
    KerasTensor tensor = Functional.of(named);
    inputs.add(tensor);
    places.put(input, AxisLayout.plain(tensor, shape, layers.batch()));
  }

  private void visit(OperatorNode node) {
    LiftingRule rule = rules.find(node.operator().getClass());
    String reason = "no layer of Keras does this";
    try {
      if (rule != null) {
        rule.apply(new LiftContext(this, node));
        return;
      }
    } catch (NoEquivalentLayerException e) {
      reason = e.follows() ? null : e.reason();
    } catch (UnknownRankException | IllegalArgumentException e) {
      reason = String.valueOf(e.getMessage());
    }
    try {
      functions.write(node, reason);
    } catch (NoEquivalentLayerException e) {
      failures.add(node, e.follows() ? null : e.reason());
      node.outputs().forEach(this::standIn);
    }
  }

  /** Lets what reads a result that is not there be looked at nevertheless. */
  private void standIn(Value value) {
    Shape shape = value.shape();
    if (shape.ranked() && value.rank() > 0 && shape.dim(0).equals(layers.batch().length())) {
      Shape open = shape.with(0, Dim.symbol("batch"));
      Value stand = Value.of(value.name(), new TensorType(value.dtype(), open));
      places.put(value, AxisLayout.plain(Functional.of(stand), shape, layers.batch()));
    }
  }

  /** Returns the entries of a vector or number of whole numbers; null where they do not follow. */
  @Nullable List<Dim> entries(Value value) {
    return new ShapeValues(uses::producer, this::shape).of(value);
  }

  /** Returns the shape of a value, of whose lengths the layers before may know more. */
  private Shape shape(Value value) {
    AxisLayout held = places.get(value);
    return held == null
        ? value.shape()
        : Shape.of(IntStream.range(0, held.rank()).mapToObj(held::length).toList());
  }

  public LayerChain layers() {
    return layers;
  }

  OperatorTable<LiftingRule> rules() {
    return rules;
  }

  public List<KerasTensor> inputs() {
    return inputs;
  }

  public FunctionFallback functions() {
    return functions;
  }

  /** Returns an output of the graph as a tensor; with an open batch that is its first axis. */
  public KerasTensor outputOf(AxisLayout held, String name) {
    return attempt.fixed() ? layers.moves().whole(held, name) : layers.moves().plain(held, name);
  }

  public Failures failures() {
    return failures;
  }

  String name(OperatorNode node) {
    return node.name().isEmpty() ? node.operator().opType() : node.name();
  }

  AxisLayout held(OperatorNode reader, Value value) {
    failures.read(reader, value);
    AxisLayout held = places.get(value);
    if (held == null) {
      throw value.constant() == null
          ? NoEquivalentLayerException.following(value.name())
          : new NoEquivalentLayerException("reads a constant where a layer reads a tensor");
    }
    return held;
  }

  /** Returns where an output of the graph is held. */
  public @Nullable AxisLayout find(Value value) {
    return places.get(value);
  }

  /**
   * Says where a value is held.
   *
   * @throws NoLayer where the tensor is of another type or has other axes than the value: what a
   *     rule takes for the same is never believed
   */
  void put(Value value, AxisLayout held) {
    AxisLayoutCheck.check(value, held);
    places.put(value, held);
  }

  UseDef uses() {
    return uses;
  }

  PaddingTokens padding() {
    return padding;
  }
}
