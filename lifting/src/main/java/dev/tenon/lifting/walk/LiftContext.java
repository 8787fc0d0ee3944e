package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.KnownZeros;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node while it is written as layers: its operands, and where its results go. */
public final class LiftContext {
  private final GraphWalk walk;
  private final OperatorNode node;

  LiftContext(GraphWalk walk, OperatorNode node) {
    this.walk = walk;
    this.node = node;
  }

  public OperatorNode node() {
    return node;
  }

  /** Returns the operator, which is of the class that the rule is for. */
  public <T extends Operator> T operator(Class<T> kind) {
    return kind.cast(node.operator());
  }

  public LayerChain layers() {
    return walk.layers();
  }

  public ElementaryAxis batch() {
    return walk.layers().batch();
  }

  /** Returns the name that the node's layers have or begin with. */
  public String name() {
    return walk.name(node);
  }

  /** Says whether an operand is left out or zero. */
  public boolean isZero(int index) {
    return !has(index) || KnownZeros.is(walk.uses(), value(index));
  }

  /** Says whether an operand is given. */
  public boolean has(int index) {
    return node.optionalInput(index) != null;
  }

  public Value value(int index) {
    return node.input(index);
  }

  /** Returns where an operand is held, in a tensor with the batch first. */
  public AxisLayout held(int index) {
    return held(node.input(index));
  }

  public AxisLayout held(Value value) {
    return walk.layers().moves().samplesFirst(walk.held(node, value), name());
  }

  /** Returns an operand that is the same in every run; null where it is computed. */
  public @Nullable Tensor constantOrNull(int index) {
    return node.constant(index);
  }

  /** Returns an operand that must be the same in every run. */
  public Tensor constant(int index, String what) {
    Tensor constant = constantOrNull(index);
    if (constant == null) {
      throw new NoEquivalentLayerException("its " + what + " is computed, and a layer's is fixed");
    }
    return constant;
  }

  /** Returns the whole numbers of a vector, lengths of other values among them. */
  public @Nullable List<Dim> lengths(Value value) {
    return walk.entries(value);
  }

  /** Returns the node that gives a value; null for inputs and constants. */
  public @Nullable OperatorNode producer(Value value) {
    return walk.uses().producer(value);
  }

  /** Returns the node of a class that gives a value; null where another one does, or none. */
  public @Nullable OperatorNode producer(Value value, Class<? extends Operator> kind) {
    return walk.uses().producer(value, kind);
  }

  /** Returns the use-def chains of the graph. */
  public UseDef uses() {
    return walk.uses();
  }

  /** Says whether a result is read at all. */
  public boolean isRead(int output) {
    if (output >= node.outputs().size()) {
      return false;
    }
    Value value = node.outputs().get(output);
    return walk.uses().isResult(value) || !walk.uses().readers(value).isEmpty();
  }

  public Shape shape() {
    return node.output().shape();
  }

  /** Says where a result is held. */
  public void put(int output, AxisLayout held) {
    walk.put(node.outputs().get(output), held);
  }

  /** Says where a value that was given before is held after all. */
  public void put(Value value, AxisLayout held) {
    walk.put(value, held);
  }

  /** Says whether this look-up of token ids has to say that those of 0 are padding. */
  public boolean hidesPadding(Value ids) {
    return walk.padding().isHidden(node, ids);
  }

  /** Says where the first result is held. */
  public void put(AxisLayout held) {
    put(0, held);
  }

  /** Says that a tensor holds the first result with its axes in some order. */
  public void put(KerasTensor tensor, int[] order) {
    put(AxisLayout.inOrder(tensor, shape(), order, batch()));
  }

  /** Applies a layer without weights to wherever the operand is held; the axes stay. */
  public void elementwise(Layer<?> layer) {
    AxisLayout x = held(0);
    put(x.with(layers().apply(layer, name(), x.tensor())));
  }
}
