package dev.tenon.text;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.train.loop.FitData;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.FitOptions;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains the network of a pipeline. Samples are split into tokens batch by batch and padded to the
 * longest of a batch.
 */
final class TextTraining {
  /** The learning rate of transformers' {@code TrainingArguments}. */
  private static final double RATE = 5e-5;

  /** The number of a token that has no class: PyTorch's {@code ignore_index}. */
  static final int IGNORED = -100;

  private final TextNetwork network;
  private Optimizer optimizer = Optimizers.adam(RATE);
  private @Nullable CompileOptions compiled;

  TextTraining(TextNetwork network) {
    this.network = network;
  }

  /** Sets the optimizer and forgets the state of the one before. */
  synchronized void compile(Optimizer chosen) {
    optimizer = chosen;
    compiled = null;
  }

  /**
   * Trains on samples in memory.
   *
   * @param all the samples, in the form that {@code encode} takes
   * @param encode makes the network's inputs and targets of a batch
   * @param objective losses and metrics
   */
  History fit(
      Batch all, UnaryOperator<Batch> encode, CompileOptions objective, FitOptions options) {
    if (all.targets().isEmpty() && options.sampleWeight() != null) {
      throw new IllegalArgumentException("fit: sampleWeight is for classes of whole texts only");
    }
    FitData data = FitData.of(all, options);
    FitOptions rest = options.validationSplit(0).validationBatchSize(null);
    return fit(
        data.training(),
        data.validation(),
        encode,
        objective,
        rest.sampleWeight(null).classWeight(null));
  }

  /** Trains on a data set of samples in the form that {@code encode} takes. */
  History fit(
      Dataset data, UnaryOperator<Batch> encode, CompileOptions objective, FitOptions options) {
    return fit(data, options.validationData(), encode, objective, options);
  }

  /**
   * Trains on a data set whose targets are not one class a text.
   *
   * @throws IllegalArgumentException if the options weigh classes or samples
   */
  History fitUnweighted(
      Dataset data, UnaryOperator<Batch> encode, CompileOptions objective, FitOptions options) {
    if (options.sampleWeight() != null || options.classWeight() != null) {
      throw new IllegalArgumentException(
          "fit: sampleWeight and classWeight are for classes of whole texts only");
    }
    return fit(data, encode, objective, options);
  }

  private synchronized History fit(
      Dataset training,
      @Nullable Dataset validation,
      UnaryOperator<Batch> encode,
      CompileOptions objective,
      FitOptions options) {
    if (!objective.equals(compiled)) {
      network.model().compile(objective.optimizer(optimizer));
      compiled = objective;
    }
    FitOptions chosen = options.validationData(validation == null ? null : validation.map(encode));
    return network.model().fit(training.map(encode), chosen);
  }

  /** Returns the numbers of samples, (samples), for those that are no tensors. */
  static Batch numbers(int size) {
    return Batch.of(List.of(Tensor.of(IntStream.range(0, size).toArray(), size)), List.of());
  }

  /** Returns the numbers in a batch of {@link #numbers}. */
  static int[] chosen(Batch numbers) {
    Tensor chosen = numbers.features().get(0);
    return IntStream.range(0, chosen.size()).map(i -> (int) chosen.getLong(i)).toArray();
  }

  /** Returns texts as strings, (texts). */
  static Tensor strings(List<String> texts) {
    return Tensor.ofStrings(texts.toArray(String[]::new), texts.size());
  }

  /**
   * Checks that there is one of something for each text.
   *
   * @param what what there must be, such as {@code label}
   * @throws IllegalArgumentException if there are more or fewer, or no texts
   */
  static void checkSizes(List<?> texts, List<?> others, String what) {
    if (texts.size() != others.size() || texts.isEmpty()) {
      throw new IllegalArgumentException(
          "fit: expected a "
              + what
              + " for each text, received "
              + texts.size()
              + " texts and "
              + others.size()
              + " "
              + what
              + "s");
    }
  }
}
