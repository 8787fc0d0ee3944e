package dev.tenon.training;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import dev.tenon.testing.TestClassPath;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is prefetched is read by a thread of its own, and nothing else: a fit of arrays picks its
 * samples when the engine takes them. In a JVM of its own, since other tests have such threads.
 */
final class PrefetchTest {
  private static String run(String what) throws Exception {
    String classPath = TestClassPath.text();
    Processes.Result result = Processes.java(List.of(), classPath, Training.class.getName(), what);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    return result.out().strip();
  }

  @Test
  void whatIsPrefetchedIsReadAhead() throws Exception {
    assertThat(run("prefetched")).isEqualTo("ahead");
    assertThat(run("arrays")).isEqualTo("in turn");
    assertThat(run("batches")).isEqualTo("in turn");
    // A data set of the user's own may not bear another thread.
    assertThat(run("other")).isEqualTo("in turn");
  }

  @Test
  void samplesOfArraysArePickedAheadToo() {
    byte[] memory = {1, 2, 3, 4};
    Tensor x = Tensor.of(DType.INT8, new long[] {4}, ByteBuffer.wrap(memory));
    Iterator<Batch> batches = Dataset.of(x, x).batch(2).prefetch(4).pass(0);
    Tensor first = batches.next().features().get(0);
    memory[0] = 9;
    assertThat(first.toLongArray()).containsExactly(1, 2);
  }

  /** Prints whether somebody reads ahead in a fit. */
  static final class Training {
    private Training() {}

    /** Takes the kind of data. */
    public static void main(String[] args) {
      Tensor x = Tensor.zeros(DType.FLOAT32, 16, 3);
      Tensor y = Tensor.zeros(DType.FLOAT32, 16, 1);
      boolean[] ahead = new boolean[1];
      FitOptions options =
          fit()
              .batchSize(4)
              .verbose(0)
              .callbacks(
                  List.of(
                      Callbacks.lambdaCallback()
                          .onTrainBatchEnd((fitting, batch, logs) -> ahead[0] |= isAhead())));
      try (Model model = Model.sequential(Dense.DEFAULTS.units(1).inputShape(3))) {
        model.compile("sgd", "mse");
        Dataset data = Dataset.of(x, y).batch(4);
        switch (args[0]) {
          case "prefetched" -> model.fit(data.prefetch(2), options);
          case "arrays" -> model.fit(x, y, options);
          case "batches" -> model.fit(data, options);
          default -> model.fit(data.map(batch -> batch), options);
        }
      }
      System.out.println(ahead[0] ? "ahead" : "in turn");
    }

    private static boolean isAhead() {
      return Thread.getAllStackTraces().keySet().stream()
          .anyMatch(thread -> thread.getName().equals("tenon-prefetch"));
    }
  }
}
