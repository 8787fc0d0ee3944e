package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.LightGraphs;
import dev.tenon.runtime.internal.MadeLater;
import dev.tenon.runtime.tensorflow.graph.ThreadPools;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.RunOptions;

/**
 * A second executable of the same graph, each of whose operations has one thread.
 *
 * <p>Samples that come one by one are computed in half the time by it, and those of several callers
 * side by side. It is compiled when some have come.
 */
final class LightRuns implements AutoCloseable {
  /** An executable and whether the thread that asks for a run may do all of it. */
  private record Compiled(TensorFlowExecutable executable, boolean anywhere) {}

  private final MadeLater<Compiled> second;
  private final AtomicInteger callers = new AtomicInteger();

  private LightRuns(Supplier<Compiled> compiler) {
    this.second = new MadeLater<>(LightGraphs.WORTH, compiler);
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
    if (!ThreadPools.areOwn() || ThreadPools.usual() == 1 || !LightGraphs.isLight(graph.nodes())) {
      return null;
    }
    ParameterStore now = new ParameterStore();
    for (Value value : graph.parameterValues()) {
      Parameter parameter = Objects.requireNonNull(value.parameter());
      ParameterStore.Stored stored = parameters.stored(parameter);
      now.put(parameter, stored.tensor(), stored.view());
    }
    return new LightRuns(
        () -> {
          boolean anywhere = weights(graph, now).noneMatch(LightRuns::isTiny);
          return new Compiled(compiler.apply(now), anywhere);
        });
  }

  private static Stream<Tensor> weights(Graph graph, ParameterStore parameters) {
    return graph.nodes().stream()
        .flatMap(node -> node.reads().stream())
        .filter(value -> value.parameter() != null || value.constant() != null)
        .map(value -> Variables.content(value, parameters));
  }

  /**
   * Says whether a tensor has numbers that only TensorFlow's own threads round to zero: a processor
   * takes a hundred times as long for them as for others.
   */
  static boolean isTiny(Tensor weight) {
    return weight.dtype() == DType.FLOAT32
        && IntStream.range(0, weight.size())
            .mapToDouble(i -> Math.abs(weight.getFloat(i)))
            .anyMatch(number -> number != 0 && number < Float.MIN_NORMAL);
  }

  /** A run on the second executable. */
  interface Run {
    /**
     * Runs it.
     *
     * @param here what lets the caller's thread do all of it; null where others are to
     */
    List<Tensor> on(TensorFlowExecutable executable, @Nullable RunOptions here);
  }

  /**
   * Computes a sample; returns null while that is not worth it.
   *
   * <p>A caller that is alone does so itself, and wakes nobody. Of several each would have a share
   * of the cores, for milliseconds; TensorFlow's own threads serve one after the other.
   */
  @Nullable List<Tensor> run(Run run) {
    Compiled known = second.want();
    if (known == null) {
      return null;
    }
    boolean here = callers.incrementAndGet() == 1 && known.anywhere;
    try {
      return run.on(known.executable, here ? GraphSession.HERE : null);
    } finally {
      callers.decrementAndGet();
    }
  }

  /** Says whether single samples are computed here. */
  boolean isReady() {
    return second.get() != null;
  }

  @Override
  public void close() {
    Compiled known = second.end();
    if (known != null) {
      known.executable.close();
    }
  }
}
