package dev.tenon.runtime.tensorflow;

import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

/** The settings of a session. */
final class ConfigProtos {
  private ConfigProtos() {}

  /** Returns the settings, with as many threads an operation as {@code tenon.threads} says. */
  static ConfigProto create() {
    ConfigProto.Builder config = ConfigProto.newBuilder();
    Integer threads = Integer.getInteger("tenon.threads");
    if (threads != null) {
      config.setIntraOpParallelismThreads(threads);
    }
    // A second round of rewriting finds next to nothing, and takes as long as the first: for an
    // unrolled recurrence that is most of a second.
    config
        .getGraphOptionsBuilder()
        .getRewriteOptionsBuilder()
        .setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE);
    return config.build();
  }
}
