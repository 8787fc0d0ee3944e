package dev.tenon.runtime.tensorflow.gradient;

import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;

/**
 * The gradients of {@link CarriedGradients carried} products: of the product and of both factors.
 *
 * <ul>
 *   <li>{@code BatchMatMulV2}: the library writes {@code BatchMatMulV3}, for which oneDNN has no
 *       kernel.
 *   <li>{@code Mul}: the library asks for both shapes in each run and sums over axes that are
 *       repeated, also where there are none.
 *   <li>{@code MatMul} by a constant: the library multiplies with the constant transposed, which
 *       takes oneDNN two to four times as long as a product with one that lies so in memory.
 * </ul>
 */
final class ProductGradients {
  static final String MATRICES = "BatchMatMulV2";
  static final String ENTRIES = "Mul";
  static final String BY_CONSTANT = "MatMul";

  private ProductGradients() {}

  static List<Operand<?>> ofMatrices(Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    return List.of(
        of,
        matrices(ops, of, carrier.input(2), false, true),
        matrices(ops, carrier.input(1), of, true, false));
  }

  static List<Operand<?>> ofEntries(Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    return List.of(
        of,
        product(ops, ENTRIES, of, carrier.input(2)),
        product(ops, ENTRIES, of, carrier.input(1)));
  }

  static List<Operand<?>> byConstant(Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    // The last one comes to nothing, too: no gradient passes by a constant.
    return List.of(of, product(ops, BY_CONSTANT, of, carrier.input(2)), of);
  }

  private static Operand<?> product(Ops ops, String type, Output<?> left, Output<?> right) {
    return builder(ops, type, left, right).build().output(0);
  }

  private static Operand<?> matrices(
      Ops ops, Output<?> left, Output<?> right, boolean turnLeft, boolean turnRight) {
    OperationBuilder builder = builder(ops, MATRICES, left, right);
    builder.setAttr("adj_x", turnLeft);
    builder.setAttr("adj_y", turnRight);
    return builder.build().output(0);
  }

  private static OperationBuilder builder(Ops ops, String type, Output<?> left, Output<?> right) {
    OperationBuilder builder = ops.scope().opBuilder(type, type);
    builder.addInput(left);
    builder.addInput(right);
    return builder;
  }
}
