package dev.tenon.lifting.functions;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operand of a function: a tensor, a constant, or a vector of lengths that follow from shapes.
 *
 * @param tensor the tensor, with its axes in ONNX's order; null for the others
 * @param constant the same numbers in every run; null for the others
 * @param lengths the entries of a vector as far as they follow from shapes; null where they do not
 * @param batch which axis of the tensor is the batch; -1 where none is
 */
public record Operand(
    @Nullable KerasTensor tensor,
    @Nullable Tensor constant,
    @Nullable List<Dim> lengths,
    int batch) {
  /** Returns a tensor. */
  public static Operand of(KerasTensor tensor, int batch) {
    return new Operand(tensor, null, null, batch);
  }

  /** Returns a constant. */
  public static Operand of(Tensor constant) {
    return new Operand(null, constant, null, -1);
  }

  /** Returns a vector of lengths; a tensor may hold the same numbers. */
  public static Operand of(List<Dim> lengths, @Nullable KerasTensor tensor, int batch) {
    return new Operand(tensor, null, List.copyOf(lengths), batch);
  }

  public Shape shape() {
    if (tensor != null) {
      return tensor.shape();
    }
    if (constant != null) {
      return Shape.of(constant.shape());
    }
    return Shape.of(lengths == null ? 0 : lengths.size());
  }

  public int rank() {
    return shape().rank();
  }

  /** Returns the length of an axis; -1 where it is open. */
  public long length(int axis) {
    return shape().length(axis);
  }

  public DType dtype() {
    return tensor != null ? tensor.dtype() : constant != null ? constant.dtype() : DType.INT64;
  }

  /** Returns an axis counted from the front. */
  public int axis(long axis) {
    int at = Math.toIntExact(axis < 0 ? axis + rank() : axis);
    if (at < 0 || at >= rank()) {
      throw new NoFunctionException("axis " + axis + " is none of its " + rank() + " axes");
    }
    return at;
  }
}
