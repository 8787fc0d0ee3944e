package dev.tenon.losses;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Activations;
import dev.tenon.tensor.DType;

/**
 * Connectionist temporal classification: minus the logarithm of the probability that a sequence of
 * outputs spells the labels, however they are spread over the steps.
 *
 * <p>Target (batch, labels) with numbers of classes, prediction (batch, steps, classes) with
 * logits, loss (batch). Class 0 is the blank and fills shorter targets up: as many labels count as
 * the target has numbers other than 0, from the first one on. All steps of the prediction count, as
 * in Keras; use {@code sampleWeight} or cut sequences to leave steps out.
 *
 * <p>Limits: labels that do not fit into the steps cost about 707, since Keras' TensorFlow backend
 * takes log(1e-307) for log(0); their gradient is then not Keras'. Time and memory grow with steps
 * × labels; in training the steps are written one by one into the graph, so that long sequences
 * take long to prepare.
 *
 * @param reduction how the losses become one number
 * @param name under which name the loss is reported
 * @param dtype the type in which it is computed
 * @see <a href="https://keras.io/api/losses/probabilistic_losses/#ctc-class">Keras: CTC</a>
 * @see <a href="https://dl.acm.org/citation.cfm?id=1143891">Graves et al., 2006</a>
 */
@Setters
public record CTC(Reduction reduction, String name, String dtype)
    implements LossFunction, CTCSetters {
  /** Keras' defaults. */
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
