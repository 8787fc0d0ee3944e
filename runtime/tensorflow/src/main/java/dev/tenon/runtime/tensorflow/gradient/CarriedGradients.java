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
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;

/**
 * Operations whose gradient is written in Java in place of that of TensorFlow's C++ library.
 *
 * <p>Java takes its gradients from that library, and what it has registered cannot be replaced. The
 * result of an operation therefore goes through an {@code IdentityN} together with its operands:
 * that has no gradient of its own, and the one registered here looks up what was given for the
 * operation's type.
 */
public final class CarriedGradients {
  private static final String CARRIER = "IdentityN";

  /** By the type of the operation. */
  private static final Map<String, RawCustomGradient> KNOWN = new ConcurrentHashMap<>();

  private static boolean registered;

  private CarriedGradients() {}

  /** Writes products of one matrix by another for each entry of a batch; the shapes are equal. */
  public static Output<?> matrices(Tf tf, Output<?> left, Output<?> right) {
    Output<?> product = tf.binary(ProductGradients.MATRICES, left, right);
    return carry(tf, product, ProductGradients::ofMatrices, left, right);
  }

  /** Writes products of the entries of two tensors of one shape. */
  public static Output<?> entries(Tf tf, Output<?> left, Output<?> right) {
    Output<?> product = tf.binary(ProductGradients.ENTRIES, left, right);
    return carry(tf, product, ProductGradients::ofEntries, left, right);
  }

  /**
   * Writes a matrix by a constant one.
   *
   * @param transposed the constant transposed, without a gradient, too
   */
  static Output<?> byConstant(Tf tf, Output<?> left, Output<?> constant, Output<?> transposed) {
    Output<?> product = tf.binary(ProductGradients.BY_CONSTANT, left, constant);
    return carry(tf, product, ProductGradients::byConstant, left, transposed);
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
    register();
    KNOWN.putIfAbsent(result.op().type(), gradient);
    List<Output<?>> carried = new ArrayList<>();
    carried.add(tf.unary("StopGradient", result));
    carried.addAll(Arrays.asList(operands));
    return tf.op(CARRIER).list(carried).outs(carried.size()).get(0);
  }

  /** Returns the operation whose result is carried. */
  public static GraphOperation operation(GraphOperation carrier) {
    return (GraphOperation) ((GraphOperation) carrier.input(0).op()).input(0).op();
  }

  private static synchronized void register() {
    if (!registered) {
      registered = true;
      TensorFlow.registerCustomGradient(CARRIER, CarriedGradients::gradient);
    }
  }

  private static List<Operand<?>> gradient(
      Ops ops, GraphOperation carrier, List<Output<?>> gradients) {
    RawCustomGradient known = KNOWN.get(operation(carrier).type());
    return Objects.requireNonNull(known, carrier::name).call(ops, carrier, gradients);
  }
}
