package dev.tenon.internal.train.loop;

import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The arrays that a user hands to {@code fit}, cut and ordered as Keras does.
 *
 * @param training what is learned from
 * @param validation what is held out, or given; null for nothing
 */
public record FitData(Dataset training, @Nullable Dataset validation) {

  /**
   * Prepares arrays.
   *
   * @param all every sample, in the order of the model's inputs and outputs
   */
  public static FitData of(Batch all, FitOptions options) {
    return of(all, options, UnaryOperator.identity());
  }

  /**
   * Prepares arrays.
   *
   * @param all every sample, in the order of the model's inputs and outputs
   * @param learned gives what is learned from, of what is not held out
   */
  public static FitData of(Batch all, FitOptions options, UnaryOperator<Batch> learned) {
    Tensor sampleWeight = options.sampleWeight();
    ArrayDataset data = Dataset.of(sampleWeight == null ? all : weighted(all, sampleWeight));
    Dataset validation = validation(options, options.batchSize());
    int held = (int) Math.floor(data.size() * (1 - options.validationSplit()));
    if (options.validationSplit() > 0) {
      if (held == 0 || held == data.size()) {
        throw new IllegalArgumentException(
            "validationSplit of "
                + options.validationSplit()
                + " leaves nothing on one side of "
                + data.size()
                + " samples");
      }
      validation = batches(data.range(held, data.size()), options, options.batchSize());
      data = data.range(0, held);
    }
    // After the split, as in Keras: what is held out counts as it is.
    Map<Integer, Double> classWeight = options.classWeight();
    if (classWeight != null) {
      data = Dataset.of(weighted(data.all(), classWeight));
    }
    Long seed = options.seed();
    data = Dataset.of(learned.apply(data.all()));
    data = data.batch(options.batchSize());
    if (options.shuffle()) {
      data = data.shuffle(seed == null ? ThreadLocalRandom.current().nextLong() : seed);
    }
    return new FitData(data, validation);
  }

  /**
   * Returns what is evaluated after the epochs, in batches of the size that the options ask for.
   *
   * @param usual how many samples of arrays a batch has where the options do not say it; null for
   *     as many as the arrays say themselves
   */
  public static @Nullable Dataset validation(FitOptions options, @Nullable Integer usual) {
    Dataset given = options.validationData();
    return given == null ? null : batches(given, options, usual);
  }

  private static Dataset batches(Dataset data, FitOptions options, @Nullable Integer usual) {
    Integer asked = options.validationBatchSize();
    Integer size = asked == null ? usual : asked;
    if (data instanceof ArrayDataset arrays) {
      return size == null ? arrays : arrays.batch(size).inOrder();
    }
    return asked == null ? data : data.batch(asked);
  }

  /**
   * Returns a data set whose batches count as the options' class weights say.
   *
   * @throws IllegalArgumentException where there are sample weights: a data set brings its own
   */
  public static Dataset weighted(Dataset data, FitOptions options) {
    if (options.sampleWeight() != null) {
      throw new IllegalArgumentException(
          "sampleWeight is for arrays: a Dataset gives the weights of its samples in its batches");
    }
    Map<Integer, Double> classWeight = options.classWeight();
    return classWeight == null
        ? data
        : new ConvertedDataset(data, batch -> weighted(batch, classWeight));
  }

  /**
   * Returns samples of which each counts so much, for every output.
   *
   * @throws IllegalArgumentException where the samples have weights already
   */
  public static Batch weighted(Batch all, Tensor sampleWeight) {
    if (all.weights().stream().anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException(
          "sampleWeight and weights in the Batch cannot be given at the same time");
    }
    return new Batch(
        all.features(), all.targets(), Collections.nCopies(all.targets().size(), sampleWeight));
  }

  /**
   * Returns samples that count as their classes do.
   *
   * @param classWeight by class; 1 for others
   * @throws IllegalArgumentException where there are several outputs, or sample weights besides
   */
  public static Batch weighted(Batch all, Map<Integer, Double> classWeight) {
    List<Tensor> targets = all.targets().stream().filter(Objects::nonNull).toList();
    if (targets.size() != 1) {
      throw new IllegalArgumentException(
          "classWeight is for models of one output; this one has " + targets.size());
    }
    if (all.weights().stream().anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException(
          "classWeight and sample weights cannot be given at the same time; the data have weights");
    }
    Tensor weights = weights(targets.get(0), classWeight);
    return new Batch(
        all.features(), all.targets(), Collections.nCopies(all.targets().size(), weights));
  }

  /** Returns the weight of each sample's class: the target itself, or the largest of a row. */
  private static Tensor weights(Tensor target, Map<Integer, Double> classWeight) {
    boolean rows = target.rank() > 1 && target.dim(target.rank() - 1) > 1;
    Tensor classes = rows ? target.argMax(-1) : target;
    int size = Math.toIntExact(target.dim(0));
    if (classes.size() != size) {
      throw new IllegalArgumentException(
          "classWeight needs one class a sample; the targets have shape " + target.shapeString());
    }
    Map<Integer, Double> known = new HashMap<>(classWeight);
    float[] weights = new float[size];
    for (int i = 0; i < size; i++) {
      int number = (int) Math.rint(classes.getDouble(i));
      weights[i] = known.getOrDefault(number, 1.0).floatValue();
    }
    return Tensor.of(weights, size);
  }
}
