package dev.tenon.lifting.walk;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.functions.FunctionTarget;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.Operand;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what no layer says as functions of {@code keras.ops}, on tensors as ONNX has them. */
public final class FunctionFallback implements FunctionTarget {
  private final GraphWalk walk;
  private final boolean fixed;
  private final Map<Value, Tensor> constants = new IdentityHashMap<>();

  FunctionFallback(GraphWalk walk, boolean fixed) {
    this.walk = walk;
    this.fixed = fixed;
  }

  /**
   * Writes a node as functions.
   *
   * @param reason why no layer says it; null where the reason is another node
   * @throws NoLayer where no function says it either
   */
  void write(OperatorNode node, @Nullable String reason) {
    List<Operand> results;
    try {
      results = KerasFunctions.write(node, operands(node), this);
    } catch (NoEquivalentLayerException e) {
      // What layers lack says more than that an operand is missing, which they may not even read.
      throw e.follows() && reason != null ? new NoEquivalentLayerException(reason) : e;
    } catch (NoFunctionException | IllegalArgumentException | UnsupportedModelException e) {
      throw new NoEquivalentLayerException(both(node, reason, String.valueOf(e.getMessage())));
    }
    for (int i = 0; i < results.size() && i < node.outputs().size(); i++) {
      Value output = node.outputs().get(i);
      Tensor constant = results.get(i).constant();
      if (constant != null) {
        constants.put(output, constant);
      } else if (results.get(i).tensor() != null) {
        walk.put(output, held(results.get(i), output));
      }
      // Lengths alone are followed through the graph by those who read them.
    }
  }

  /** Returns why neither layers nor functions say a node. */
  private String both(OperatorNode node, @Nullable String layers, String functions) {
    boolean gap = KerasFunctions.gap(node.operator().getClass()) != null;
    boolean ruled = walk.rules().find(node.operator().getClass()) != null;
    if (layers == null || (gap && !ruled) || !ruled || layers.equals(functions)) {
      return functions;
    }
    return gap ? layers : layers + "; as a function of keras.ops, " + functions;
  }

  private List<@Nullable Operand> operands(OperatorNode node) {
    List<@Nullable Operand> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      Value value = node.optionalInput(i);
      operands.add(value == null ? null : operand(node, value));
    }
    return operands;
  }

  private Operand operand(OperatorNode node, Value value) {
    Tensor constant = constantOf(value);
    if (constant != null) {
      return Operand.of(constant);
    }
    AxisLayout held = walk.find(value);
    List<Dim> lengths = lengths(value);
    if (lengths == null) {
      walk.failures().read(node, value);
    }
    if (held == null && lengths == null) {
      throw NoEquivalentLayerException.following(value.name());
    }
    if (lengths != null && lengths.stream().allMatch(Dim::isKnown)) {
      long[] all = lengths.stream().mapToLong(Dim::orMinusOne).toArray();
      Tensor numbers = value.rank() == 0 ? Tensor.of(all, new long[0]) : Tensor.of(all);
      return Operand.of(numbers.cast(value.dtype()));
    }
    if (held == null) {
      return Operand.of(lengths == null ? List.of() : lengths, null, -1);
    }
    KerasTensor tensor = walk.layers().moves().whole(held, walk.name(node));
    int batch = held.seen().indexOf(List.of(walk.layers().batch()));
    return lengths == null ? Operand.of(tensor, batch) : Operand.of(lengths, tensor, batch);
  }

  private @Nullable Tensor constantOf(Value value) {
    return value.constant() != null ? value.constant() : constants.get(value);
  }

  /** Returns the entries of a small vector of lengths; an open batch as that of the tensors. */
  private @Nullable List<Dim> lengths(Value value) {
    if (!value.shape().ranked() || value.rank() > 1 || value.dtype().isFloating()) {
      return null;
    }
    List<Dim> lengths = walk.entries(value);
    if (lengths == null) {
      return null;
    }
    Dim batch = walk.layers().batch().length();
    Dim open = Dim.symbol("batch");
    return lengths.stream().map(dim -> !dim.isKnown() && dim.equals(batch) ? open : dim).toList();
  }

  /** Returns where a result is held. */
  AxisLayout held(Operand result, Value value) {
    KerasTensor tensor = result.tensor();
    if (tensor == null) {
      throw new IllegalStateException("no tensor for " + value);
    }
    Shape shape = value.shape();
    if (shape.ranked() && shape.rank() != tensor.shape().rank()) {
      throw new NoEquivalentLayerException(
          "gives " + shape + ", and the function " + tensor.shape());
    }
    List<List<ElementaryAxis>> axes = new ArrayList<>();
    for (int i = 0; i < tensor.shape().rank(); i++) {
      Dim known = tensor.shape().dim(i);
      Dim dim = shape.ranked() && !known.isKnown() ? shape.dim(i) : known;
      axes.add(i == result.batch() ? List.of(walk.layers().batch()) : ElementaryAxis.axis(dim));
    }
    return new AxisLayout(tensor, axes, axes);
  }

  /** Says whether a value is the same in every run. */
  public boolean isConstant(Value value) {
    return constantOf(value) != null;
  }

  /** Returns a constant output of the graph as a tensor that depends on an input; null for none. */
  public @Nullable KerasTensor connected(Value output, String name) {
    Tensor constant = constantOf(output);
    if (constant == null || !fixed || walk.inputs().isEmpty()) {
      return null;
    }
    try {
      Operand input = Operand.of(walk.inputs().get(0), -1);
      return KerasFunctions.connected(constant, input, name, this).tensor();
    } catch (NoFunctionException | IllegalArgumentException | UnsupportedModelException e) {
      throw new NoEquivalentLayerException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<KerasTensor> apply(
      KerasOp function, String hint, List<Object> arguments, Map<String, Object> keywords) {
    return walk.layers().function(function, hint, arguments, keywords);
  }

  @Override
  public long fixedBatch() {
    Dim length = walk.layers().batch().length();
    return !fixed ? -1 : length.isKnown() ? length.orMinusOne() : Long.MAX_VALUE;
  }

  @Override
  public Operand sample() {
    if (fixed || walk.inputs().isEmpty()) {
      throw new NoFunctionException("fills a shape that is not known");
    }
    return Operand.of(walk.inputs().get(0), 0);
  }
}
