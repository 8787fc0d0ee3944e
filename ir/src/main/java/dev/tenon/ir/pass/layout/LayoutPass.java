package dev.tenon.ir.pass.layout;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.pass.recognition.RecogniseGroups;

/**
 * Moves a graph's operators on images to one layout: channels last, which TensorFlow needs on a
 * CPU, or channels first, which ONNX needs.
 *
 * <p>The pass walks the graph once. A value that an operator on images gives is kept in the target
 * layout, with the order of its axes noted beside it; operators that work in any order of axes take
 * it as it is (see {@link AxisRules}), every other operator reads it through a Transpose, made once
 * for each value. Inputs and outputs never change meaning. Constants are transposed themselves,
 * parameters and computed kernels by a node.
 *
 * <p>Group normalization that is written as instance normalization between reshapes is one operator
 * on images first, where channels go last: in three axes, its channels are no channels.
 *
 * <p>Transposes of the pass have an origin of kind {@link #KIND}. What must be the same before and
 * after, such as values that are looked at or that update a state, has to be an output of the
 * graph.
 */
public final class LayoutPass {
  /** The origin kind of what the pass adds. */
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
