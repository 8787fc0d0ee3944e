package dev.tenon.runtime.tensorflow.training;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.shape.Shape;
import dev.tenon.runtime.FusedUpdate;
import dev.tenon.runtime.TrainProgram;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.emit.NormalizationFolding;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * Batch normalisations of a step that nothing in the step changes, as those of a frozen base.
 *
 * <p>Each run scales the kernels anew: another program of the model may have trained them since.
 */
final class FrozenNormalizations {
  /** Images of a step, of which a smaller number is not worth the scaling of a kernel. */
  private static final int BATCH = 16;

  private final Emitter forward;
  private final Set<Parameter> changed = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Prepares.
   *
   * @param forward writes the step
   * @param optimization what it trains
   * @param states what else it changes
   */
  FrozenNormalizations(
      Emitter forward,
      TrainProgram.Optimization optimization,
      List<TrainProgram.Assignment> states) {
    this.forward = forward;
    states.forEach(state -> changed.add(state.parameter()));
    changed.addAll(optimization.trainable());
    optimization.assignments().forEach(assignment -> changed.add(assignment.parameter()));
    optimization.fused().stream().map(FusedUpdate::parameter).forEach(changed::add);
  }

  /** Returns the nodes without normalisations that were folded. */
  List<OperatorNode> fold(List<OperatorNode> nodes, List<Value> wanted) {
    return NormalizationFolding.apply(
        nodes,
        wanted,
        this::isKnown,
        folded -> {
          boolean worthIt = isWorthIt(folded);
          if (worthIt) {
            bind(folded);
          }
          return worthIt;
        });
  }

  private boolean isKnown(Value value) {
    Parameter parameter = value.parameter();
    return parameter == null ? value.constant() != null : !changed.contains(parameter);
  }

  /** Says whether a batch has more pixels than each channel of the kernel has numbers. */
  private static boolean isWorthIt(NormalizationFolding.Folded folded) {
    OperatorNode convolution = folded.convolution();
    Shape area = ((Convolution) convolution.operator()).spatial(convolution.output().shape());
    long pixels = BATCH;
    for (int axis = 0; axis < area.rank(); axis++) {
      pixels *= area.length(axis);
    }
    Shape kernel = folded.unscaled().shape();
    long numbers = 1;
    for (int axis = 0; axis < kernel.rank(); axis++) {
      numbers *= kernel.length(axis);
    }
    return pixels >= numbers / folded.normalization().input(1).shape().length(0);
  }

  private void bind(NormalizationFolding.Folded folded) {
    Tf tf = forward.tf();
    String outer = tf.scope(folded.normalization().name());
    List<Output<?>> moments = folded.moments().stream().<Output<?>>map(forward::resolve).toList();
    Output<?> variance = moments.get(3);
    Output<?> spread = tf.add(variance, tf.scalar(DataType.DT_FLOAT, folded.epsilon()));
    Output<?> factors = tf.mul(moments.get(0), tf.unary("Rsqrt", spread));
    Output<?> scaled =
        tf.mul(forward.resolve(folded.unscaled()), tf.reshape(factors, folded.scaleShape()));
    Value own = folded.ownBias();
    Output<?> mean = moments.get(2);
    Output<?> shift = own == null ? tf.unary("Neg", mean) : tf.sub(forward.resolve(own), mean);
    forward.bind(folded.kernel(), scaled);
    forward.bind(folded.bias(), tf.add(tf.mul(shift, factors), moments.get(1)));
    tf.scope(outer);
  }
}
