package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;

/**
 * Operations whose gradient is written here in place of that of TensorFlow's C++ library.
 *
 * <p>Java takes its gradients from that library, and what it has registered cannot be replaced. The
 * result of an operation therefore goes through an {@code IdentityN} together with its operands:
 * that has no gradient of its own, and the one registered here is made for the operation's type.
 *
 * <ul>
 *   <li>{@code BatchMatMulV2}: the library writes {@code BatchMatMulV3}, for which oneDNN has no
 *       kernel.
 *   <li>{@code Mul}: the library asks for both shapes in each run and sums over axes that are
 *       repeated, also where there are none.
 *   <li>{@code MatMul} by a constant: the library multiplies with the constant transposed, which
 *       takes oneDNN two to four times as long as a product with one that lies so in memory.
 *   <li>Others, which say themselves what their gradient is.
 * </ul>
 */
public final class CarriedGradients {
  /** Products of one matrix by another for each entry of a batch. */
  public static final String MATRICES = "BatchMatMulV2";

  /** Products of the entries of two tensors of one shape. */
  public static final String ENTRIES = "Mul";

  private static final String BY_CONSTANT = "MatMul";
  private static final String CARRIER = "IdentityN";

  /** The gradients by the type of the operation: of its result and of the operands. */
  private static final Map<String, RawCustomGradient> KNOWN = new ConcurrentHashMap<>();

  private static boolean registered;

  private CarriedGradients() {}

  /** Writes a product of two factors of equal shapes, or of matrices in batches of equal shapes. */
  public static Output<?> product(Tf tf, String type, Output<?> left, Output<?> right) {
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

  /**
   * Returns a result whose gradient is the one given.
   *
   * @param result of an operation of a type that always has this gradient
   * @param gradient gets what is returned, of which the inputs are the result and the operands, and
   *     returns a gradient for each of these; the first one comes to nothing
   */
  public static Output<?> carry(
      Tf tf, Output<?> result, RawCustomGradient gradient, Output<?>... operands) {
    KNOWN.putIfAbsent(result.op().type(), gradient);
    return carried(tf, result, operands);
  }

  /** Returns the operation whose result is carried. */
  public static GraphOperation operation(GraphOperation carrier) {
    return (GraphOperation) ((GraphOperation) carrier.input(0).op()).input(0).op();
  }

  private static Output<?> carried(Tf tf, Output<?> result, Output<?>... operands) {
    register();
    List<Output<?>> carried = new ArrayList<>();
    carried.add(tf.unary("StopGradient", result));
    carried.addAll(Arrays.asList(operands));
    return tf.op(CARRIER).list(carried).outs(carried.size()).get(0);
  }

  private static synchronized void register() {
    if (!registered) {
      registered = true;
      KNOWN.put(ENTRIES, CarriedGradients::entries);
      KNOWN.put(BY_CONSTANT, CarriedGradients::byConstant);
      KNOWN.put(MATRICES, CarriedGradients::matrices);
      TensorFlow.registerCustomGradient(CARRIER, CarriedGradients::gradient);
    }
  }

  private static List<Operand<?>> gradient(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    RawCustomGradient known = KNOWN.get(operation(carrier).type());
    return Objects.requireNonNull(known, carrier::name).call(ops, carrier, gradients);
  }

  private static List<Operand<?>> entries(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    return List.of(
        of,
        product(ops, ENTRIES, of, carrier.input(2)),
        product(ops, ENTRIES, of, carrier.input(1)));
  }

  private static List<Operand<?>> byConstant(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    // The last one comes to nothing, too: no gradient passes by a constant.
    return List.of(of, product(ops, BY_CONSTANT, of, carrier.input(2)), of);
  }

  private static List<Operand<?>> matrices(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    Output<?> of = gradients.get(0);
    return List.of(
        of,
        matrices(ops, of, carrier.input(2), false, true),
        matrices(ops, carrier.input(1), of, true, false));
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
