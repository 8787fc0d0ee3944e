package dev.tenon.runtime.tensorflow.saved.guards;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Leaves the lengths of placeholders and of arrays' elements open that no memory holds: TensorFlow
 * makes constants of such shapes ahead of the run, or zeros in the place of no elements, and waits
 * ten seconds for memory that there will never be.
 */
final class HugeShapes {
  private static final double MOST = 1 << 28;
  private static final AttrValue NONE = AttrValue.getDefaultInstance();

  private HugeShapes() {}

  /** Returns a node as it is to be run: itself, or one that is less particular. */
  static NodeDef opened(NodeDef node) {
    NodeDef result = node.getOp().equals("Placeholder") ? opened(node, "shape") : node;
    return opened(opened(result, "element_shape"), "element_shape_except0");
  }

  private static NodeDef opened(NodeDef node, String attribute) {
    TensorShapeProto shape = node.getAttrOrDefault(attribute, NONE).getShape();
    if (elements(shape) <= MOST) {
      return node;
    }
    TensorShapeProto.Builder lengths = shape.toBuilder();
    lengths.getDimBuilderList().forEach(dim -> dim.setSize(-1));
    return node.toBuilder()
        .putAttr(attribute, AttrValue.newBuilder().setShape(lengths).build())
        .build();
  }

  private static double elements(TensorShapeProto shape) {
    double elements = 1;
    for (TensorShapeProto.Dim dim : shape.getDimList()) {
      elements *= Math.max(1.0, (double) dim.getSize());
    }
    return elements;
  }
}
