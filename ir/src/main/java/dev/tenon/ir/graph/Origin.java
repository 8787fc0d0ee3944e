package dev.tenon.ir.graph;

/**
 * The layer call or ONNX node that an operator comes from.
 *
 * @param path the path of the call under its original name, such as {@code encoder@2/dense_1}
 * @param kind Keras' class name or ONNX's operator name, such as {@code Dense}
 * @param recomputation which values gradients compute again in place of keeping them
 */
public record Origin(String path, String kind, Recomputation recomputation) {
  /** What a step of training computes a second time for its gradients. */
  public enum Recomputation {
    /** Nothing: all values are kept. */
    NOTHING,
    /** The values of activation functions. */
    ACTIVATIONS,
    /** All values but random ones and variables. */
    ALL
  }

  /** The origin of operators without a layer. */
  public static final Origin NONE = new Origin("", "");

  /** Creates an origin whose values are kept for gradients. */
  public Origin(String path, String kind) {
    this(path, kind, Recomputation.NOTHING);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? "(model)" : "'" + path + "' (" + kind + ")";
  }
}
