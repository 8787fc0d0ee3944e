package dev.tenon.runtime.tensorflow;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** The native memory of an {@link OpenModel}, which must not be reachable from here. */
final class NativeGraph implements Runnable {
  private final Graph graph = new Graph();
  private @Nullable Session session;

  Graph graph() {
    return graph;
  }

  /** Returns the session; makes it where there is none. */
  synchronized Session session(Supplier<ConfigProto> settings) {
    Session known = session;
    if (known == null) {
      known = new Session(graph, false, settings.get());
      session = known;
    }
    return known;
  }

  /** Frees all of it. */
  @Override
  public synchronized void run() {
    // The other order never returns.
    if (session != null) {
      session.close();
    }
    graph.close();
  }
}
