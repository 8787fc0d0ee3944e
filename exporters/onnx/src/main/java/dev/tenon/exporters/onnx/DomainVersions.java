package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.TraditionalMl;
import java.util.Map;

/** Which version of a domain beside ONNX's own a model names. */
final class DomainVersions {
  private static final Map<String, Long> USUAL =
      Map.of("ai.onnx.ml", 3L, "ai.onnx.training", 1L, "ai.onnx.preview.training", 1L);

  private DomainVersions() {}

  /** Returns the first version that has an operator as it is written. */
  static long first(Operator operator) {
    return operator instanceof TraditionalMl model ? model.domainVersion() : 1;
  }

  /**
   * Returns the version to name.
   *
   * @param needed the one that the operators need at least
   * @param given those that the model's own file named
   */
  static long of(String domain, long needed, Map<String, Long> given) {
    long usual = given.getOrDefault(domain, USUAL.getOrDefault(domain, 1L));
    return Math.max(needed, usual);
  }
}
