package dev.tenon.runtime.onnxruntime;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.pass.LightGraphs;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.internal.MadeLater;
import dev.tenon.runtime.internal.RunGate;
import dev.tenon.runtime.onnxruntime.provider.ExecutionProviders;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A second session of a small network for images, each of whose operators has one thread, for
 * callers that come together. They make their runs in turn, see {@link Turns}.
 *
 * <p>Left to themselves, callers share the cores in slices of milliseconds: a few make run after
 * run, and the others wait for a hundred of them.
 */
final class LightSession implements AutoCloseable {
  /** A run, on the session that it is given. */
  interface Run {
    void on(OnnxSession session);
  }

  private final OnnxSession usual;
  private final RunGate gate;
  private final int threads = Environment.threads();
  private final Turns turns = new Turns(threads);
  private final AtomicInteger callers = new AtomicInteger();
  private final MadeLater<OnnxSession> second;

  private LightSession(String label, OnnxSession usual, Supplier<OnnxSession> maker) {
    this.gate = new RunGate(label + ": the session");
    this.usual = usual;
    this.second = new MadeLater<>(LightGraphs.WORTH, maker);
  }

  /**
   * Returns what serves callers that come together; null where one thread would take long, there is
   * but one, or a graphics card or OpenVINO computes.
   *
   * @param label names the model in messages
   * @param usual serves callers that are fewer than the threads
   * @param maker makes the second session
   */
  static @Nullable LightSession of(
      String label, List<OperatorNode> nodes, OnnxSession usual, Supplier<OnnxSession> maker) {
    return Environment.threads() > 1 && !ExecutionProviders.isChosen() && LightGraphs.isLight(nodes)
        ? new LightSession(label, usual, () -> withOwnKernels(maker))
        : null;
  }

  private static OnnxSession withOwnKernels(Supplier<OnnxSession> maker) {
    if (ExecutionProviders.isChosen()) {
      throw new IllegalStateException("the usual session has ONNX Runtime's own kernels");
    }
    return maker.get();
  }

  /**
   * Makes a run on one of both sessions. One with a deadline waits for nobody.
   *
   * @throws dev.tenon.error.RunStoppedException where the thread is interrupted
   */
  void run(Deadline deadline, Run run) {
    deadline.check();
    boolean few = callers.incrementAndGet() < threads;
    try {
      OnnxSession session = few || deadline.isLimited() ? null : second.want();
      if (session == null) {
        run.on(usual);
      } else {
        boolean unused = gate.run(Deadline.NONE, null, () -> inTurn(session, run));
      }
    } finally {
      callers.decrementAndGet();
    }
  }

  private boolean inTurn(OnnxSession session, Run run) {
    turns.enter();
    try {
      run.on(session);
      return true;
    } finally {
      turns.leave();
    }
  }

  /** Says whether callers that come together have a session of their own. */
  boolean isReady() {
    return second.get() != null;
  }

  /** Waits for the runs of other threads, and closes the second session. */
  @Override
  public void close() {
    OnnxSession known = second.end();
    gate.close(
        () -> {
          if (known != null) {
            known.close();
          }
        });
  }
}
