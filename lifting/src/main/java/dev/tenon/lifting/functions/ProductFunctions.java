package dev.tenon.lifting.functions;

import dev.tenon.ir.op.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Products of matrices, sums of products by letters, and determinants. */
public final class ProductFunctions {
  private ProductFunctions() {}

  public static void list(FunctionTable table) {
    table.one(Linear.MatMul.class, node -> product(node.writer(), node.in(0), node.in(1)));
    table.one(Linear.Gemm.class, ProductFunctions::gemm);
    table.one(Linear.Einsum.class, ProductFunctions::einsum);
    table.one(Linear.Det.class, node -> ofMatrices(node, "Det"));
    table.one(Linear.Inverse.class, node -> ofMatrices(node, "Inv"));
  }

  /** Multiplies as NumPy's matmul does; what is summed over must not be the batch. */
  static Operand product(FunctionWriter writer, Operand a, Operand b) {
    int rows = a.rank() - 1;
    int summed = b.rank() == 1 ? 0 : b.rank() - 2;
    writer.along(a, rows);
    writer.along(b, summed);
    int rank = Math.max(Math.max(a.rank(), b.rank()), 2);
    int left = placed(a, a.batch(), rank, a.rank() == 1);
    int right = placed(b, b.batch(), rank, b.rank() == 1);
    boolean columns = b.rank() > 1 && b.batch() == b.rank() - 1;
    right = columns ? rank - 1 : right;
    if (left >= 0 && right >= 0 && left != right) {
      writer.refuseMixing();
    }
    int batch = Math.max(left, right);
    refuseOthers(writer, a, batch, rank, left < 0);
    refuseOthers(writer, b, batch, rank, right < 0);
    int dropped = 0;
    if (b.rank() == 1) {
      batch = batch == rank - 1 ? -1 : batch;
    }
    if (a.rank() == 1) {
      dropped = batch == rank - 1 ? 1 : 0;
    }
    return writer.call("Matmul", Map.of(), batch - dropped, a, b);
  }

  /** Returns where an axis stands in a result of a number of axes, aligned at the end. */
  private static int placed(Operand x, int axis, int rank, boolean vector) {
    return axis < 0 || vector ? -1 : axis + rank - x.rank();
  }

  /** Refuses other matrices for each sample of an open batch. */
  private static void refuseOthers(
      FunctionWriter writer, Operand x, int batch, int rank, boolean other) {
    int at = batch - (rank - x.rank());
    boolean matrix = at >= x.rank() - 2;
    if (batch >= 0 && other && at >= 0 && !matrix && x.length(at) != 1) {
      writer.refuseMixing();
    }
  }

  private static Operand gemm(FunctionNode node, Linear.Gemm gemm) {
    FunctionWriter writer = node.writer();
    Operand a = gemm.transA() == 1 ? writer.transpose(node.in(0), 1, 0) : node.in(0);
    Operand b = gemm.transB() == 1 ? writer.transpose(node.in(1), 1, 0) : node.in(1);
    Operand result = product(writer, a, b);
    if (gemm.alpha() != 1) {
      result = writer.multiply(result, FunctionWriter.number(result, gemm.alpha()));
    }
    if (!node.has(2)) {
      return result;
    }
    Operand c = node.in(2);
    if (gemm.beta() != 1) {
      c =
          c.constant() != null
              ? Operand.of(c.constant().scale(gemm.beta(), 0))
              : writer.multiply(c, FunctionWriter.number(c, gemm.beta()));
    }
    return writer.add(result, c);
  }

  private static Operand einsum(FunctionNode node) {
    FunctionWriter writer = node.writer();
    String equation = node.operator(Linear.Einsum.class).equation().replace(" ", "");
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i++) {
      operands.add(node.in(i));
    }
    int arrow = equation.indexOf("->");
    int batch = -1;
    if (!writer.isFixed()) {
      if (arrow < 0 || equation.contains(".")) {
        throw new NoFunctionException("sums by letters that do not say where the batch is");
      }
      String[] terms = equation.substring(0, arrow).split(",", -1);
      String result = equation.substring(arrow + 2);
      char letter = 0;
      for (int i = 0; i < terms.length; i++) {
        int at = operands.get(i).batch();
        if (at >= 0) {
          char here = terms[i].charAt(at);
          if (letter != 0 && letter != here) {
            writer.refuseMixing();
          }
          letter = here;
        }
      }
      for (int i = 0; letter != 0 && i < terms.length; i++) {
        if (operands.get(i).batch() < 0 && terms[i].indexOf(letter) >= 0) {
          writer.refuseMixing();
        }
      }
      batch = letter == 0 ? -1 : result.indexOf(letter);
      boolean twice = letter != 0 && result.indexOf(letter) != result.lastIndexOf(letter);
      if ((letter != 0 && batch < 0) || twice) {
        writer.refuseMixing();
      }
    }
    return writer.call("Einsum", Map.of("subscripts", equation), batch, operands.toArray());
  }

  /** Writes a function of square matrices, which lie along the last two axes. */
  private static Operand ofMatrices(FunctionNode node, String function) {
    Operand x = node.in(0);
    node.writer().along(x, x.rank() - 1);
    node.writer().along(x, x.rank() - 2);
    int batch = x.batch() >= x.rank() - 2 ? -1 : x.batch();
    return node.writer().call(function, Map.of(), batch, x);
  }
}
