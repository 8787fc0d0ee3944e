package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.Spatial;
import dev.tenon.ir.pass.LightGraphs;
import dev.tenon.ir.pass.ShortGraphs;
import dev.tenon.ir.pass.layout.LayoutPass;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GradientEngine;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.gradient.Gradients;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import dev.tenon.runtime.tensorflow.ops.NanPreservingRelu;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.RunOptions;

/** A graph compiled for prediction. */
public final class TensorFlowExecutable implements Executable {
  /** Callers want the outputs of a model, or a few sets of inner values; each is kept prepared. */
  private static final int MOST_KNOWN = 8;

  private final GraphSession model;
  private final List<GraphSession.Feed> feeds;
  private final Map<Value, Output<?>> fetchable;
  private final @Nullable RunOptions options;
  private final @Nullable LightRuns light;
  private final Map<List<Value>, Outputs> known = new ConcurrentHashMap<>();

  private TensorFlowExecutable(
      GraphSession model,
      List<GraphSession.Feed> feeds,
      Map<Value, Output<?>> fetchable,
      @Nullable RunOptions options,
      @Nullable LightRuns light) {
    this.model = model;
    this.feeds = feeds;
    this.fetchable = fetchable;
    this.options = options;
    this.light = light;
  }

  public static TensorFlowExecutable compile(
      Graph graph, ParameterStore parameters, List<Value> inner) {
    return compile(graph, parameters, inner, false);
  }

  private static TensorFlowExecutable compile(
      Graph graph, ParameterStore parameters, List<Value> inner, boolean oneThread) {
    GraphSession model = new GraphSession(graph.name(), false);
    if (oneThread) {
      model.preferOneThread();
    }
    try {
      Variables variables = new Variables(model.tf());
      List<Value> wanted = new ArrayList<>(graph.outputs());
      wanted.addAll(inner);
      Graph extended = channelsLast(graph, wanted);
      List<GraphSession.Feed> feeds = extended.inputs().stream().map(model::input).toList();
      List<OperatorNode> nodes =
          inner.isEmpty() ? extended.nodes() : NanPreservingRelu.apply(extended.nodes());
      List<Value> outputs = extended.outputs().subList(0, graph.outputs().size());
      Emitter emitter = emitter(model, variables, feeds);
      emitter.emit(
          new KnownNormalizations(emitter, variables, parameters).apply(nodes, outputs),
          graph.name());
      Map<Value, Output<?>> fetchable = new IdentityHashMap<>();
      for (int i = 0; i < outputs.size(); i++) {
        Value value = outputs.get(i);
        fetchable.computeIfAbsent(wanted.get(i), v -> model.output(emitter.resolve(value)));
      }
      if (!inner.isEmpty()) {
        // Who looks inside sees the numbers of each node as it is, and the outputs of a prediction.
        Emitter plain = emitter(model, variables, feeds);
        plain.emit(nodes, graph.name());
        for (int i = outputs.size(); i < wanted.size(); i++) {
          Value value = extended.outputs().get(i);
          fetchable.computeIfAbsent(wanted.get(i), v -> model.output(plain.resolve(value)));
        }
      }
      variables.fill(model.session(), parameters);
      RunOptions options = ShortGraphs.isShort(extended.nodes()) ? GraphSession.HERE : null;
      LightRuns light =
          oneThread || !inner.isEmpty()
              ? null
              : LightRuns.of(extended, parameters, now -> compile(graph, now, List.of(), true));
      return new TensorFlowExecutable(model, feeds, fetchable, options, light);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static Emitter emitter(
      GraphSession model, Variables variables, List<GraphSession.Feed> feeds) {
    Emitter emitter =
        new Emitter(Mappings.TABLE, model.tf(), false, variables::read, new HashMap<>());
    feeds.forEach(feed -> emitter.bind(feed.value(), feed.tensor()));
    return emitter;
  }

  /** Compiles a graph with the gradients of a value; every image keeps its layout. */
  public static GradientEngine.Differentiated differentiate(
      Graph graph, ParameterStore parameters, Value target, List<Value> sources) {
    GraphSession model = new GraphSession(graph.name(), false);
    try {
      Variables variables = new Variables(model.tf());
      Map<String, OperatorNode> origins = new HashMap<>();
      Emitter emitter = new Emitter(Mappings.TABLE, model.tf(), true, variables::read, origins);
      List<GraphSession.Feed> feeds =
          new ArrayList<>(graph.inputs().stream().map(model::input).toList());
      feeds.forEach(feed -> emitter.bind(feed.value(), feed.tensor()));
      emitter.emit(graph.nodes(), graph.name());
      Value seed = Value.of("seed/" + target.name(), target.type());
      GraphSession.Feed seedFeed = model.input(seed);
      feeds.add(seedFeed);
      List<Output<?>> found =
          new Gradients(model.tf(), origins)
              .of(
                  emitter.resolve(target),
                  seedFeed.tensor(),
                  sources.stream().<Output<?>>map(emitter::resolve).toList());
      Map<Value, Output<?>> fetchable = new IdentityHashMap<>();
      List<Value> wanted = new ArrayList<>(graph.outputs());
      wanted.add(target);
      wanted.addAll(sources);
      for (Value value : wanted) {
        fetchable.put(value, model.output(emitter.resolve(value)));
      }
      List<Value> gradients = new ArrayList<>();
      for (int i = 0; i < sources.size(); i++) {
        Value gradient = Value.of("gradient/" + sources.get(i).name(), sources.get(i).type());
        gradients.add(gradient);
        fetchable.put(gradient, model.output(found.get(i)));
      }
      variables.fill(model.session(), parameters);
      return new GradientEngine.Differentiated(
          new TensorFlowExecutable(model, feeds, fetchable, null, null), seed, gradients);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline) {
    if (light != null && LightGraphs.isFew(inputs)) {
      List<Tensor> found = light.run((other, here) -> other.run(inputs, wanted, deadline, here));
      if (found != null) {
        return found;
      }
    }
    // An operation on more numbers may be shared out to threads that round tiny ones to zero.
    boolean small = LightGraphs.isSmall(inputs);
    return run(inputs, wanted, deadline, small ? options : null);
  }

  private List<Tensor> run(
      Map<String, Tensor> inputs,
      List<Value> wanted,
      Deadline deadline,
      @Nullable RunOptions chosen) {
    deadline.check();
    Outputs outputs = outputs(wanted);
    PreparedRun prepared = deadline.isLimited() ? null : outputs.prepared;
    boolean here = GraphSession.HERE.equals(chosen) && !deadline.isLimited();
    Supplier<List<Tensor>> run =
        prepared == null
            ? () ->
                model.run(
                    feeds, inputs, outputs.fetches, outputs.types, List.of(), deadline, chosen)
            : () -> model.run(prepared, inputs, here);
    return here ? CallerSlices.all().run(run) : run.get();
  }

  /** What callers want, found before a run. */
  private record Outputs(
      List<Output<?>> fetches, List<DType> types, @Nullable PreparedRun prepared) {}

  private Outputs outputs(List<Value> wanted) {
    Outputs found = known.get(wanted);
    if (found != null) {
      return found;
    }
    List<Output<?>> fetches = new ArrayList<>();
    for (Value value : wanted) {
      Output<?> output = fetchable.get(value);
      if (output == null) {
        throw new IllegalArgumentException(
            "'"
                + value.name()
                + "' is neither an output nor was it named when the model was compiled");
      }
      fetches.add(output);
    }
    List<DType> types = wanted.stream().map(Value::dtype).toList();
    if (known.size() >= MOST_KNOWN) {
      return new Outputs(fetches, types, null);
    }
    return known.computeIfAbsent(
        List.copyOf(wanted),
        key -> new Outputs(fetches, types, model.prepare(feeds, fetches, types)));
  }

  /** Returns what computes single samples; null if nothing of its own does. */
  @Nullable LightRuns light() {
    return light;
  }

  @Override
  public void close() {
    if (light != null) {
      light.close();
    }
    model.close();
  }

  /**
   * Returns the graph with all that is wanted as its outputs, in the layout of TensorFlow's CPU
   * kernels.
   */
  public static Graph channelsLast(Graph graph, List<Value> wanted) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      names.add("wanted_" + i);
    }
    Graph extended = new Graph(graph.name(), graph.inputs(), graph.nodes(), wanted, names);
    return hasChannelsFirst(graph) ? LayoutPass.apply(extended, true) : extended;
  }

  public static boolean hasChannelsFirst(Graph graph) {
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof Spatial spatial && !spatial.channelsLast()) {
        return true;
      }
      if (node.operator() instanceof HasSubgraphs nesting
          && nesting.bodies().stream().anyMatch(TensorFlowExecutable::hasChannelsFirst)) {
        return true;
      }
    }
    return false;
  }
}
