package dev.tenon.benchmarks;

import static dev.tenon.layers.Layers.batchNormalization;
import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.embedding;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.globalAveragePooling1D;
import static dev.tenon.losses.Losses.sparseCategoricalCrossentropy;
import static dev.tenon.metrics.Metrics.sparseCategoricalAccuracy;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;

import com.sun.management.OperatingSystemMXBean;
import dev.tenon.Model;
import dev.tenon.TrainingStep;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * The step of {@code fit} and the same as a step of one's own, side by side in one process; {@code
 * tests/benchmarks/step} runs it.
 */
public final class StepWorker {
  private static final int BATCH = 32;
  private static final int CLASSES = 10;

  private StepWorker() {}

  /** Takes how many rounds count; prints a line for each network. */
  public static void main(String[] args) {
    int rounds = args.length == 0 ? 9 : Integer.parseInt(args[0]);
    System.out.println(
        "network | steps | fit, us a step by clock and processor | own step | ratios");
    compare(
        "dense 784-128-64-10",
        Model.sequential(
            dense(128).activation("relu").inputShape(784),
            dense(64).activation("relu"),
            dense(CLASSES).activation("softmax")),
        normal(500 * BATCH, 784),
        rounds);
    compare(
        "2 convolutions of 28 x 28",
        Model.sequential(
            conv2D(16, 3).activation("relu").inputShape(28, 28, 1),
            batchNormalization(),
            conv2D(16, 3).strides(2).activation("relu"),
            flatten(),
            dense(CLASSES).activation("softmax")),
        normal(50 * BATCH, 28, 28, 1),
        rounds);
    compare(
        "embedding of 20,000 words",
        Model.sequential(
            embedding(20_000, 32).inputShape(64),
            globalAveragePooling1D(),
            dense(CLASSES).activation("softmax")),
        normal(200 * BATCH, 64).scale(1_500, 10_000).cast(DType.INT32),
        rounds);
  }

  private static void compare(String name, Model model, Tensor x, int rounds) {
    int samples = Math.toIntExact(x.dim(0));
    Tensor y = classes(samples);
    Optimizer rule = adam(1e-3);
    try (model;
        Model copy = model.copy();
        TrainingStep step =
            TrainingStep.of(
                s -> {
                  KerasTensor said = s.call(copy, s.x(), true);
                  KerasTensor loss = s.loss(sparseCategoricalCrossentropy(), s.y(), said);
                  s.minimize(rule, loss, copy);
                  s.metric("loss", loss);
                  s.metric(sparseCategoricalAccuracy(), s.y(), said);
                })) {
      model.compile(adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      copy.trainStep(step);
      int steps = samples / BATCH;
      Cost usual = Cost.NONE;
      Cost own = Cost.NONE;
      for (int round = -2; round < rounds; round++) {
        Cost ofFit = cost(model, x, y, steps);
        Cost ofStep = cost(copy, x, y, steps);
        if (round >= 0) {
          usual = usual.least(ofFit);
          own = own.least(ofStep);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s | %d | %.0f, %.0f | %.0f, %.0f | %.2f, %.2f%n",
          name,
          steps,
          usual.clock(),
          usual.processor(),
          own.clock(),
          own.processor(),
          own.clock() / usual.clock(),
          own.processor() / usual.processor());
    }
  }

  /** What a step takes, in microseconds: by the clock, and of all processors together. */
  private record Cost(double clock, double processor) {
    private static final Cost NONE = new Cost(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    Cost least(Cost other) {
      return new Cost(Math.min(clock, other.clock), Math.min(processor, other.processor));
    }
  }

  private static Cost cost(Model model, Tensor x, Tensor y, int steps) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = System.nanoTime();
    long busy = system.getProcessCpuTime();
    model.fit(x, y, fit().batchSize(BATCH).verbose(0).seed(1L));
    return new Cost(
        (System.nanoTime() - start) / 1e3 / steps,
        (system.getProcessCpuTime() - busy) / 1e3 / steps);
  }

  private static Tensor normal(int... shape) {
    long[] lengths = Arrays.stream(shape).asLongStream().toArray();
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, lengths);
  }

  private static Tensor classes(int count) {
    int[] classes = new Random(2).ints(count, 0, CLASSES).toArray();
    return Tensor.of(classes, new long[] {count});
  }
}
