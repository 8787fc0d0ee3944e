package dev.tenon.layers.ops;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of {@code keras.ops} that Tenon does not have, each with the reason. */
final class OpRefusals {
  private static final Map<String, String> REASONS = list();

  private OpRefusals() {}

  static @Nullable String reason(String op) {
    return REASONS.get(op);
  }

  private static Map<String, String> list() {
    Map<String, String> reasons = new HashMap<>();
    add(
        reasons,
        "Map Scan AssociativeScan Switch WhileLoop ForiLoop Cond VectorizedMap Function JVP Vectorize",
        "which runs a Python function that the file does not hold as layers: replace it by layers"
            + " or by other functions of keras.ops");
    add(
        reasons,
        "Polar ViewAsComplex ViewAsReal",
        "which gives complex numbers in one tensor: keep the real and the imaginary part in two");
    add(
        reasons,
        "Eig Eigh LuFactor Qr SVD Lstsq MatrixRank Pinv CTCLoss CTCDecode",
        "which neither ONNX nor Tenon's operators can say: compute it before or after the model");
    add(
        reasons,
        "ElasticTransform",
        "which draws random numbers at each call: use the layer RandomElasticTransform, which does"
            + " so in training only");
    return Map.copyOf(reasons);
  }

  private static void add(Map<String, String> reasons, String ops, String reason) {
    for (String op : ops.split(" ", -1)) {
      reasons.put(op, reason);
    }
  }
}
