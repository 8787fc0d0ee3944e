package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.tensorflow.graph.ThreadPools;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A second executable of the same graph, each of whose operations has one thread.
 *
 * <p>To share an operation of a few microseconds out to a second thread, and to wait for it, takes
 * longer than the operation. Samples that come one by one are computed in half the time without,
 * and those of several callers side by side. It is compiled when some have come.
 */
final class LightRuns implements AutoCloseable {
  /** So many runs save as much time as it takes to compile. */
  private static final int WORTH = 64;

  private final Supplier<TensorFlowExecutable> compiled;
  private final AtomicInteger seen = new AtomicInteger();
  private volatile @Nullable TensorFlowExecutable ready;
  private boolean closed;

  private LightRuns(Supplier<TensorFlowExecutable> compiled) {
    this.compiled = compiled;
  }

  /**
   * Returns what is to compute single samples of a graph; null where one thread would take long, or
   * cannot be had for some sessions alone.
   *
   * @param parameters the weights, which later may be others
   * @param compiler compiles the graph with the weights of now, each operation for one thread
   */
  static @Nullable LightRuns of(
      Graph graph,
      ParameterStore parameters,
      Function<ParameterStore, TensorFlowExecutable> compiler) {
    if (!ThreadPools.areOwn() || ThreadPools.usual() == 1 || !ShortGraphs.isLight(graph.nodes())) {
      return null;
    }
    ParameterStore now = new ParameterStore();
    for (Value value : graph.parameterValues()) {
      Parameter parameter = Objects.requireNonNull(value.parameter());
      ParameterStore.Stored stored = parameters.stored(parameter);
      now.put(parameter, stored.tensor(), stored.view());
    }
    return new LightRuns(() -> compiler.apply(now));
  }

  /** Returns what computes one more sample; null while it is not worth it. */
  @Nullable TensorFlowExecutable next() {
    if (ready == null && seen.incrementAndGet() == WORTH) {
      compile();
    }
    return ready;
  }

  /** Says whether single samples are computed here. */
  boolean isReady() {
    return ready != null;
  }

  private synchronized void compile() {
    if (!closed) {
      ready = compiled.get();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    TensorFlowExecutable known = ready;
    if (known != null) {
      known.close();
    }
  }
}
