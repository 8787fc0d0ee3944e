package dev.tenon.runtime.tensorflow;

import org.tensorflow.proto.ConfigProto;

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
    return config.build();
  }
}
