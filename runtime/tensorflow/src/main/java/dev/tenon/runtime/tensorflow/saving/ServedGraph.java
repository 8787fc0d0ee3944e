package dev.tenon.runtime.tensorflow.saving;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.fold.ConstantFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.runtime.tensorflow.emit.Emitter;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.graph.Variables;
import dev.tenon.runtime.tensorflow.ops.Mappings;
import dev.tenon.runtime.tensorflow.saved.GraphPart;
import dev.tenon.runtime.tensorflow.session.GraphSession;
import dev.tenon.runtime.tensorflow.session.TensorFlowExecutable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Output;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * A graph of operators as the TensorFlow graph that is written into a file.
 *
 * <p>Operations have their layer's name as their scope. Inputs, variables and what restores them
 * get plain names when the file is made: a variable is called as its layer calls it.
 */
final class ServedGraph implements AutoCloseable {
  private final GraphSession model;
  private final Variables variables;
  private final Map<String, Output<?>> inputs = new LinkedHashMap<>();
  private final Map<String, Output<?>> outputs = new LinkedHashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final UniqueNames names = new UniqueNames();

  private ServedGraph(String name) {
    this.model = new GraphSession(name, false);
    this.variables = new Variables(model.tf());
  }

  /**
   * Writes a graph.
   *
   * @param frozen whether weights become constants instead of variables
   */
  static ServedGraph of(Graph graph, ParameterStore parameters, boolean frozen) {
    ServedGraph served = new ServedGraph(graph.name());
    try {
      served.emit(graph, parameters, frozen);
      return served;
    } catch (RuntimeException e) {
      served.close();
      throw e;
    }
  }

  private void emit(Graph graph, ParameterStore parameters, boolean frozen) {
    Set<String> weights = new HashSet<>();
    graph.parameterValues().forEach(value -> weights.add(value.name()));
    Graph ready = graph;
    if (frozen || TensorFlowExecutable.hasChannelsFirst(graph)) {
      // Kernels are turned round once and for all, instead of in every run.
      ready = ConstantFolding.apply(Parameters.freeze(graph, parameters));
      ready = ConstantFolding.apply(TensorFlowExecutable.channelsLast(ready, ready.outputs()));
    }
    Tf tf = model.tf();
    Emitter emitter =
        new Emitter(Mappings.TABLE, tf, false, value -> read(value, frozen), new HashMap<>());
    for (Value input : ready.inputs()) {
      String outer = tf.scope("inputs/" + input.name());
      Output<?> placeholder = GraphSession.placeholder(tf, input.shape(), input.dtype());
      tf.scope(outer);
      emitter.bind(input, placeholder);
      inputs.put(input.name(), placeholder);
      rename(placeholder, input.name());
    }
    for (OperatorNode node : ready.nodes()) {
      for (Value value : node.reads()) {
        String weight = value.constant() == null ? null : weight(value.name(), weights);
        if (weight != null && value.constant() != null && !emitter.isBound(value)) {
          emitter.bind(value, read(Value.constant(weight, value.constant()), frozen));
        }
      }
    }
    emitter.emit(ready.nodes(), graph.name());
    for (int i = 0; i < graph.outputs().size(); i++) {
      String name = graph.outputNames().get(i);
      String outer = tf.scope("outputs/" + name);
      Output<?> output = tf.unary("Identity", emitter.resolve(ready.outputs().get(i)));
      tf.scope(outer);
      outputs.put(name, output);
      rename(output, name);
    }
    variables.fill(model.session(), parameters);
  }

  /**
   * Returns the weight that a constant was made of; what moves one adds to its name, or a number.
   */
  private static @Nullable String weight(String name, Set<String> weights) {
    String part = name;
    while (!weights.contains(part)) {
      String first = part.replaceFirst("_[0-9]+$", "");
      if (weights.contains(first)) {
        return first;
      }
      int slash = part.lastIndexOf('/');
      if (slash < 0) {
        return null;
      }
      part = part.substring(0, slash);
    }
    return part;
  }

  private Output<?> read(Value value, boolean frozen) {
    Tf tf = model.tf();
    if (frozen && value.constant() != null) {
      String outer = tf.scope("constants/" + value.name());
      Output<?> constant = tf.constant(value.constant());
      tf.scope(outer);
      return constant;
    }
    return variables.read(value);
  }

  GraphSession model() {
    return model;
  }

  /** Returns the tensors that are fed, by the names of the model's inputs. */
  Map<String, Output<?>> inputs() {
    return inputs;
  }

  /** Returns the tensors that are given, by the names of the model's outputs. */
  Map<String, Output<?>> outputs() {
    return outputs;
  }

  /** Returns every variable under the name that it has in the file. */
  Map<String, Variables.Variable> variables() {
    Map<String, Variables.Variable> named = new LinkedHashMap<>();
    for (Variables.Variable variable : variables.all()) {
      String name = variable.handle().op().name();
      String plain =
          name.replaceFirst("^variables/(constants/)?", "")
              .replaceFirst("/VarHandleOp(_[0-9]+)?$", "");
      String called = rename(variable.handle(), plain);
      rename(variable.read(), called + "/Read");
      named.put(called, variable);
    }
    return named;
  }

  /** Gives an operation another name in the file; returns it. */
  String rename(Output<?> output, String wish) {
    String known = renamed.get(output.op().name());
    if (known != null) {
      return known;
    }
    String clean = wish.replaceAll("[^A-Za-z0-9_./-]", "_");
    String name =
        clean.isEmpty() || !Character.isLetterOrDigit(clean.charAt(0)) ? "n" + clean : clean;
    String free = names.unique(name);
    while (model.tf().graph().operation(free) != null) {
      free = names.unique(name);
    }
    renamed.put(output.op().name(), free);
    return free;
  }

  /** Returns the name that a tensor has in the file. */
  String fileName(Output<?> output) {
    String name = output.op().name();
    return renamed.getOrDefault(name, name) + ":" + output.index();
  }

  /** Returns the graph of what some operations need, under the file's names. */
  GraphDef toGraphDef(Collection<String> roots) {
    GraphDef part = GraphPart.of("the written graph", model.tf().graph().toGraphDef(), roots);
    List<NodeDef> nodes = new ArrayList<>();
    for (NodeDef node : part.getNodeList()) {
      NodeDef.Builder changed = node.toBuilder().clearInput();
      changed.setName(renamed.getOrDefault(node.getName(), node.getName()));
      node.getInputList().forEach(input -> changed.addInput(renamedInput(input)));
      nodes.add(changed.build());
    }
    return part.toBuilder().clearNode().addAllNode(nodes).build();
  }

  private String renamedInput(String input) {
    String control = input.startsWith("^") ? "^" : "";
    int colon = input.indexOf(':');
    String name = input.substring(control.length(), colon < 0 ? input.length() : colon);
    return control + renamed.getOrDefault(name, name) + (colon < 0 ? "" : input.substring(colon));
  }

  @Override
  public void close() {
    model.close();
  }
}
