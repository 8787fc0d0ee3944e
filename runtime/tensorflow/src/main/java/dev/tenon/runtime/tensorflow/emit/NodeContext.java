package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.error.UnknownRankException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.decomposition.Expansions;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;

/** One node while it is written into a TensorFlow graph: what its mapping may ask. */
public final class NodeContext {
  private final Emitter emitter;
  private final OperatorNode node;

  NodeContext(Emitter emitter, OperatorNode node) {
    this.emitter = emitter;
    this.node = node;
  }

  public Tf tf() {
    return emitter.tf();
  }

  public Emitter emitter() {
    return emitter;
  }

  public OperatorNode node() {
    return node;
  }

  /** Returns the tensor of an input that must be there. */
  public Output<?> in(int index) {
    return emitter.resolve(node.input(index));
  }

  public boolean has(int index) {
    return node.optionalInput(index) != null;
  }

  public Shape shape(int index) {
    return node.input(index).shape();
  }

  /** Returns the shape of an input; refuses a model that does not say how many axes it has. */
  public Shape ranked(int index) {
    if (!shape(index).ranked()) {
      throw refuse("TensorFlow needs to know the number of axes of input " + index);
    }
    return shape(index);
  }

  /** Returns the number of axes of an input; refuses a model that does not say it. */
  public int rank(int index) {
    return ranked(index).rank();
  }

  /** Returns an axis counted from the front. */
  public int axis(int input, long axis) {
    return Math.toIntExact(axis < 0 ? axis + rank(input) : axis);
  }

  public DType dtype(int index) {
    return node.input(index).dtype();
  }

  /** Returns the content of an input that is a constant, else null. */
  public @Nullable Tensor constant(int index) {
    Value input = node.optionalInput(index);
    return input == null ? null : emitter.known(input);
  }

  /** Returns the integers of an input that is a constant, else null. */
  public long @Nullable [] longs(int index) {
    Tensor constant = constant(index);
    return constant == null ? null : constant.toLongArray();
  }

  /** Says whether a gradient may be asked of what is written. */
  public boolean training() {
    return emitter.training();
  }

  /**
   * Says whether a gradient of a gradient may be asked of what is written: it must then be written
   * without constants in place of derivatives.
   */
  public boolean twice() {
    return emitter.twice();
  }

  /** Refuses an operator whose gradient is written with constants, where it is wanted twice. */
  public void refuseTwice() {
    if (twice()) {
      throw refuse("TensorFlow has no gradient of its gradient");
    }
  }

  public int outputs() {
    return node.outputs().size();
  }

  public Shape outputShape() {
    return node.output().shape();
  }

  /** Writes the node in plainer operators. */
  public List<Output<?>> expanded() {
    Expansions.Expansion plain;
    try {
      plain = Expansions.of(node);
    } catch (UnknownRankException | IllegalArgumentException e) {
      throw refuse(String.valueOf(e.getMessage()));
    }
    if (plain == null) {
      throw new IllegalStateException("no rule for " + node.operator().opType());
    }
    return emitter.expand(plain);
  }

  public UnsupportedModelException refuse(String reason) {
    return new UnsupportedModelException(
        node.operator().opType()
            + ": node '"
            + node.name()
            + "' of "
            + node.origin()
            + ": "
            + reason);
  }
}
