package dev.tenon.ir.graph;

/**
 * The layer call or ONNX node that an operator comes from.
 *
 * @param path the path of the call under its original name, such as {@code encoder@2/dense_1}
 * @param kind Keras' class name or ONNX's operator name, such as {@code Dense}
 * @param recomputed whether gradients compute its values again in place of keeping them
 */
public record Origin(String path, String kind, boolean recomputed) {
  /** The origin of operators without a layer. */
  public static final Origin NONE = new Origin("", "");

  /** Creates an origin whose values are kept for gradients. */
  public Origin(String path, String kind) {
    this(path, kind, false);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? "(model)" : "'" + path + "' (" + kind + ")";
  }
}
