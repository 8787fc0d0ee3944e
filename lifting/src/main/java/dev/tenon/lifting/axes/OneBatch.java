package dev.tenon.lifting.axes;

import dev.tenon.error.UnknownRankException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets all inputs have the same batch: tf2onnx gives the first axis of each another name, and a
 * file may give it none.
 */
public final class OneBatch {
  private final Dim batch;
  private final Set<Dim> others;
  private final Map<Value, Value> now = new IdentityHashMap<>();

  private OneBatch(Dim batch, Set<Dim> others) {
    this.batch = batch;
    this.others = others;
  }

  /**
   * Returns the graph with one length for the first axes of its inputs, where all are open and none
   * of them is another axis of an input too.
   */
  public static Graph apply(Graph graph) {
    Set<Dim> firsts = new HashSet<>();
    Set<Dim> later = new HashSet<>();
    Dim batch = null;
    for (Value input : graph.inputs()) {
      Shape shape = input.shape();
      if (!shape.ranked() || shape.rank() == 0 || shape.dim(0).isKnown()) {
        return graph;
      }
      batch = batch == null ? shape.dim(0) : batch;
      firsts.add(shape.dim(0));
      later.addAll(shape.dims().subList(1, shape.rank()));
    }
    if (batch == null || firsts.size() < 2 || later.stream().anyMatch(firsts::contains)) {
      return graph;
    }
    return new OneBatch(batch, firsts).rewrite(graph);
  }

  private Graph rewrite(Graph graph) {
    for (Value input : graph.inputs()) {
      now.put(input, Value.of(input.name(), changed(input.type())));
    }
    List<OperatorNode> nodes = new ArrayList<>();
    for (OperatorNode node : graph.nodes()) {
      List<@Nullable Value> reads = node.map(this::of);
      List<TensorType> inferred = inferred(node, reads);
      List<Value> outputs = new ArrayList<>();
      for (int i = 0; i < node.outputs().size(); i++) {
        Value old = node.outputs().get(i);
        TensorType type = changed(old.type());
        Value value =
            Value.of(old.name(), i < inferred.size() ? refined(type, inferred.get(i)) : type);
        now.put(old, value);
        outputs.add(value);
      }
      nodes.add(node.with(node.operator(), reads, outputs));
    }
    List<Value> inputs = graph.inputs().stream().map(this::of).toList();
    List<Value> outputs = graph.outputs().stream().map(this::of).toList();
    return new Graph(graph.name(), inputs, nodes, outputs, graph.outputNames());
  }

  private Value of(Value value) {
    return now.getOrDefault(value, value);
  }

  private TensorType changed(TensorType type) {
    Shape shape = type.shape();
    if (!shape.ranked()) {
      return type;
    }
    return type.with(Shape.of(shape.dims().stream().map(this::changed).toList()));
  }

  private Dim changed(Dim dim) {
    if (dim instanceof Dim.Affine affine
        && others.contains(Dim.symbol(affine.symbol()))
        && batch instanceof Dim.Affine) {
      return batch.times(affine.factor()).plus(affine.offset());
    }
    return others.contains(dim) ? batch : dim;
  }

  private static List<TensorType> inferred(OperatorNode node, List<@Nullable Value> reads) {
    try {
      return node.operator().infer(Inference.of(reads));
    } catch (UnknownRankException e) {
      // Operands of unknown rank: the types stay what they were.
      return List.of();
    }
  }

  /** Returns a type with the lengths that another one knows better. */
  private static TensorType refined(TensorType type, TensorType other) {
    if (!type.shape().ranked() || !other.shape().ranked()) {
      return type.shape().ranked() ? type : type.with(other.shape());
    }
    if (type.shape().rank() != other.shape().rank()) {
      return type;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < type.shape().rank(); i++) {
      Dim own = type.shape().dim(i);
      dims.add(own instanceof Dim.Unknown ? other.shape().dim(i) : own);
    }
    return type.with(Shape.of(dims));
  }
}
