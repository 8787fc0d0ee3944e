package dev.tenon.inspect.figures;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.PoolingWindow;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/** Counts the operations of an operator for one sample: a product and a sum are two. */
public final class Flops {
  /** The symbol of the length of the batch in Keras' models. */
  private static final String BATCH = "batch";

  private Flops() {}

  /**
   * Returns how many elements a shape has with an open batch of one, which may have been joined
   * with another axis or moved behind it; negative where another length is open.
   */
  public static long elements(Shape shape) {
    if (!shape.ranked()) {
      return -1;
    }
    long count = 1;
    for (int i = 0; i < shape.rank(); i++) {
      long length = shape.length(i);
      if (shape.dim(i) instanceof Dim.Affine dim && dim.symbol().equals(BATCH)) {
        length = Math.max(0, dim.factor() + dim.offset());
      } else if (length < 0 && i > 0) {
        return -1;
      }
      count *= length < 0 ? 1 : length;
    }
    return count;
  }

  /** Returns the operations of a node; negative where lengths are open. */
  public static long of(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Movement
        || operator instanceof Indexing
        || operator instanceof Generation
        || operator instanceof CustomOperator
        || operator instanceof Unary.Identity
        || operator instanceof Unary.Cast) {
      return 0;
    }
    long out = node.outputs().isEmpty() ? 0 : elements(node.output().shape());
    if (out < 0) {
      return -1;
    }
    if (operator instanceof Recurrent.Recurrence recurrence) {
      return steps(recurrence, node);
    }
    if (operator instanceof HasSubgraphs) {
      return -1;
    }
    if (operator instanceof Convolution.ConvTranspose conv) {
      return transposed(conv, node, out);
    }
    long per = perElement(node);
    if (operator instanceof Reduction || operator instanceof Pooling.GlobalAveragePool) {
      return elements(node.input(0).shape());
    }
    return per < 0 ? -1 : per * out;
  }

  private static long steps(Recurrent.Recurrence recurrence, OperatorNode node) {
    long time = node.input(recurrence.states()).shape().length(0);
    long body = 0;
    for (OperatorNode inner : recurrence.body().nodes()) {
      long flops = of(inner);
      if (flops < 0) {
        return -1;
      }
      body += flops;
    }
    return time < 0 ? -1 : time * body;
  }

  /** Every element of the input is spread by the kernel; (…, out / group, in) or (in, out, …). */
  private static long transposed(Convolution.ConvTranspose conv, OperatorNode node, long out) {
    Shape kernel = node.input(1).shape();
    long in = elements(node.input(0).shape());
    long filters = kernel.length(conv.channelsLast() ? kernel.rank() - 2 : 1);
    boolean bias = node.optionalInput(2) != null;
    return in < 0 || filters < 0
        ? -1
        : 2 * product(conv.kernel(kernel)) * filters * in + (bias ? out : 0);
  }

  private static long perElement(OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Convolution conv) {
      Shape kernel = node.input(1).shape();
      long window = product(conv.kernel(kernel));
      int axis = conv.channelsLast() ? kernel.rank() - 2 : 1;
      long bias = node.optionalInput(2) == null ? 0 : 1;
      return kernel.length(axis) < 0 ? -1 : 2 * window * kernel.length(axis) + bias;
    }
    if (operator instanceof Linear.MatMul || operator instanceof Linear.Gemm) {
      Value a = node.input(0);
      boolean turned = operator instanceof Linear.Gemm gemm && gemm.transA() == 1;
      long inner = a.shape().ranked() ? a.shape().length(turned ? 0 : a.rank() - 1) : -1;
      return inner < 0 ? -1 : 2 * inner;
    }
    if (operator instanceof Linear.Einsum einsum) {
      return einsum(einsum, node);
    }
    if (operator instanceof PoolingWindow pool) {
      return product(pool.kernelShape());
    }
    return operator instanceof Normalization ? 4 : 1;
  }

  /** Every letter that is summed away multiplies the work of an element of the result. */
  private static long einsum(Linear.Einsum einsum, OperatorNode node) {
    String plain = einsum.equation().replace(" ", "");
    int arrow = plain.indexOf("->");
    if (arrow < 0 || plain.contains(".")) {
      return -1;
    }
    String[] terms = plain.substring(0, arrow).split(",", -1);
    String seen = plain.substring(arrow + 2);
    long work = 2;
    for (int t = 0; t < terms.length; t++) {
      for (int i = 0; i < terms[t].length(); i++) {
        if (seen.indexOf(terms[t].charAt(i)) < 0) {
          seen += terms[t].charAt(i);
          long length = node.input(t).shape().length(i);
          if (length < 0) {
            return -1;
          }
          work *= length;
        }
      }
    }
    return work;
  }

  private static long product(List<Long> lengths) {
    return lengths.stream().reduce(1L, (a, b) -> a * b);
  }
}
