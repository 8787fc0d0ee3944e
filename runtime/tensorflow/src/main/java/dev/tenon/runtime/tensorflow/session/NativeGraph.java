package dev.tenon.runtime.tensorflow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** The native memory of an {@link GraphSession}, which must not be reachable from here. */
final class NativeGraph implements Runnable {
  /**
   * How long TensorFlow may still be in a call that has failed. Its PartitionedCallOp reports the
   * failure while it holds a lock of its own, so that what is freed at once is freed under it: that
   * ends the process.
   */
  private static final long CALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Graph graph = new Graph();

  /** Every run asks for it, without a lock. */
  private volatile @Nullable Session session;

  private final List<PreparedRun> prepared = new ArrayList<>();

  private long callsUntil = System.nanoTime();

  Graph graph() {
    return graph;
  }

  /**
   * Returns the session; makes it where there is none.
   *
   * @param server where it runs; null for this process alone
   */
  Session session(Supplier<ConfigProto> settings, @Nullable CollectiveServer server) {
    Session known = session;
    return known == null ? made(settings, server) : known;
  }

  private synchronized Session made(
      Supplier<ConfigProto> settings, @Nullable CollectiveServer server) {
    Session known = session;
    if (known == null) {
      known =
          server == null
              ? new Session(graph, false, settings.get())
              : server.session(graph, settings.get());
      session = known;
    }
    return known;
  }

  boolean hasSession() {
    return session != null;
  }

  /** Keeps a run of the session until that is freed. */
  synchronized void add(PreparedRun run) {
    prepared.add(run);
  }

  /** Notes that a run with calls of functions has failed just now. */
  synchronized void callFailed() {
    callsUntil = System.nanoTime() + CALL_NANOS;
  }

  /** Frees all of it, but not under a call that has failed just before. */
  @Override
  public synchronized void run() {
    for (long left = callsUntil - System.nanoTime();
        left > 0;
        left = callsUntil - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    prepared.forEach(PreparedRun::close);
    // The other order never returns.
    Session known = session;
    if (known != null) {
      known.close();
    }
    graph.close();
  }
}
