package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.pass.recognition.RecogniseGroups;

/**
 * Converts a graph's operators on images to one layout: channels last, which TensorFlow needs on a
 * CPU, or channels first, which ONNX needs.
 *
 * <p>The pass visits each node once. The result of an operator on images stays in the target
 * layout, with a record of its axis order. Operators for any axis order read it directly (see
 * {@link AxisRules}); others read it through one Transpose for each value. Inputs and outputs keep
 * their layout. Constants are transposed in place, parameters and computed kernels by a node.
 *
 * <p>For channels last, group normalization written as instance normalization between reshapes
 * becomes one operator on images first, because its three axes have no channel axis.
 *
 * <p>Transposes of the pass have an origin of kind {@link #KIND}. Values that must keep their
 * layout, such as inspected values or state updates, must be outputs of the graph.
 */
public final class LayoutPass {
  /** The origin kind of the nodes that the pass adds. */
  public static final String KIND = "Layout";

  /**
   * Above this size a Transpose of the activations is cheaper than a rearranged copy of a kernel.
   */
  public static final long LARGEST_KERNEL = 64L << 20;

  private LayoutPass() {}

  /** Returns the graph with every operator on images in the layout, in nested graphs too. */
  public static Graph apply(Graph graph, boolean channelsLast) {
    Graph ready = channelsLast ? RecogniseGroups.apply(graph) : graph;
    LayoutWalk walk = new LayoutWalk(ready, channelsLast);
    for (OperatorNode node : ready.nodes()) {
      walk.visit(node);
    }
    return walk.finish();
  }
}
