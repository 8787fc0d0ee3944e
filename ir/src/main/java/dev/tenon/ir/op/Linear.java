package dev.tenon.ir.op;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products of matrices. */
public sealed interface Linear extends Operator {

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

  /** Solves a x = b: a (batch…, n, n), b (batch…, n, count). */
  @NotInOnnx
  record MatrixSolve() implements Linear {
    @Override
    public List<TensorType> infer(Inference in) {
      return List.of(in.type(1));
    }
  }
}
