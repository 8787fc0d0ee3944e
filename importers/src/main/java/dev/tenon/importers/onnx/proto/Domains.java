package dev.tenon.importers.onnx.proto;

import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Domains of operators: ONNX's own has the names {@code ""} and {@code ai.onnx}. */
public final class Domains {
  private Domains() {}

  /** Returns by what name an operator or a function is found. */
  public static String key(String domain, String name) {
    return (isStandard(domain) ? "" : domain) + ":" + name;
  }

  public static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** Returns the version of each domain's operators, {@code ""} for ONNX's own. */
  public static Map<String, Long> opsets(List<OperatorSetIdProto> imports) {
    Map<String, Long> opsets = new HashMap<>();
    for (OperatorSetIdProto set : imports) {
      String domain = isStandard(set.getDomain()) ? "" : set.getDomain();
      opsets.merge(domain, set.getVersion(), Math::max);
    }
    return opsets;
  }
}
