package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.op.RuntimeOperators;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognises that ONNX Runtime refuses a model for an operator that it does not have at all. */
final class MissingOperator {
  /** Such as {@code Fatal error: my.lib:Foo(-1) is not a registered function/op}. */
  private static final Pattern UNREGISTERED =
      Pattern.compile("([\\w.]*):?(\\b\\w+)\\(-?\\d+\\) is not a registered function/op");

  /** Such as {@code No Op registered for Foo with domain_version of 17}. */
  private static final Pattern UNKNOWN = Pattern.compile("No Op registered for ()(\\w+)");

  /** Such as {@code Could not find an implementation for Foo(1) node with name ''}. */
  private static final Pattern WITHOUT_KERNEL =
      Pattern.compile("Could not find an implementation for ()(\\w+)\\(");

  private MissingOperator() {}

  /** Returns the exception that names the operator; null where something else is refused. */
  static @Nullable UnsupportedModelException of(String label, OrtException e) {
    String message = String.valueOf(e.getMessage());
    for (Pattern pattern : List.of(UNREGISTERED, UNKNOWN, WITHOUT_KERNEL)) {
      Matcher found = pattern.matcher(message);
      if (found.find() && !isElsewhere(found.group(1), found.group(2))) {
        String domain = found.group(1);
        String name = (domain.isEmpty() ? "" : domain + ":") + found.group(2);
        String reason = RuntimeOperators.reason(domain, found.group(2));
        return new UnsupportedModelException(
            label, "ONNX Runtime has no operator " + name + ": " + reason, List.of(), e);
      }
    }
    return null;
  }

  /** Says whether some domain has the operator, so that a type or a version is what is missing. */
  private static boolean isElsewhere(String domain, String operator) {
    return domain.isEmpty()
        ? List.of("", "ai.onnx.ml", "com.microsoft").stream()
            .anyMatch(each -> RuntimeOperators.has(each, operator))
        : RuntimeOperators.has(domain, operator);
  }
}
