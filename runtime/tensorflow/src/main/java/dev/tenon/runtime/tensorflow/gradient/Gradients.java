package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.op.Control;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.runtime.tensorflow.graph.RowReads;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TensorFlowException;

/** Asks TensorFlow for gradients, and says where one is missing in the model's own words. */
public final class Gradients {
  /**
   * Gradients of a loss.
   *
   * @param of by parameter
   * @param ofRows of the rows that were read, by parameter, where slices are wanted
   */
  public record Found(Map<Parameter, Output<?>> of, Map<Parameter, List<Output<?>>> ofRows) {}

  private final Tf tf;
  private final Map<String, OperatorNode> nodes;

  /**
   * Prepares.
   *
   * @param nodes by TensorFlow's name scope, which node an operation comes from
   */
  public Gradients(Tf tf, Map<String, OperatorNode> nodes) {
    this.tf = tf;
    this.nodes = nodes;
  }

  /**
   * Returns the gradients of a loss.
   *
   * @param loss where they start
   * @param sources what each parameter's gradient is taken of
   * @param reached the parameters that the loss is computed from
   * @param products whose gradients are taken for all steps of a loop at once
   * @param rowReads the parameters of which only rows were read
   * @throws UnsupportedModelException where an operation has none, naming the node
   */
  public Found of(
      LossSeed loss,
      Map<Parameter, Output<?>> sources,
      Set<Parameter> reached,
      List<StepProducts> products,
      RowReads rowReads) {
    Map<Parameter, List<Output<?>>> rows = rowReads.all();
    List<Parameter> whole =
        sources.keySet().stream().filter(p -> reached.contains(p) && !rows.containsKey(p)).toList();
    List<Output<?>> reads = new ArrayList<>();
    for (Parameter parameter : whole) {
      reads.add(Objects.requireNonNull(sources.get(parameter)));
    }
    List<StepProducts> learned =
        products.stream().filter(product -> reads.contains(product.variable())).toList();
    List<Output<?>> asked = new ArrayList<>(reads);
    learned.forEach(product -> asked.addAll(product.results()));
    // TensorFlow refuses to be asked for what the loss does not depend on.
    rows.entrySet().stream()
        .filter(entry -> reached.contains(entry.getKey()))
        .forEach(entry -> asked.addAll(entry.getValue()));
    List<Output<?>> found = new ArrayList<>(raw(loss.target(), loss.seed(), asked));
    int next = reads.size();
    for (StepProducts product : learned) {
      int end = next + product.results().size();
      Output<?> more = product.gradient(tf, found.subList(next, end));
      int at = reads.indexOf(product.variable());
      if (more != null) {
        found.set(at, exists(found.get(at)) ? tf.add(found.get(at), more) : more);
      }
      next = end;
    }
    Map<Parameter, Output<?>> gradients = new LinkedHashMap<>();
    sources.forEach(
        (parameter, source) -> {
          int at = whole.indexOf(parameter);
          if (!rows.containsKey(parameter)) {
            gradients.put(parameter, orZeros(at < 0 ? null : found.get(at), source));
          }
        });
    Map<Parameter, List<Output<?>>> ofRows = new LinkedHashMap<>();
    for (Map.Entry<Parameter, List<Output<?>>> entry : rows.entrySet()) {
      List<Output<?>> each = new ArrayList<>();
      for (Output<?> read : entry.getValue()) {
        each.add(orZeros(reached.contains(entry.getKey()) ? found.get(next++) : null, read));
      }
      ofRows.put(entry.getKey(), each);
    }
    return new Found(gradients, ofRows);
  }

  /**
   * Returns the gradients of a tensor's weighted sum, zeros where it does not depend on a source.
   *
   * @param seed the weights; null for ones
   * @throws UnsupportedModelException where an operation has none, naming the node
   */
  public List<Output<?>> of(Output<?> target, @Nullable Output<?> seed, List<Output<?>> sources) {
    List<Output<?>> found = raw(target, seed, sources);
    List<Output<?>> gradients = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      gradients.add(orZeros(found.get(i), sources.get(i)));
    }
    return gradients;
  }

  /**
   * Returns the gradients of a tensor that may not depend on all of the sources, null for these.
   *
   * @param loss where they start
   * @param sources what they are taken of
   * @param products whose gradients are taken for all steps of a loop at once
   */
  public List<@Nullable Output<?>> existing(
      LossSeed loss, List<Output<?>> sources, List<StepProducts> products) {
    Set<Operation> upstream = upstream(loss.target().op());
    List<StepProducts> learned =
        products.stream().filter(product -> sources.contains(product.variable())).toList();
    Set<Output<?>> asked = new LinkedHashSet<>(sources);
    learned.forEach(product -> asked.addAll(product.results()));
    // TensorFlow refuses to be asked for what the loss does not depend on.
    asked.removeIf(source -> !upstream.contains(source.op()));
    List<Output<?>> reached = List.copyOf(asked);
    List<Output<?>> raw = reached.isEmpty() ? List.of() : raw(loss.target(), loss.seed(), reached);
    Map<Output<?>, Output<?>> found = new HashMap<>();
    for (int i = 0; i < raw.size(); i++) {
      if (exists(raw.get(i))) {
        found.put(reached.get(i), raw.get(i));
      }
    }
    for (StepProducts product : learned) {
      List<@Nullable Output<?>> each = new ArrayList<>();
      product.results().forEach(result -> each.add(found.get(result)));
      Output<?> more = product.gradient(tf, each);
      if (more != null) {
        found.merge(product.variable(), more, tf::add);
      }
    }
    List<@Nullable Output<?>> gradients = new ArrayList<>();
    sources.forEach(source -> gradients.add(found.get(source)));
    return gradients;
  }

  /** Returns the operations that one computes from, itself included. */
  private static Set<Operation> upstream(Operation from) {
    Set<Operation> seen = new HashSet<>(Set.of(from));
    Deque<Operation> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      if (open.pop() instanceof GraphOperation operation) {
        for (int i = 0; i < operation.numInputs(); i++) {
          Operation input = operation.input(i).op();
          if (seen.add(input)) {
            open.push(input);
          }
        }
      }
    }
    return seen;
  }

  private List<Output<?>> raw(Output<?> target, @Nullable Output<?> seed, List<Output<?>> sources) {
    Output<?>[] from = sources.toArray(Output<?>[]::new);
    try {
      Output<?>[] of = {target};
      // No prefix of our own: TensorFlow then finds one that no other step in this graph has.
      Output<?>[] found =
          tf.graph().addGradients(null, of, from, seed == null ? null : new Output<?>[] {seed});
      ReluGradients.readResults(tf);
      for (int i = 0; i < found.length; i++) {
        if (exists(found[i])) {
          found[i] = BiasGradients.ofMatrix(tf, found[i]);
        }
      }
      return Arrays.asList(found);
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw explain(e);
    }
  }

  private Output<?> orZeros(@Nullable Output<?> gradient, Output<?> like) {
    return gradient != null && exists(gradient) ? gradient : tf.unary("ZerosLike", like);
  }

  public static boolean exists(@Nullable Output<?> gradient) {
    return gradient != null && !gradient.isClosed();
  }

  private RuntimeException explain(RuntimeException failure) {
    String type = MissingGradient.operation(failure);
    if (type == null) {
      return failure;
    }
    Set<String> users = new LinkedHashSet<>();
    Set<String> near = new LinkedHashSet<>();
    String advice = "";
    Iterator<GraphOperation> all = tf.graph().operations();
    while (all.hasNext()) {
      GraphOperation operation = all.next();
      if (!operation.type().equals(type)) {
        continue;
      }
      OperatorNode source = source(operation.name());
      if (source != null) {
        users.add(named(source));
        advice = advice(source.operator());
      } else {
        forward(operation).forEach(node -> near.add(named(node)));
      }
    }
    String what = "TensorFlow Java cannot train through the operation " + type + advice;
    return users.isEmpty()
        ? new UnsupportedModelException(
            what + ", in the gradient of one of these, of which a gradient is wanted:",
            List.copyOf(near),
            failure)
        : new UnsupportedModelException(what + ", used by:", List.copyOf(users), failure);
  }

  private static String named(OperatorNode node) {
    return node.operator().opType() + ": node '" + node.name() + "' of " + node.origin();
  }

  /** Returns the nodes that read what an operation of a gradient reads of the forward graph. */
  private Set<OperatorNode> forward(GraphOperation ofGradient) {
    Set<OperatorNode> found = new LinkedHashSet<>();
    Set<Operation> seen = new HashSet<>(Set.of(ofGradient));
    Deque<GraphOperation> open = new ArrayDeque<>(List.of(ofGradient));
    while (!open.isEmpty()) {
      GraphOperation next = open.pop();
      for (int i = 0; i < next.numInputs(); i++) {
        if (!(next.input(i).op() instanceof GraphOperation input) || !seen.add(input)) {
          continue;
        }
        if (source(input.name()) == null) {
          open.push(input);
          continue;
        }
        for (GraphOperation reader : input.consumers(next.input(i).index())) {
          OperatorNode node = source(reader.name());
          if (node != null) {
            found.add(node);
          }
        }
      }
    }
    return found;
  }

  private static String advice(Operator operator) {
    if (operator instanceof Control) {
      return " (a nested graph that runs or not, or so often, as values of the run say: only what"
          + " comes after it learns)";
    }
    return operator instanceof Recurrent
        ? " (a loop whose number of steps is not known when the model is compiled: give the"
            + " sequence a fixed length)"
        : "";
  }

  /** Finds the node by the longest scope that the operation's name lies in. */
  private @Nullable OperatorNode source(String operation) {
    int slash = operation.lastIndexOf('/');
    while (slash > 0) {
      OperatorNode found = nodes.get(operation.substring(0, slash));
      if (found != null) {
        return found;
      }
      slash = operation.lastIndexOf('/', slash - 1);
    }
    return null;
  }
}
