package dev.tenon.runtime.tensorflow.emit;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Normalization.BatchNormalization;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Folds a batch normalisation of known moments into the convolution before it: the scale of each
 * channel goes into the kernel, the rest into the bias. oneDNN then does all of it, and an
 * activation behind it, in one pass over the images.
 *
 * <p>With {@code s = scale / sqrt(variance + epsilon)} the kernel becomes {@code kernel * s} and
 * the bias {@code (bias - mean) * s + offset}.
 */
public final class NormalizationFolding {
  /**
   * A convolution and the normalisation of its result.
   *
   * @param kernel the operand that stands for the scaled kernel
   * @param bias the operand that stands for the moved bias
   */
  public record Folded(
      OperatorNode convolution, OperatorNode normalization, Value kernel, Value bias) {
    /** Returns the kernel before it is scaled. */
    public Value unscaled() {
      return convolution.input(1);
    }

    /** Returns the convolution's own bias, or null. */
    public @Nullable Value ownBias() {
      return convolution.optionalInput(2);
    }

    /** Returns scale, offset, mean and variance. */
    public List<Value> moments() {
      return IntStream.rangeClosed(1, 4).mapToObj(normalization::input).toList();
    }

    /** Returns what is added to the variance. */
    public float epsilon() {
      return ((BatchNormalization) normalization.operator()).epsilon();
    }

    /** Returns the shape in which one number a channel is multiplied with the kernel. */
    public long[] scaleShape() {
      long[] shape = new long[unscaled().rank()];
      Arrays.fill(shape, 1);
      boolean last = ((Convolution) convolution.operator()).channelsLast();
      int axis = last ? shape.length - 1 : 0;
      shape[axis] = unscaled().shape().length(axis);
      return shape;
    }
  }

  private NormalizationFolding() {}

  /**
   * Returns the nodes without the normalisations that are folded.
   *
   * @param wanted values that somebody asks for
   * @param isKnown whether a value is the same in each run
   * @param binding gives the two new operands their content; returns false to leave the
   *     normalisation as it is
   */
  public static List<OperatorNode> apply(
      List<OperatorNode> nodes,
      List<Value> wanted,
      Predicate<Value> isKnown,
      Predicate<Folded> binding) {
    UseDef uses = new UseDef(nodes);
    Map<OperatorNode, Folded> byConvolution = new IdentityHashMap<>();
    Set<OperatorNode> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    for (OperatorNode node : nodes) {
      OperatorNode before = convolution(uses, node);
      if (before == null
          || wanted.contains(before.output())
          || !hasPlainWeights(before, isKnown)
          || !hasPlainWeights(node, isKnown)) {
        continue;
      }
      Folded folded =
          new Folded(
              before,
              node,
              Value.of(before.name() + "/scaled", before.input(1).type()),
              Value.of(before.name() + "/moved", node.input(1).type()));
      if (binding.test(folded)) {
        byConvolution.put(before, folded);
        gone.add(node);
      }
    }
    List<OperatorNode> rest = new ArrayList<>();
    for (OperatorNode node : nodes) {
      Folded folded = byConvolution.get(node);
      if (folded != null) {
        rest.add(
            node.with(
                node.operator(),
                List.of(node.input(0), folded.kernel(), folded.bias()),
                folded.normalization().outputs()));
      } else if (!gone.contains(node)) {
        rest.add(node);
      }
    }
    return rest;
  }

  private static boolean hasPlainWeights(OperatorNode node, Predicate<Value> isKnown) {
    return node.reads().stream().skip(1).allMatch(value -> isPlain(value, isKnown));
  }

  private static @Nullable OperatorNode convolution(UseDef uses, OperatorNode node) {
    if (!(node.operator() instanceof BatchNormalization norm) || norm.trainingMode() == 1) {
      return null;
    }
    OperatorNode before = uses.producer(node.input(0), Convolution.Conv.class);
    boolean fits =
        before != null
            && uses.isReadOnce(node.input(0))
            && ((Convolution) before.operator()).channelsLast() == norm.channelsLast()
            && node.input(0).dtype() == DType.FLOAT32
            && node.input(0).shape().ranked();
    return fits ? before : null;
  }

  private static boolean isPlain(Value value, Predicate<Value> isKnown) {
    Shape shape = value.shape();
    return isKnown.test(value)
        && value.dtype() == DType.FLOAT32
        && shape.ranked()
        && IntStream.range(0, shape.rank()).allMatch(axis -> shape.dim(axis).isKnown());
  }
}
