package dev.tenon.runtime.onnxruntime;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.pass.LightGraphs;
import dev.tenon.runtime.Deadline;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A second session of a small network for images, each of whose operators has one thread, for
 * callers that come together.
 *
 * <p>They are served in the order in which they come, as many at a time as there are cores and one
 * more, which begins while another ends. Left to themselves they share the cores in slices of
 * milliseconds: a few callers make run after run, and the others wait for a hundred of them.
 */
final class LightSession implements AutoCloseable {
  /** A run, on the session that it is given. */
  interface Run {
    void on(OnnxSession session);
  }

  private final OnnxSession usual;
  private final Supplier<OnnxSession> maker;
  private final Semaphore turns = new Semaphore(Environment.threads() + 1, true);
  private final AtomicInteger callers = new AtomicInteger();
  private final AtomicInteger together = new AtomicInteger();
  private volatile @Nullable OnnxSession made;
  private boolean closed;

  private LightSession(OnnxSession usual, Supplier<OnnxSession> maker) {
    this.usual = usual;
    this.maker = maker;
  }

  /**
   * Returns what serves callers that come together; null where one thread would take long, or there
   * is but one.
   *
   * @param usual serves a caller that is alone
   * @param maker makes the second session
   */
  static @Nullable LightSession of(
      List<OperatorNode> nodes, OnnxSession usual, Supplier<OnnxSession> maker) {
    return Environment.threads() > 1 && LightGraphs.isLight(nodes)
        ? new LightSession(usual, maker)
        : null;
  }

  /**
   * Makes a run on one of both sessions.
   *
   * @throws dev.tenon.error.RunStoppedException where the thread is interrupted, or the time over,
   *     before its turn
   */
  void run(Deadline deadline, Run run) {
    boolean alone = callers.incrementAndGet() == 1;
    try {
      OnnxSession session = alone ? null : next();
      if (session == null) {
        run.on(usual);
        return;
      }
      awaitTurn(deadline);
      try {
        run.on(session);
      } finally {
        turns.release();
      }
    } finally {
      callers.decrementAndGet();
    }
  }

  private void awaitTurn(Deadline deadline) {
    try {
      if (!turns.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw deadline.passed(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Deadline.interrupted(e);
    }
  }

  /** Returns the second session; null while it is not worth it. */
  private @Nullable OnnxSession next() {
    if (made == null && together.incrementAndGet() == LightGraphs.WORTH) {
      make();
    }
    return made;
  }

  private synchronized void make() {
    if (!closed) {
      made = maker.get();
    }
  }

  /** Says whether callers that come together have a session of their own. */
  boolean isReady() {
    return made != null;
  }

  /** Closes the second session. */
  @Override
  public synchronized void close() {
    closed = true;
    OnnxSession known = made;
    if (known != null) {
      known.close();
    }
  }
}
