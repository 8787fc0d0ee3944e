package dev.tenon.runtime.tensorflow.gradient;

import dev.tenon.runtime.tensorflow.graph.NativeGraphs;
import dev.tenon.runtime.tensorflow.graph.Tf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.internal.c_api.TF_Graph;

/**
 * Lets the gradients of ReLUs read their results, which are above zero where what went into them
 * is.
 *
 * <p>TensorFlow's C++ library lets them read what went in, which must then be kept for them.
 * Without that reader, TensorFlow writes the result over it, or makes convolution, bias and ReLU
 * one operation.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/v2.18.0/tensorflow/python/ops/nn_grad.py">
 *     TensorFlow: nn_grad.py, which reads the results</a>
 */
final class ReluGradients {
  private static final Map<String, String> FORWARD =
      Map.of("ReluGrad", "Relu", "Relu6Grad", "Relu6");

  /** By forward operation and what it reads: its result. */
  private final Map<String, Map<Output<?>, Output<?>>> results = new HashMap<>();

  private final List<GraphOperation> gradients = new ArrayList<>();

  private ReluGradients() {}

  /** Changes all that a graph has; gradients that came with it before are changed already. */
  static void readResults(Tf tf) {
    if (FORWARD.values().stream().noneMatch(tf::wrote)) {
      return;
    }
    NativeGraphs.find(tf.graph())
        .ifPresent(
            graph -> {
              ReluGradients found = new ReluGradients();
              Iterator<GraphOperation> all = tf.graph().operations();
              while (all.hasNext()) {
                found.note(all.next());
              }
              found.connect(graph);
            });
  }

  private void note(GraphOperation operation) {
    String type = operation.type();
    if (FORWARD.containsKey(type)) {
      gradients.add(operation);
    } else if (FORWARD.containsValue(type)) {
      results
          .computeIfAbsent(type, forward -> new HashMap<>())
          .putIfAbsent(operation.input(0), operation.output(0));
    }
  }

  private void connect(TF_Graph graph) {
    for (GraphOperation gradient : gradients) {
      String forward = FORWARD.get(gradient.type());
      Output<?> read = gradient.input(1);
      Output<?> result = results.getOrDefault(forward, Map.of()).get(read);
      // A gradient that reads a result has been changed already, and may have been run.
      if (result != null && !read.op().type().equals(forward)) {
        NativeGraphs.connect(graph, result, gradient, 1);
      }
    }
  }
}
