package dev.tenon.runtime.tensorflow.graph;

import java.util.Locale;
import java.util.Set;

/**
 * The threads that share out a single operation.
 *
 * <p>TensorFlow has one pool of them for a process, as large as its first session wants. Only an
 * environment variable gives each session a pool of its own, and it is read once.
 */
public final class ThreadPools {
  /** TensorFlow's name of that variable. */
  static final String OWN = "TF_OVERRIDE_GLOBAL_THREADPOOL";

  private ThreadPools() {}

  /** Says whether each session has a pool of its own. */
  public static boolean areOwn() {
    String value = System.getenv(OWN);
    return value != null && Set.of("1", "true").contains(value.toLowerCase(Locale.ROOT));
  }

  /** Returns how many threads an operation is shared out to where nothing speaks against it. */
  public static int usual() {
    return Integer.getInteger("tenon.threads", Runtime.getRuntime().availableProcessors());
  }
}
