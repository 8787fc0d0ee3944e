package dev.tenon.tests;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.initializers.Seeds;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.regularization.Dropout;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.ProcStatus;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A long fit takes no more memory at its end than soon after its start, nor do many fits of one
 * model, nor models that are opened, trained and closed one after the other; and two processes
 * learn the same.
 *
 * <p>Each runs in a JVM of its own with a heap of fixed size; with {@code -Dtenon.soak} there are
 * 500 models, 300 fits and 10,000 steps, else 150, 90 and 2,000.
 */
@Tag("soak")
final class TrainingSoakTest {
  private static final boolean LONG = System.getProperty("tenon.soak") != null;
  private static final double MOST = 1.05;

  private static String run(String what, int times) throws Exception {
    String classPath = TestClassPath.text();
    List<String> options = new ArrayList<>(Processes.FIXED_HEAP);
    options.add("-Dtenon.threads=2");
    Processes.Result result =
        Processes.java(options, classPath, Training.class.getName(), what, String.valueOf(times));
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    return result.out().strip();
  }

  private static void staysFlat(String what, int times) throws Exception {
    assumeTrue(ProcStatus.isThere(), "resident memory is read from Linux's /proc");
    String[] found = run(what, times).split(" ", -1);
    System.out.printf("soak: %s, %s kB early, %s kB late%n", what, found[0], found[1]);
    assertThat(Double.parseDouble(found[1]) / Double.parseDouble(found[0]))
        .as("resident memory after " + times + " " + what + " against a part of them")
        .isLessThanOrEqualTo(MOST);
  }

  @Test
  void memoryStaysFlatOverSteps() throws Exception {
    staysFlat("steps", LONG ? 10_000 : 2_000);
  }

  @Test
  void memoryStaysFlatOverModels() throws Exception {
    staysFlat("models", LONG ? 500 : 150);
  }

  /** Each fit asks for the same programs, those that cut off a frozen front included. */
  @Test
  void memoryStaysFlatOverFits() throws Exception {
    staysFlat("fits", LONG ? 300 : 90);
  }

  @Test
  void twoProcessesLearnTheSame() throws Exception {
    assertThat(run("weights", 20)).isEqualTo(run("weights", 20));
  }

  /** Prints the resident memory after a part and at the end, or a sum over all weights. */
  static final class Training {
    private static final int BATCH = 16;
    private static final int WIDTH = 8;

    private Training() {}

    /** Takes what is to be done, and how often. */
    public static void main(String[] args) throws IOException {
      int times = Integer.parseInt(args[1]);
      switch (args[0]) {
        case "steps" -> steps(times);
        case "models" -> models(times);
        case "fits" -> fits(times);
        default -> weights(times);
      }
    }

    private static void steps(int times) throws IOException {
      long[] early = new long[1];
      Callback measuring =
          new Callback() {
            @Override
            public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
              if (batch + 1 == times / 10) {
                early[0] = ProcStatus.residentKilobytes();
              }
            }
          };
      try (Model model = model()) {
        learn(model, times, List.of(measuring));
        System.out.println(early[0] + " " + ProcStatus.residentKilobytes());
      }
    }

    /** Opens, trains and closes a file of a model that has been in training. */
    private static void models(int times) throws IOException {
      long early = 0;
      Path file = Files.createTempFile("tenon", ".keras");
      try {
        try (Model model = model()) {
          learn(model, 1, List.of());
          model.save(file);
        }
        for (int i = 1; i <= times; i++) {
          try (Model model = Model.load(file)) {
            learn(model, 1, List.of());
          }
          // By then the JVM's compiler has done most of its work.
          if (i == times / 3) {
            early = ProcStatus.residentKilobytes();
          }
        }
      } finally {
        Files.delete(file);
      }
      System.out.println(early + " " + ProcStatus.residentKilobytes());
    }

    /** Fits, evaluates and asks one model again and again. */
    private static void fits(int times) {
      long early = 0;
      Tensor x = Tensor.full(DType.FLOAT32, 0.5, BATCH, WIDTH);
      Tensor y = Tensor.zeros(DType.FLOAT32, BATCH, 1);
      try (Model model = frozen()) {
        for (int i = 1; i <= times; i++) {
          model.fit(x, y, fit().batchSize(BATCH).verbose(0));
          model.fit(x, y, fit().batchSize(BATCH).verbose(0).cacheFrozen(true));
          model.evaluate(x, y);
          model.predict(x);
          if (i == times / 3) {
            early = ProcStatus.residentKilobytes();
          }
        }
        System.out.println(early + " " + ProcStatus.residentKilobytes());
      }
    }

    /** Returns a model of many frozen layers in front of one that learns. */
    private static Model frozen() {
      List<LayerLike> layers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        layers.add(Dense.DEFAULTS.units(WIDTH).activation(KerasObject.of("relu")));
      }
      layers.add(Dense.DEFAULTS.units(1).activation(KerasObject.of("sigmoid")));
      Model model = Model.sequential(Layers.input(WIDTH), layers.toArray(new LayerLike[0]));
      model.layers().freeze();
      model.layers().get(-1).unfreeze();
      model.compile("adam", "binary_crossentropy", "accuracy");
      return model;
    }

    private static void weights(int times) {
      Seeds.setRandomSeed(7);
      try (Model model = model()) {
        learn(model, times, List.of());
        CRC32 sum = new CRC32();
        model.weights().values().forEach(weight -> sum.update(weight.bytes()));
        System.out.println(Long.toHexString(sum.getValue()));
      }
    }

    private static Model model() {
      Model model =
          Model.sequential(
              Layers.input(WIDTH),
              Dense.DEFAULTS.units(16).activation(KerasObject.of("relu")),
              Dropout.DEFAULTS.rate(0.2),
              Dense.DEFAULTS.units(1).activation(KerasObject.of("sigmoid")));
      model.compile("adam", "binary_crossentropy", "accuracy");
      return model;
    }

    private static void learn(Model model, int steps, List<Callback> callbacks) {
      Random random = new Random(1);
      float[] features = new float[steps * BATCH * WIDTH];
      float[] targets = new float[steps * BATCH];
      for (int i = 0; i < features.length; i++) {
        features[i] = (float) random.nextGaussian();
      }
      for (int i = 0; i < targets.length; i++) {
        targets[i] = random.nextInt(2);
      }
      Tensor x = Tensor.of(features, (long) steps * BATCH, WIDTH);
      Tensor y = Tensor.of(targets, (long) steps * BATCH, 1);
      model.fit(x, y, fit().batchSize(BATCH).verbose(0).seed(3L).callbacks(callbacks));
    }
  }
}
