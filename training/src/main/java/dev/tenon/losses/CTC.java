package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.tensor.DType;

/**
 * The connectionist temporal classification loss: {@code -log P(labels | logits)}, summed over all
 * alignments of the labels with the steps.
 *
 * <p>Target (batch, labels) with class indices, prediction (batch, steps, classes) with logits,
 * loss (batch). Class 0 is the blank and pads shorter targets: the label count is the number of
 * elements other than 0. All steps of the prediction count, as in Keras.
 *
 * <p>Labels that do not fit into the steps cost about 707, since Keras' TensorFlow backend takes
 * log(1e-307) for log(0). Their gradient differs from Keras'. Time and memory grow with steps ×
 * labels. Training writes the steps one by one into the graph, so long sequences take long to
 * prepare.
 *
 * @param reduction the reduction of the losses to one number; {@code sum_over_batch_size} by
 *     default
 * @param name the name in logs and histories; {@code ctc} by default
 * @param dtype the element type of the computation; {@code float32} by default
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#ctc-class">Keras: CTC</a>
 * @see <a href="https://dl.acm.org/citation.cfm?id=1143891">Graves et al., 2006</a>
 */
@Setters
public record CTC(Reduction reduction, String name, String dtype)
    implements LossFunction, CTCSetters {
  /** The loss with Keras' default arguments. */
  public static final CTC DEFAULTS = new CTC(Reduction.SUM_OVER_BATCH_SIZE, "ctc", "float32");

  @Override
  public Value compute(LossCall call, Value target, Value prediction) {
    if (target.rank() != 2 || prediction.rank() != 3) {
      throw new IllegalArgumentException(
          "CTC: the target must be (batch, labels) with numbers of classes and the prediction"
              + " (batch, steps, classes) with logits; target "
              + target.type()
              + ", prediction "
              + prediction.type());
    }
    Ops ops = call.ops();
    Value logarithms = ops.apply(new Activations.LogSoftmax(-1), prediction);
    return new Alignments(ops, ops.cast(target, DType.INT64), logarithms).loss();
  }
}
