package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins a product of two matrices and the Add of a row into Gemm.
 *
 * <p>Not in types of 16 bits. ONNX Runtime's Gemm of float16 adds up in float16, and is 17 times as
 * far off as its MatMul, which adds up in float32. As it joins MatMul and Add itself, a Sum takes
 * the place of the Add.
 */
final class FuseGemm {
  private FuseGemm() {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    if (node.operator() instanceof Binary.Add) {
      for (int side = 0; side < 2; side++) {
        OperatorNode product = Pattern.of(rewriter, node.input(side), Linear.MatMul.class);
        Value row = rewriter.now(node.input(1 - side));
        if (product != null
            && rewriter.isReadOnce(node.input(side))
            && isMatrix(product.input(0))
            && isMatrix(product.input(1))
            && isRow(row, product.output())) {
          List<@Nullable Value> operands = List.of(product.input(0), product.input(1), row);
          Linear.Gemm gemm = new Linear.Gemm(1, 1, 0, 0);
          rewriter.put(product.with(gemm, operands, node.outputs()));
          return;
        }
        if (product != null && node.output().dtype() == DType.FLOAT16) {
          rewriter.put(node, new Variadic.Sum(), rewriter.operands(node), node.outputs());
          return;
        }
      }
    }
    rewriter.keep(node);
  }

  private static boolean isMatrix(Value value) {
    return value.shape().ranked() && value.rank() == 2;
  }

  private static boolean isRow(Value row, Value product) {
    boolean wide = product.dtype() == DType.FLOAT32 || product.dtype() == DType.FLOAT64;
    if (!row.shape().ranked() || !wide) {
      return false;
    }
    long columns = product.shape().length(1);
    return columns > 0
        && (row.rank() == 1 || (row.rank() == 2 && row.shape().length(0) == 1))
        && row.shape().length(-1) == columns;
  }
}
