package dev.tenon.ir.graph;

/**
 * The layer call or ONNX node that an operator comes from.
 *
 * @param path the path of the call under its original name, such as {@code encoder@2/dense_1}
 * @param kind Keras' class name or ONNX's operator name, such as {@code Dense}
 */
public record Origin(String path, String kind) {
  /** The origin of operators without a layer. */
  public static final Origin NONE = new Origin("", "");

  @Override
  public String toString() {
    return path.isEmpty() ? "(model)" : "'" + path + "' (" + kind + ")";
  }
}
