package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Normalization.BatchNormalization;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.emit.NormalizationFolding;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisations of a model that predicts: each is a factor and an offset for a channel.
 *
 * <p>Behind a convolution both become part of it; its kernel is scaled once, when it is filled.
 * Elsewhere a product and a sum take less time than TensorFlow's operation for single images.
 */
final class KnownNormalizations {
  private final Emitter emitter;
  private final Variables variables;
  private final ParameterStore parameters;

  KnownNormalizations(Emitter emitter, Variables variables, ParameterStore parameters) {
    this.emitter = emitter;
    this.variables = variables;
    this.parameters = parameters;
  }

  /**
   * Returns the nodes with what stands for their normalisations.
   *
   * @param wanted values that somebody asks for
   */
  List<OperatorNode> apply(List<OperatorNode> nodes, List<Value> wanted) {
    List<OperatorNode> written = new ArrayList<>();
    NormalizationFolding.apply(nodes, wanted, KnownNormalizations::isKnown, this::bind)
        .forEach(node -> add(node, written));
    return written;
  }

  private boolean bind(NormalizationFolding.Folded folded) {
    Affine affine = affine(folded.normalization(), folded.ownBias());
    if (affine == null) {
      return false;
    }
    Tensor factors = affine.factors.reshape(folded.scaleShape());
    emitter.bind(folded.kernel(), variables.readScaled(folded.unscaled(), factors));
    emitter.bind(folded.bias(), emitter.tf().constant(affine.offsets));
    return true;
  }

  private static boolean isKnown(Value value) {
    return value.parameter() != null || value.constant() != null;
  }

  private void add(OperatorNode node, List<OperatorNode> written) {
    Affine affine = isPlain(node) ? affine(node, null) : null;
    if (affine == null) {
      written.add(node);
      return;
    }
    Value product = Value.of(node.name() + "/product", node.output().type());
    Value factors = Value.constant(node.name() + "/factors", affine.factors);
    Value offsets = Value.constant(node.name() + "/offsets", affine.offsets);
    written.add(
        new OperatorNode(
            product.name(),
            new Binary.Mul(),
            List.of(node.input(0), factors),
            List.of(product),
            node.origin()));
    written.add(node.with(new Binary.Add(), List.of(product, offsets)));
  }

  private static boolean isPlain(OperatorNode node) {
    Shape shape = node.outputs().get(0).shape();
    return node.operator() instanceof BatchNormalization norm
        && norm.trainingMode() == 0
        && shape.ranked()
        && norm.channelAxis(shape.rank()) == shape.rank() - 1
        && node.reads().stream().allMatch(value -> value.dtype() == DType.FLOAT32)
        && node.reads().stream().skip(1).allMatch(KnownNormalizations::isKnown);
  }

  /** What a normalisation does with each channel. */
  private record Affine(Tensor factors, Tensor offsets) {}

  /**
   * Returns the factors and offsets of a normalisation; null where one is no finite number.
   *
   * @param bias what is added to each channel before; null for nothing
   */
  private @Nullable Affine affine(OperatorNode node, @Nullable Value bias) {
    List<Tensor> moments =
        IntStream.rangeClosed(1, 4)
            .mapToObj(i -> Variables.content(node.input(i), parameters))
            .toList();
    Tensor before = bias == null ? null : Variables.content(bias, parameters);
    double[][] affine = ((BatchNormalization) node.operator()).affine(moments);
    float[] factors = new float[affine[0].length];
    float[] offsets = new float[factors.length];
    for (int i = 0; i < factors.length; i++) {
      double moved = before == null ? 0 : before.getDouble(i) * affine[0][i];
      factors[i] = (float) affine[0][i];
      offsets[i] = (float) (moved + affine[1][i]);
      if (!Float.isFinite(factors[i]) || !Float.isFinite(offsets[i])) {
        return null;
      }
    }
    long channels = factors.length;
    return new Affine(Tensor.of(factors, channels), Tensor.of(offsets, channels));
  }
}
