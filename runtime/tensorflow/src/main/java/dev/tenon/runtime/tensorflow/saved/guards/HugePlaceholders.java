package dev.tenon.runtime.tensorflow.saved.guards;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Leaves the lengths of placeholders open that no memory holds: TensorFlow makes constants of such
 * shapes ahead of the run, and waits ten seconds for memory that there will never be.
 */
final class HugePlaceholders {
  private static final double MOST = 1 << 28;
  private static final AttrValue NONE = AttrValue.getDefaultInstance();

  private HugePlaceholders() {}

  /** Returns a node as it is to be run: itself, or a placeholder that is less particular. */
  static NodeDef opened(NodeDef node) {
    TensorShapeProto shape = node.getAttrOrDefault("shape", NONE).getShape();
    if (!node.getOp().equals("Placeholder") || elements(shape) <= MOST) {
      return node;
    }
    TensorShapeProto.Builder lengths = shape.toBuilder();
    lengths.getDimBuilderList().forEach(dim -> dim.setSize(-1));
    return node.toBuilder()
        .putAttr("shape", AttrValue.newBuilder().setShape(lengths).build())
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
