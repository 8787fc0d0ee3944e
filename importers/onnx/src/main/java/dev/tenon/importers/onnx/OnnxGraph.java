package dev.tenon.importers.onnx;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.HasSubgraphs;
import dev.tenon.ir.op.RuntimeOperators;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An ONNX file as a graph of operators.
 *
 * @param graph the operators; values of the file keep their names
 * @param parameters the trainable initializers, in the file's order
 * @param store the content of the parameters
 * @param values every value of the main graph by its name in the file, in order
 * @param nested the values of each nested graph by their names, by identity
 * @param inlined the values of branches that are always taken, such as {@code if/x}
 * @param opset the version of ONNX's standard operators
 */
public record OnnxGraph(
    Graph graph,
    List<Parameter> parameters,
    ParameterStore store,
    Map<String, Value> values,
    Map<Graph, Map<String, Value>> nested,
    Map<String, Value> inlined,
    long opset) {
  /** What TensorFlow runs although no operator of Tenon's stands for it. */
  private static final Set<String> RUN_BY_TENSORFLOW = Set.of("ImageDecoder");

  public OnnxGraph {
    parameters = List.copyOf(parameters);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    nested = Collections.unmodifiableMap(new IdentityHashMap<>(nested));
    inlined = Collections.unmodifiableMap(new LinkedHashMap<>(inlined));
  }

  /**
   * Returns the number of occurrences of each operator that only ONNX Runtime computes, nested
   * graphs included.
   */
  public Map<String, Integer> foreignOperators() {
    Map<String, Integer> counts = new TreeMap<>();
    count(graph, counts);
    return counts;
  }

  /**
   * Returns the number of occurrences of each operator that no engine has, unless a program loads a
   * library of custom operators. These are operators of unknown domains, of training, and those
   * without a kernel in ONNX Runtime.
   */
  public Map<String, Integer> strangeOperators() {
    Map<String, Integer> strange = new TreeMap<>(foreignOperators());
    strange.keySet().removeIf(OnnxGraph::isKnown);
    return strange;
  }

  private static boolean isKnown(String operator) {
    int colon = operator.lastIndexOf(':');
    String domain = colon < 0 ? "" : operator.substring(0, colon);
    return RuntimeOperators.has(domain, operator.substring(colon + 1))
        || RUN_BY_TENSORFLOW.contains(operator);
  }

  private static void count(Graph graph, Map<String, Integer> counts) {
    for (OperatorNode node : graph.nodes()) {
      if (node.operator() instanceof CustomOperator.Opaque opaque) {
        String domain = opaque.domain().isEmpty() ? "" : opaque.domain() + ":";
        counts.merge(domain + opaque.operator(), 1, Integer::sum);
      }
      if (node.operator() instanceof HasSubgraphs nesting) {
        nesting.bodies().forEach(body -> count(body, counts));
      }
    }
  }
}
