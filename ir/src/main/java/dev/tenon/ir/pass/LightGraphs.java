package dev.tenon.ir.pass;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Small networks for images, whose single samples one thread computes about as fast as several.
 *
 * <p>To share an operation of a few microseconds out to a second thread, and to wait for it, takes
 * about as long as the operation. Callers that come together are served faster side by side.
 */
public final class LightGraphs {
  /** So many small runs save as much time as it takes to compile a graph once more. */
  public static final int WORTH = 64;

  /** More operators than a net of a few layers has. */
  private static final int FEW = 128;

  /** More numbers than one small image has. */
  private static final long FEW_NUMBERS = 1 << 12;

  /** More samples are worth several threads, however small each is. */
  private static final int FEW_SAMPLES = 4;

  /** So many multiplications take one thread about half a millisecond. */
  private static final long LIGHT = 50_000_000;

  /** More weights are not in a processor's cache, and not worth having twice. */
  private static final long FEW_WEIGHTS = 1 << 22;

  private LightGraphs() {}

  /**
   * Says whether a graph slides along images, and one thread has soon computed what it makes of a
   * sample.
   */
  public static boolean isLight(List<OperatorNode> nodes) {
    return nodes.size() <= FEW
        && nodes.stream().anyMatch(node -> node.operator() instanceof Spatial)
        && nodes.stream()
            .noneMatch(
                node -> node.operator() instanceof Recurrent || node.operator() instanceof Control)
        && nodes.stream().mapToLong(LightGraphs::weights).sum() <= FEW_WEIGHTS
        && nodes.stream().mapToLong(LightGraphs::products).sum() <= LIGHT;
  }

  /** Says whether inputs are about as many numbers as one small image has. */
  public static boolean isSmall(Map<String, Tensor> inputs) {
    long numbers = 0;
    for (Tensor input : inputs.values()) {
      numbers += input.size();
    }
    return numbers <= FEW_NUMBERS;
  }

  /** Says whether inputs are one small image, or a few. */
  public static boolean isFew(Map<String, Tensor> inputs) {
    for (Tensor input : inputs.values()) {
      if (input.rank() > 0 && input.dim(0) > FEW_SAMPLES) {
        return false;
      }
    }
    return isSmall(inputs);
  }

  /** Returns how many numbers a sample has, as far as they are known. */
  public static long numbers(Shape shape) {
    long numbers = 1;
    for (int axis = 1; shape.ranked() && axis < shape.rank(); axis++) {
      numbers *= Math.max(1, shape.length(axis));
    }
    return numbers;
  }

  /** Returns how many products of a sample's numbers with weights a node adds up, about. */
  private static long products(OperatorNode node) {
    Shape shape = node.outputs().get(0).shape();
    boolean multiplies = node.operator() instanceof Spatial || node.operator() instanceof Linear;
    return multiplies && shape.ranked() && shape.rank() > 1
        ? weights(node) * numbers(shape) / Math.max(1, channels(node, shape))
        : 0;
  }

  private static long weights(OperatorNode node) {
    return node.reads().stream()
        .filter(read -> read.parameter() != null || read.constant() != null)
        .map(Value::shape)
        .mapToLong(shape -> shape.rank() == 0 ? 1 : shape.length(0) * numbers(shape))
        .max()
        .orElse(0);
  }

  private static long channels(OperatorNode node, Shape shape) {
    boolean last = !(node.operator() instanceof Spatial spatial) || spatial.channelsLast();
    return shape.length(last ? shape.rank() - 1 : 1);
  }
}
