package dev.tenon.runtime.tensorflow;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TensorFlowException;

/** Asks TensorFlow for gradients, and says where one is missing in the model's own words. */
final class Gradients {
  private static final Pattern MISSING = Pattern.compile("No gradient defined for op: (\\w+)");

  private final Tf tf;
  private final Variables variables;
  private final Map<String, OperatorNode> sources;

  Gradients(Tf tf, Variables variables, Map<String, OperatorNode> sources) {
    this.tf = tf;
    this.variables = variables;
    this.sources = sources;
  }

  /**
   * Returns the gradients of a scalar.
   *
   * @throws UnsupportedModelException where an operation has none, naming the node
   */
  Map<Parameter, Output<?>> of(
      Output<?> loss, List<Parameter> parameters, List<StepProducts> products) {
    List<Output<?>> reads = new ArrayList<>();
    parameters.forEach(parameter -> reads.add(variables.of(parameter).read()));
    List<StepProducts> learned =
        products.stream().filter(product -> reads.contains(product.variable())).toList();
    List<Output<?>> asked = new ArrayList<>(reads);
    learned.forEach(product -> asked.addAll(product.results()));
    Output<?>[] found = raw(loss, null, asked);
    int next = reads.size();
    for (StepProducts product : learned) {
      int end = next + product.results().size();
      Output<?> more = product.gradient(tf, Arrays.asList(found).subList(next, end));
      int at = reads.indexOf(product.variable());
      if (more != null) {
        found[at] = exists(found[at]) ? tf.add(found[at], more) : more;
      }
      next = end;
    }
    Map<Parameter, Output<?>> gradients = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Output<?> gradient = found[i];
      gradients.put(
          parameters.get(i), exists(gradient) ? gradient : tf.unary("ZerosLike", reads.get(i)));
    }
    return gradients;
  }

  private Output<?>[] raw(
      Output<?> target, @Nullable Output<?> seed, List<? extends Output<?>> sources) {
    Output<?>[] from = sources.toArray(Output<?>[]::new);
    try {
      return seed == null
          ? tf.graph().addGradients(target, from)
          : tf.graph()
              .addGradients("gradients", new Output<?>[] {target}, from, new Output<?>[] {seed});
    } catch (TensorFlowException | IllegalArgumentException e) {
      throw explain(e);
    }
  }

  /**
   * Returns the gradients of a tensor's weighted sum, zeros where it does not depend on a source.
   *
   * @param seed the weights; null for ones
   * @throws UnsupportedModelException where an operation has none, naming the node
   */
  List<Output<?>> of(Output<?> target, @Nullable Output<?> seed, List<Output<?>> sources) {
    Output<?>[] found = raw(target, seed, sources);
    List<Output<?>> gradients = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      Output<?> gradient = found[i];
      gradients.add(exists(gradient) ? gradient : tf.unary("ZerosLike", sources.get(i)));
    }
    return gradients;
  }

  static boolean exists(@Nullable Output<?> gradient) {
    return gradient != null && !gradient.isClosed();
  }

  private RuntimeException explain(RuntimeException failure) {
    Matcher matcher = MISSING.matcher(String.valueOf(failure.getMessage()));
    if (!matcher.find()) {
      return failure;
    }
    String type = matcher.group(1);
    Set<String> nodes = new LinkedHashSet<>();
    Iterator<GraphOperation> all = tf.graph().operations();
    while (all.hasNext()) {
      GraphOperation operation = all.next();
      OperatorNode source = operation.type().equals(type) ? source(operation.name()) : null;
      if (source != null) {
        nodes.add(
            source.operator().opType() + ": node '" + source.name() + "' of " + source.origin());
      }
    }
    String loop =
        type.contains("While")
            ? " (a loop whose number of steps is not known when the model is compiled: give the"
                + " sequence a fixed length)"
            : "";
    return new UnsupportedModelException(
        "TensorFlow Java cannot train through the operation " + type + loop + ", used by:",
        List.copyOf(nodes),
        failure);
  }

  /** Finds the node by the longest scope that the operation's name lies in. */
  private @Nullable OperatorNode source(String operation) {
    int slash = operation.lastIndexOf('/');
    while (slash > 0) {
      OperatorNode found = sources.get(operation.substring(0, slash));
      if (found != null) {
        return found;
      }
      slash = operation.lastIndexOf('/', slash - 1);
    }
    return null;
  }
}
