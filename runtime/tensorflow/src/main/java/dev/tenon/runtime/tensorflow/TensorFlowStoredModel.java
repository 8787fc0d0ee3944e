package dev.tenon.runtime.tensorflow;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.runtime.tensorflow.graph.OpCall;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.saved.SavedGraph;
import dev.tenon.runtime.tensorflow.saved.guards.GuardedGraph;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.runtime.tensorflow.training.WiredInputs;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/** A SavedModel or a frozen graph: a checked graph that TensorFlow gets when it is first run. */
final class TensorFlowStoredModel implements StoredModel {
  private static final int LONGEST = 600;

  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

  private final SavedGraph saved;
  private final boolean calls;
  private @Nullable Running running;
  private boolean closed;

  /** What is read for a name, in a type that the host knows, and the type that it stands for. */
  private record Fetch(Output<?> output, DType dtype) {}

  /**
   * The graph in native code.
   *
   * @param fetches what was asked for before, by name
   */
  private record Running(
      GraphSession model, List<GraphSession.Feed> feeds, Map<String, Fetch> fetches) {}

  TensorFlowStoredModel(SavedGraph saved) {
    this.saved = saved;
    this.calls = kinds().keySet().stream().anyMatch(CALLS::contains);
  }

  @Override
  public String name() {
    return saved.name();
  }

  @Override
  public List<Value> inputs() {
    return saved.inputs().stream().map(this::value).toList();
  }

  @Override
  public List<Value> outputs() {
    return saved.outputs().stream().map(this::value).toList();
  }

  /** Returns the value of a port; where the file does not say its type, TensorFlow does. */
  private Value value(SavedGraph.Port port) {
    if (port.value() != null) {
      return port.value();
    }
    Output<?> output = find(running().model.tf(), port.tensor());
    return Value.of(port.key(), type(output));
  }

  private TensorType type(Output<?> output) {
    List<Dim> dims = new ArrayList<>();
    org.tensorflow.ndarray.Shape shape = output.shape();
    if (!shape.isUnknown()) {
      for (long length : shape.asArray()) {
        dims.add(Dim.of(length));
      }
    }
    DType dtype;
    try {
      dtype = TensorFlowTypes.of(output.dataType());
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          saved.name(), "'" + output.op().name() + "' gives no tensor: " + e.getMessage(), e);
    }
    return new TensorType(dtype, shape.isUnknown() ? Shape.unknownRank() : Shape.of(dims));
  }

  @Override
  public List<Step> steps() {
    return saved.graph().getNodeList().stream()
        .map(node -> new Step(node.getName(), node.getOp(), node.getInputList()))
        .toList();
  }

  @Override
  public Map<String, Integer> kinds() {
    Map<String, Integer> kinds = new TreeMap<>();
    count(saved.graph().getNodeList(), kinds);
    for (FunctionDef function : saved.graph().getLibrary().getFunctionList()) {
      count(function.getNodeDefList(), kinds);
    }
    return kinds;
  }

  private static void count(List<NodeDef> nodes, Map<String, Integer> kinds) {
    nodes.forEach(node -> kinds.merge(node.getOp(), 1, Integer::sum));
  }

  @Override
  public Map<String, String> facts() {
    return saved.facts();
  }

  @Override
  public List<Value> variables() {
    List<Value> values = new ArrayList<>();
    saved
        .variables()
        .forEach(
            (name, key) -> {
              var entry = saved.checkpoint() == null ? null : saved.checkpoint().entries().get(key);
              if (entry == null || entry.dtype() == null) {
                throw new MalformedModelException(
                    saved.name(),
                    "the checkpoint has no tensor '"
                        + key
                        + "' for variable '"
                        + name
                        + "', or one of an unknown type");
              }
              TensorType type =
                  new TensorType(
                      entry.dtype(), Shape.of(entry.shape().stream().map(Dim::of).toList()));
              values.add(Value.of(name, type));
            });
    return values;
  }

  @Override
  public Tensor variable(String name) {
    String key = saved.variables().get(name);
    if (key == null || saved.checkpoint() == null) {
      throw new IllegalArgumentException(
          "no variable '" + name + "'; the model has " + saved.variables().keySet());
    }
    try {
      return saved.checkpoint().tensor(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, List<String> wanted, Deadline deadline) {
    deadline.check();
    Running now = running();
    List<Output<?>> fetches = new ArrayList<>();
    List<DType> types = new ArrayList<>();
    synchronized (this) {
      for (String name : wanted) {
        Fetch fetch = now.fetches.computeIfAbsent(name, wish -> fetch(now, wish));
        fetches.add(fetch.output);
        types.add(fetch.dtype);
      }
    }
    boolean done = false;
    try {
      List<Tensor> results = now.model.run(now.feeds, inputs, fetches, types, deadline);
      done = true;
      return results;
    } catch (ModelException e) {
      throw e.within(saved.name());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(saved.name() + ": " + e.getMessage(), e);
    } finally {
      if (!done) {
        failed(now.model);
      }
    }
  }

  private void failed(GraphSession model) {
    if (calls) {
      model.callFailed();
    }
  }

  private Fetch fetch(Running now, String name) {
    Tf tf = now.model.tf();
    Output<?> output = output(tf, name);
    return new Fetch(now.model.output(output), type(output).dtype());
  }

  private Output<?> output(Tf tf, String name) {
    for (SavedGraph.Port port : saved.outputs()) {
      if (port.key().equals(name)) {
        return find(tf, port.tensor());
      }
    }
    String tensor = name.contains(":") ? name : name + ":0";
    if (!tensor.matches(".+:[0-9]{1,4}")
        || tf.graph().operation(tensor.substring(0, tensor.lastIndexOf(':'))) == null) {
      throw new IllegalArgumentException(
          "the model has no output or operation '"
              + name
              + "'; its outputs are "
              + saved.outputs().stream().map(SavedGraph.Port::key).toList());
    }
    return find(tf, tensor);
  }

  private Output<?> find(Tf tf, String tensor) {
    int colon = tensor.lastIndexOf(':');
    var operation = tf.graph().operation(tensor.substring(0, colon));
    int index = Integer.parseInt(tensor.substring(colon + 1));
    if (operation == null || index >= operation.numOutputs()) {
      throw new MalformedModelException(
          saved.name(), "the graph has no tensor '" + tensor + "': damaged");
    }
    return operation.output(index);
  }

  private synchronized Running running() {
    if (closed) {
      throw new IllegalStateException("the model '" + saved.name() + "' is closed");
    }
    Running known = running;
    if (known == null) {
      NativeLibrary.load();
      known = start();
      running = known;
    }
    return known;
  }

  private Running start() {
    GraphSession model = new GraphSession(saved.name(), false);
    try {
      Tf tf = model.tf();
      tf.graph().importGraphDef(WiredInputs.apply(GuardedGraph.of(saved)));
      tf.scope("tenon");
      List<GraphSession.Feed> feeds = new ArrayList<>();
      for (SavedGraph.Port port : saved.inputs()) {
        Output<?> tensor = find(tf, port.tensor());
        boolean wired = WiredInputs.has(port);
        Output<?> placeholder = wired ? find(tf, WiredInputs.name(port) + ":0") : tensor;
        feeds.add(new GraphSession.Feed(value(port), placeholder, tensor));
      }
      fill(model, tf);
      for (String operation : saved.initializers()) {
        model.session().runner().addTarget(operation).run().close();
      }
      return new Running(model, feeds, new HashMap<>());
    } catch (TensorFlowException | IllegalArgumentException | IllegalStateException e) {
      failed(model);
      model.close();
      throw new MalformedModelException(
          saved.name(), "TensorFlow refuses the graph: " + said(e), e);
    } catch (TFUnimplementedException e) {
      failed(model);
      model.close();
      throw new UnsupportedModelException(
          saved.name(), "TensorFlow has no kernel for the graph: " + said(e), List.of(), e);
    } catch (RuntimeException e) {
      failed(model);
      model.close();
      throw e;
    }
  }

  /** Returns what TensorFlow says, without the lists that go with it. */
  private static String said(RuntimeException e) {
    String message = PlainText.oneLine(String.valueOf(e.getMessage()));
    return message.length() > LONGEST ? message.substring(0, LONGEST) + " …" : message;
  }

  private void fill(GraphSession model, Tf tf) {
    Map<Variables.Variable, Supplier<Tensor>> contents = new LinkedHashMap<>();
    for (Value value : variables()) {
      Output<?> handle = find(tf, value.name() + ":0");
      boolean resource = handle.op().type().equals("VarHandleOp");
      Output<?> feed =
          tf.placeholder(
              TensorFlowTypes.of(TensorFlowTypes.wire(value.dtype())),
              org.tensorflow.ndarray.Shape.of(value.shape().toLongs()));
      OpCall assign =
          tf.op(resource ? "AssignVariableOp" : "Assign")
              .in(handle, tf.fromWire(feed, value.dtype()));
      var fill =
          resource
              ? assign.attr("dtype", TensorFlowTypes.of(value.dtype())).build()
              : assign.build();
      contents.put(
          new Variables.Variable(handle, handle, handle, feed, fill, value.dtype()),
          () -> variable(value.name()));
    }
    Variables.fillAll(model.session(), contents);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.model.close();
      running = null;
    }
  }
}
