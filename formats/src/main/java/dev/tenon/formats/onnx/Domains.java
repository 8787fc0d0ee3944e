package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of operator domains: the standard domain is {@code ""} or {@code ai.onnx}. */
public final class Domains {
  private Domains() {}

  /** Returns the lookup name of an operator or a function. */
  public static String key(String domain, String name) {
    return shortest(domain) + ":" + name;
  }

  /** Returns the name of a domain by which it is compared: {@code ""} for ONNX's own. */
  public static String shortest(String domain) {
    return isStandard(domain) ? "" : domain;
  }

  /** Returns whether a domain is ONNX's own. */
  public static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  /** Returns the version of each domain's operators, {@code ""} for ONNX's own. */
  public static Map<String, Long> opsets(List<OperatorSetIdProto> imports) {
    Map<String, Long> opsets = new HashMap<>();
    for (OperatorSetIdProto set : imports) {
      opsets.merge(shortest(set.getDomain()), set.getVersion(), Math::max);
    }
    return opsets;
  }
}
