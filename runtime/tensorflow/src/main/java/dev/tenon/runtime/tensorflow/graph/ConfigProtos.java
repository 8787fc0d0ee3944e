package dev.tenon.runtime.tensorflow.graph;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

/** The settings of a session. */
public final class ConfigProtos {
  /** More operations than this are hardly rewritten by TensorFlow before they run. */
  private static final int LARGE = 1500;

  /** More operations than this are not rewritten at all. */
  private static final int LARGEST = 10_000;

  /** The same without convolutions, where as many are unrolled steps, which become no faster. */
  private static final int LARGEST_WITHOUT_CONVOLUTIONS = 7_000;

  private ConfigProtos() {}

  /**
   * Returns the settings for a graph, with as many threads an operation as {@code tenon.threads}
   * says.
   *
   * @param trained whether it is trained, or predicts only
   * @param oneThread whether each operation is best done by one thread, if that can be had for this
   *     session alone
   */
  public static ConfigProto create(Tf graph, boolean trained, boolean oneThread) {
    int operations = trained ? graph.count() : 0;
    ConfigProto.Builder config = ConfigProto.newBuilder();
    Integer threads = Integer.getInteger("tenon.threads");
    if (oneThread && ThreadPools.areOwn()) {
      config.setIntraOpParallelismThreads(1);
      // oneDNN's kernels are kept by the thread that starts an operation, and are those for several
      // threads where it did so in another session. Trainings start them in their caller's thread.
      config.setUsePerSessionThreads(!trained);
    } else if (threads != null) {
      config.setIntraOpParallelismThreads(threads);
    }
    GraphicsCards.choose(config);
    // Nobody asks a run for the graphs that it was cut into, and the session keeps none for that.
    config.getExperimentalBuilder().setDisableOutputPartitionGraphs(true);
    RewriterConfig.Builder rewriting = config.getGraphOptionsBuilder().getRewriteOptionsBuilder();
    if (graph.recomputes()) {
      Recomputed.enable(rewriting);
    }
    boolean convolves = graph.wrote("Conv2D");
    if (graph.recomputes() || operations <= (convolves ? LARGEST : LARGEST_WITHOUT_CONVOLUTIONS)) {
      // A second round of rewriting finds next to nothing, and takes as long as the first.
      rewriting.setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE);
    } else {
      rewriting.setDisableMetaOptimizer(true);
      // A session that rewrites places the whole graph on devices, and keeps it. Without that it
      // is enough to place what a run needs: two thirds of an unrolled recurrence.
      config.getGraphOptionsBuilder().setPlacePrunedGraph(true);
    }
    if (!graph.recomputes() && operations > LARGE) {
      // To rewrite an unrolled recurrence takes more than a second. What only hands tensors on is
      // found soon, and costs as much to run as an addition.
      rewriting.addOptimizers("pruning").addOptimizers("dependency");
      if (convolves) {
        // Makes one operation of a convolution, its bias, an addition and an activation, in 0.1 to
        // 0.3 s for 50 of them. A recurrence has nothing of the kind.
        rewriting.addOptimizers("remap");
      }
    }
    return config.build();
  }
}
