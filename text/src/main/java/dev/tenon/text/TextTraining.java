package dev.tenon.text;

import dev.tenon.callbacks.History;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.train.loop.FitData;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.tokenizers.Encoding;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.FitOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
  private final CompileOptions objective;
  private boolean compiled;

  /**
   * Describes a training.
   *
   * @param objective losses and metrics
   */
  TextTraining(TextNetwork network, CompileOptions objective) {
    this.network = network;
    this.objective = objective;
  }

  /** Sets the optimizer and forgets the state of the one before. */
  synchronized void compile(Optimizer optimizer) {
    network.model().compile(objective.optimizer(optimizer));
    compiled = true;
  }

  /**
   * Trains on samples in memory.
   *
   * @param all the samples, in the form that {@code encode} takes
   * @param encode makes the network's inputs and targets of a batch
   */
  History fit(Batch all, UnaryOperator<Batch> encode, FitOptions options) {
    FitData data = FitData.of(all, options);
    FitOptions rest = options.validationSplit(0).validationBatchSize(null);
    return fit(
        data.training(), data.validation(), encode, rest.sampleWeight(null).classWeight(null));
  }

  /** Trains on a data set of samples in the form that {@code encode} takes. */
  History fit(Dataset data, UnaryOperator<Batch> encode, FitOptions options) {
    return fit(data, options.validationData(), encode, options);
  }

  private synchronized History fit(
      Dataset training,
      @Nullable Dataset validation,
      UnaryOperator<Batch> encode,
      FitOptions options) {
    if (!compiled) {
      compile(Optimizers.adam(RATE));
    }
    FitOptions chosen = options.validationData(validation == null ? null : validation.map(encode));
    return network.model().fit(training.map(encode), chosen);
  }

  /** Returns a batch of the network's inputs with targets, and the weights of the samples. */
  Batch batch(List<Encoding> encodings, List<Tensor> targets, Batch samples) {
    return new Batch(
        List.copyOf(network.inputs(encodings).values()),
        new ArrayList<>(targets),
        samples.weights());
  }
}
