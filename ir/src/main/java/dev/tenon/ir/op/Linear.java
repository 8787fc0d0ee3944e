package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products of matrices. */
public sealed interface Linear extends OperatorFamily {

  /** NumPy's matmul: the last two axes are matrices, those before them broadcast. */
  record MatMul() implements Linear {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape a = in.shape(0);
      Shape b = in.shape(1);
      if (!a.ranked() || !b.ranked()) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      Dim inner = a.dim(-1);
      Dim other = b.dim(b.rank() == 1 ? 0 : -2);
      if (inner.isKnown() && other.isKnown() && !inner.equals(other)) {
        throw new IllegalArgumentException("cannot multiply " + a + " by " + b);
      }
      Shape batch =
          Shape.broadcast(a.sub(0, Math.max(0, a.rank() - 2)), b.sub(0, Math.max(0, b.rank() - 2)));
      List<Dim> dims = new ArrayList<>(batch.dims());
      if (a.rank() > 1) {
        dims.add(a.dim(-2));
      }
      if (b.rank() > 1) {
        dims.add(b.dim(-1));
      }
      return List.of(in.type(0).with(Shape.of(dims)));
    }
  }

  /** {@code alpha * A * B + beta * C} on matrices, either of them transposed first. */
  record Gemm(float alpha, float beta, long transA, long transB) implements Linear {
    @Override
    public List<TensorType> infer(Inference in) {
      Dim rows = in.shape(0).dim(transA == 1 ? 1 : 0);
      Dim columns = in.shape(1).dim(transB == 1 ? 0 : 1);
      return List.of(in.type(0).with(Shape.of(rows, columns)));
    }
  }

  /** Sums of products by an equation such as {@code abc,cd->abd}. */
  record Einsum(String equation) implements Linear {
    @Override
    public List<TensorType> infer(Inference in) {
      String plain = equation.replace(" ", "");
      int arrow = plain.indexOf("->");
      if (arrow < 0 || plain.contains(".")) {
        return List.of(in.type(0).with(Shape.unknownRank()));
      }
      Map<Character, Dim> lengths = new HashMap<>();
      String[] terms = plain.substring(0, arrow).split(",", -1);
      for (int t = 0; t < terms.length; t++) {
        Shape shape = in.shape(t);
        if (shape.ranked() && shape.rank() != terms[t].length()) {
          throw new IllegalArgumentException(
              "equation '"
                  + equation
                  + "' wants "
                  + terms[t].length()
                  + " axes of operand "
                  + t
                  + ", which has "
                  + shape.rank());
        }
        for (int i = 0; shape.ranked() && i < terms[t].length(); i++) {
          Dim dim = shape.dim(i);
          lengths.merge(terms[t].charAt(i), dim, (old, now) -> old.isKnown() ? old : now);
        }
      }
      List<Dim> dims = new ArrayList<>();
      for (char letter : plain.substring(arrow + 2).toCharArray()) {
        dims.add(lengths.getOrDefault(letter, Dim.unknown()));
      }
      return List.of(in.type(0).with(Shape.of(dims)));
    }
  }

  /** The determinant of each matrix in the last two axes. */
  record Det() implements Linear {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      return List.of(in.type(0).with(x.ranked() ? x.sub(0, x.rank() - 2) : x));
    }
  }

  /** The inverse of each matrix in the last two axes, an operator of ONNX Runtime's own. */
  @NotInOnnx
  record Inverse() implements Linear {
    @Override
    public String domain() {
      return "com.microsoft";
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      if (x.ranked() && x.rank() < 2) {
        throw new IllegalArgumentException("x has the shape " + x + "; expected matrices");
      }
      return List.of(in.type(0));
    }
  }

  /**
   * Self-attention with projections, as ONNX Runtime's optimizer fuses it. Inputs: x (batch, time,
   * width), weights (width, queries + keys + values), bias, and optionally a mask, past keys and
   * values (2, batch, heads, past, size) and an offset of the scores.
   *
   * <p>ONNX's operator of this name differs: it takes queries, keys and values.
   *
   * @param maskFilterValue the offset of the scores of masked positions
   * @param qkvHiddenSizes the widths of queries, keys and values; null is a third each
   * @param scale the factor of the scores; 0 stands for {@code 1 / sqrt(head size)}
   * @see <a
   *     href="https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.Attention">ONNX
   *     Runtime: com.microsoft.Attention</a>
   */
  @NotInOnnx
  record PackedAttention(
      float maskFilterValue,
      long numHeads,
      @Nullable List<Long> qkvHiddenSizes,
      float scale,
      long unidirectional)
      implements Linear {
    @Override
    public String opType() {
      return "Attention";
    }

    @Override
    public String domain() {
      return "com.microsoft";
    }

    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      if (x.ranked() && x.rank() != 3) {
        throw new IllegalArgumentException(
            "the input has the shape " + x + "; expected (batch, time, width)");
      }
      if (numHeads < 1) {
        throw new IllegalArgumentException("num_heads is " + numHeads);
      }
      List<Long> widths = widths(in.shape(1));
      long values = widths == null ? -1 : widths.get(2);
      Dim batch = x.ranked() ? x.dim(0) : Dim.unknown();
      Dim time = x.ranked() ? x.dim(1) : Dim.unknown();
      Shape past = in.has(4) ? in.shape(4) : Shape.unknownRank();
      Dim all =
          !in.has(4)
              ? time
              : past.ranked() && past.dim(3).isKnown() && time.isKnown()
                  ? Dim.of(past.length(3) + time.orMinusOne())
                  : Dim.unknown();
      Dim size = values < 0 ? Dim.unknown() : Dim.of(values / numHeads);
      return List.of(
          in.type(0).with(Shape.of(batch, time, values < 0 ? Dim.unknown() : Dim.of(values))),
          in.type(0).with(Shape.of(Dim.of(2), batch, Dim.of(numHeads), all, size)));
    }

    /**
     * Returns the widths of queries, keys and values; null if the weights do not determine them.
     */
    public @Nullable List<Long> widths(Shape weights) {
      long columns = weights.ranked() ? weights.length(-1) : -1;
      List<Long> given = qkvHiddenSizes;
      if (given == null || given.isEmpty()) {
        if (columns < 0) {
          return null;
        }
        given = List.of(columns / 3, columns / 3, columns / 3);
      }
      long sum = given.stream().mapToLong(Long::longValue).sum();
      boolean fits =
          given.size() == 3
              && given.get(0).equals(given.get(1))
              && given.stream().allMatch(width -> width > 0 && width % numHeads == 0)
              && (columns < 0 || columns == sum);
      if (!fits) {
        throw new IllegalArgumentException(
            "widths of queries, keys and values are "
                + given
                + ", for "
                + numHeads
                + " heads and weights of "
                + columns
                + " columns");
      }
      return given;
    }
  }

  /** Solves a x = b: a (batch…, n, n), b (batch…, n, count). */
  @NotInOnnx
  record MatrixSolve() implements Linear {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(1));
    }
  }
}
