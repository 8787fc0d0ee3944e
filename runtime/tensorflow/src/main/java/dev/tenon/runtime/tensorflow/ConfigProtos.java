package dev.tenon.runtime.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/** The settings of a session. */
final class ConfigProtos {
  /** More operations than this are not rewritten by TensorFlow before they run. */
  private static final int LARGE = 1500;

  /**
   * With so many operations, a step of training is short beside what starting each of them takes.
   */
  private static final int SMALL = 400;

  private ConfigProtos() {}

  /** Returns the settings, with as many threads an operation as {@code tenon.threads} says. */
  static ConfigProto create() {
    return threads().setGraphOptions(options(0)).build();
  }

  /**
   * Returns the settings for a graph that is trained.
   *
   * <p>Small ones without convolutions run one operation after the other in the thread that asks
   * for them: their operations hardly overlap, and handing each to another thread takes a third of
   * a step.
   */
  static ConfigProto training(Tf tf) {
    ConfigProto.Builder config = threads().setGraphOptions(options(tf.count()));
    if (tf.count() <= SMALL && !tf.convolves()) {
      config.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
    }
    return config.build();
  }

  private static ConfigProto.Builder threads() {
    ConfigProto.Builder config = ConfigProto.newBuilder();
    Integer threads = Integer.getInteger("tenon.threads");
    if (threads != null) {
      config.setIntraOpParallelismThreads(threads);
    }
    return config;
  }

  private static GraphOptions options(int operations) {
    GraphOptions.Builder options = GraphOptions.newBuilder();
    RewriterConfig.Builder rewriting = options.getRewriteOptionsBuilder();
    if (operations > LARGE) {
      // An unrolled recurrence trains as fast without, and takes more than a second to rewrite.
      rewriting.setDisableMetaOptimizer(true);
    } else {
      // A second round of rewriting finds next to nothing, and takes as long as the first.
      rewriting.setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE);
    }
    return options.build();
  }
}
