package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.List;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;

/**
 * Products whose gradient is written here in place of that of TensorFlow's C++ library.
 *
 * <p>Java takes its gradients from that library, and what it has registered cannot be replaced. A
 * product therefore goes through an {@code IdentityN} together with its factors: that has no
 * gradient of its own, and the one registered here is made for the product's type.
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
public final class CarriedProducts {
  /** Products of one matrix by another for each entry of a batch. */
  public static final String MATRICES = "BatchMatMulV2";

  /** Products of the entries of two tensors of one shape. */
  public static final String ENTRIES = "Mul";

  private static final String BY_CONSTANT = "MatMul";
  private static final String CARRIER = "IdentityN";

  private static boolean registered;

  private CarriedProducts() {}

  /** Writes a product of two factors of equal shapes, or of matrices in batches of equal shapes. */
  public static Output<?> write(Tf tf, String type, Output<?> left, Output<?> right) {
    return carried(tf, tf.binary(type, left, right), left, right);
  }

  /**
   * Writes a matrix by a constant one.
   *
   * @param transposed the constant transposed, without a gradient, too
   */
  static Output<?> byConstant(Tf tf, Output<?> left, Output<?> constant, Output<?> transposed) {
    return carried(tf, tf.binary(BY_CONSTANT, left, constant), left, transposed);
  }

  private static Output<?> carried(Tf tf, Output<?> product, Output<?> left, Output<?> right) {
    register();
    List<Output<?>> carried = List.of(tf.unary("StopGradient", product), left, right);
    return tf.op(CARRIER).list(carried).outs(carried.size()).get(0);
  }

  private static synchronized void register() {
    if (!registered) {
      registered = true;
      TensorFlow.registerCustomGradient(CARRIER, CarriedProducts::gradient);
    }
  }

  private static List<Operand<?>> gradient(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    Output<?> left = carrier.input(1);
    Output<?> right = carrier.input(2);
    return switch (type(carrier)) {
      case ENTRIES ->
          List.of(of, product(ops, ENTRIES, of, right), product(ops, ENTRIES, of, left));
      // The last one comes to nothing: no gradient passes by a constant.
      case BY_CONSTANT -> List.of(of, product(ops, BY_CONSTANT, of, right), of);
      default ->
          List.of(of, matrices(ops, of, right, false, true), matrices(ops, left, of, true, false));
    };
  }

  private static String type(GraphOperation carrier) {
    return carrier.input(0).op() instanceof GraphOperation stopped
        ? stopped.input(0).op().type()
        : MATRICES;
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
