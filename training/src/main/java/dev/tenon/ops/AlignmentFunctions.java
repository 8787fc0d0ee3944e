package dev.tenon.ops;

import dev.tenon.internal.alignment.StepLogits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/**
 * The functions of {@code keras.ops.nn} for labels that are spread over steps: connectionist
 * temporal classification, at once and of tensors of numbers. In a model, {@code Losses.ctc()} is
 * the loss.
 */
abstract class AlignmentFunctions extends ControlFlowFunctions {
  private static final int BEAM_WIDTH = 100;

  AlignmentFunctions() {}

  /**
   * Returns the CTC loss of each sample, with class 0 for blanks. Keras' {@code ops.ctc_loss}; see
   * the longer form.
   */
  public static Tensor ctcLoss(
      Tensor target, Tensor output, Tensor targetLength, Tensor outputLength) {
    return ctcLoss(target, output, targetLength, outputLength, 0);
  }

  /**
   * Returns the CTC loss of each sample: minus the logarithm of the probability that its steps
   * spell its labels. Keras' {@code ops.ctc_loss}.
   *
   * @param target labels of shape (batch, labels)
   * @param output logits of shape (batch, steps, classes)
   * @param targetLength how many labels count, of shape (batch)
   * @param outputLength how many steps count, of shape (batch)
   * @param maskIndex the class of blanks; negative from the end
   * @return shape (batch), in the type of {@code output}; labels that do not fit into the steps
   *     cost about 707, as in Keras
   */
  public static Tensor ctcLoss(
      Tensor target, Tensor output, Tensor targetLength, Tensor outputLength, int maskIndex) {
    check("ctcLoss", output, outputLength);
    if (target.rank() != 2
        || target.dim(0) != output.dim(0)
        || targetLength.size() != target.dim(0)) {
      throw new IllegalArgumentException(
          "ctcLoss: expected a target of shape (batch, labels) and a length for each sample, received "
              + target.shapeString()
              + " and "
              + targetLength.shapeString()
              + " for an output of shape "
              + output.shapeString());
    }
    int labels = Math.toIntExact(target.dim(1));
    Tensor.Writer losses = new Tensor.Writer(output.dtype(), Math.toIntExact(output.dim(0)));
    for (int sample = 0; sample < output.dim(0); sample++) {
      int[] wanted = new int[Math.toIntExact(targetLength.getLong(sample))];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = Math.toIntExact(target.getLong((long) sample * labels + i));
      }
      StepLogits steps = StepLogits.of(output, sample, outputLength.getLong(sample), maskIndex);
      losses.set(sample, steps.loss(wanted));
    }
    return losses.build(output.dim(0));
  }

  /**
   * Returns the likeliest class of each step, without blanks and repetitions; see the long form.
   */
  public static List<Tensor> ctcDecode(Tensor inputs, Tensor sequenceLengths) {
    return ctcDecode(inputs, sequenceLengths, "greedy");
  }

  /** Returns the likeliest labels of each sample, with Keras' defaults; see the long form. */
  public static List<Tensor> ctcDecode(Tensor inputs, Tensor sequenceLengths, String strategy) {
    return ctcDecode(inputs, sequenceLengths, strategy, BEAM_WIDTH, 1, true, 0);
  }

  /**
   * Returns the likeliest labels of each sample, and how likely they are. Keras' {@code
   * ops.ctc_decode}.
   *
   * @param inputs logits of shape (batch, steps, classes)
   * @param sequenceLengths how many steps count, of shape (batch)
   * @param strategy {@code greedy} for the likeliest class of each step, {@code beam_search} for
   *     the likeliest labels
   * @param beamWidth how many beginnings a search keeps
   * @param topPaths how many answers a search gives
   * @param mergeRepeated whether {@code greedy} takes a class in consecutive steps for one label
   * @param maskIndex the class of blanks; negative from the end
   * @return the labels in int32, of shape (paths, batch, steps) and filled up with -1; scores of
   *     shape (batch, paths): of {@code greedy} minus the sum of the largest logits, of a search
   *     the logarithm of the probability
   */
  public static List<Tensor> ctcDecode(
      Tensor inputs,
      Tensor sequenceLengths,
      String strategy,
      int beamWidth,
      int topPaths,
      boolean mergeRepeated,
      int maskIndex) {
    check("ctcDecode", inputs, sequenceLengths);
    boolean greedy = strategy.equals("greedy");
    if (!greedy && !strategy.equals("beam_search")) {
      throw new IllegalArgumentException(
          "ctcDecode: expected the strategy greedy or beam_search, received " + strategy);
    }
    if (!greedy && (topPaths < 1 || topPaths > beamWidth)) {
      throw new IllegalArgumentException(
          "ctcDecode: topPaths must be from 1 to beamWidth "
              + beamWidth
              + ", received "
              + topPaths);
    }
    int paths = greedy ? 1 : topPaths;
    int batch = Math.toIntExact(inputs.dim(0));
    int length = Math.toIntExact(inputs.dim(1));
    Tensor.Writer labels = new Tensor.Writer(DType.INT32, paths * batch * length);
    Tensor.Writer scores = new Tensor.Writer(inputs.dtype(), batch * paths);
    for (int i = 0; i < paths * batch * length; i++) {
      labels.set(i, -1L);
    }
    for (int sample = 0; sample < batch; sample++) {
      StepLogits steps = StepLogits.of(inputs, sample, sequenceLengths.getLong(sample), maskIndex);
      List<StepLogits.Path> found =
          greedy ? List.of(steps.greedy(mergeRepeated)) : steps.search(beamWidth, paths);
      for (int path = 0; path < found.size(); path++) {
        List<Integer> spelt = found.get(path).labels();
        for (int i = 0; i < spelt.size(); i++) {
          labels.set((path * batch + sample) * length + i, (long) spelt.get(i));
        }
        scores.set(sample * paths + path, found.get(path).score());
      }
    }
    return List.of(labels.build(paths, batch, length), scores.build(batch, paths));
  }

  private static void check(String function, Tensor output, Tensor lengths) {
    if (output.rank() != 3 || !output.dtype().isFloating() || lengths.size() != output.dim(0)) {
      throw new IllegalArgumentException(
          function
              + ": expected logits of shape (batch, steps, classes) and a length for each sample,"
              + " received "
              + output.dtype().numpyName()
              + output.shapeString()
              + " and "
              + lengths.shapeString());
    }
  }
}
