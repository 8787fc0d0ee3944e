package dev.tenon.ir.fold;

import dev.tenon.ir.op.Linear;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small products of matrices, summed in double. */
final class Products {
  private Products() {}

  static @Nullable Tensor apply(Linear operator, List<@Nullable Tensor> operands) {
    List<Tensor> given = Evaluator.given(operands, 2);
    if (given == null || !given.get(0).dtype().isFloating()) {
      return null;
    }
    Tensor a = given.get(0);
    Tensor b = given.get(1);
    if (operator instanceof Linear.MatMul) {
      return a.rank() < 2 || b.rank() < 2 ? null : matMul(a, b);
    }
    if (operator instanceof Linear.Gemm op) {
      Tensor left = op.transA() == 1 ? a.transpose(1, 0) : a;
      Tensor right = op.transB() == 1 ? b.transpose(1, 0) : b;
      Tensor product = matMul(left, right).scale(op.alpha(), 0);
      Tensor c = operands.size() > 2 ? operands.get(2) : null;
      return c == null
          ? product
          : BinaryMath.apply(new dev.tenon.ir.op.Binary.Add(), product, c.scale(op.beta(), 0));
    }
    return null;
  }

  private static Tensor matMul(Tensor a, Tensor b) {
    int rows = (int) a.dim(-2);
    int inner = (int) a.dim(-1);
    int columns = (int) b.dim(-1);
    if (b.dim(-2) != inner) {
      throw new IllegalArgumentException(
          "cannot multiply " + a.shapeString() + " by " + b.shapeString());
    }
    // The leading axes broadcast: one marker an operand for each matrix.
    Tensor aBatch = Tensor.zeros(DType.BOOL, leading(a));
    Tensor bBatch = Tensor.zeros(DType.BOOL, leading(b));
    Broadcast batch = new Broadcast(List.of(aBatch, bBatch));
    Tensor.Writer writer = new Tensor.Writer(a.dtype(), batch.size() * rows * columns);
    batch.forEach(
        (to, from) -> {
          for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
              double sum = 0;
              for (int i = 0; i < inner; i++) {
                sum +=
                    a.getDouble(((long) from[0] * rows + r) * inner + i)
                        * b.getDouble(((long) from[1] * inner + i) * columns + c);
              }
              writer.set((to * rows + r) * columns + c, sum);
            }
          }
        });
    long[] shape = new long[batch.shape().length + 2];
    System.arraycopy(batch.shape(), 0, shape, 0, shape.length - 2);
    shape[shape.length - 2] = rows;
    shape[shape.length - 1] = columns;
    return writer.build(shape);
  }

  private static long[] leading(Tensor x) {
    return java.util.Arrays.copyOf(x.shape(), x.rank() - 2);
  }
}
