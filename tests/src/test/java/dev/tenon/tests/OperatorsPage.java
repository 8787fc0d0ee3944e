package dev.tenon.tests;

import dev.tenon.exporters.onnx.OnnxExports;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.NotInOnnx;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.TraditionalMl;
import dev.tenon.schema.OperatorSchemas;
import java.util.Map;

/** Writes {@code docs/operators.md} from the sealed families and both registries. */
final class OperatorsPage {
  private static final String INTRODUCTION =
      """
      # Operators

      <!-- Generated; do not edit. To write it again: %s -->

      This page lists every operator of Tenon's graphs. Names and attributes are ONNX's, and each name
      links to ONNX's page.

      - *TensorFlow* says whether the TensorFlow engine runs the operator.
      - *ONNX* is the opset that introduced the operator, or 13 for all older ones. For an earlier
        opset, the exporter writes equivalent older operators if it has a rule. Otherwise it refuses
        and names the opset.
      """;

  /** Operators of Tenon's own that the exporter has another name for. */
  private static final Map<String, String> WRITTEN_AS =
      Map.of(
          "Inverse", "as Inverse of com.microsoft",
          "MaxPoolPositions", "as MaxPool with both of its outputs",
          "PackedAttention", "as Attention of com.microsoft",
          "Recurrence", "as LSTM, GRU or RNN if they are equivalent, else as Scan",
          "Opaque", "as its operator of another domain");

  private OperatorsPage() {}

  static String write(String command) {
    StringBuilder page = new StringBuilder(INTRODUCTION.formatted(command));
    String family = "";
    for (Class<? extends Operator> record : Operators.all()) {
      String own = record.getEnclosingClass().getSimpleName();
      if (!own.equals(family)) {
        family = own;
        page.append("\n## ").append(own).append("\n\n");
        page.append("| Operator | Attributes | TensorFlow | ONNX |\n| --- | --- | --- | --- |\n");
      }
      page.append("| ").append(name(record));
      page.append(" | ").append(String.join(", ", Attributes.names(record)));
      page.append(" | ").append(tensorFlow(record));
      page.append(" | ").append(onnx(record)).append(" |\n");
    }
    return page.toString();
  }

  private static String name(Class<? extends Operator> record) {
    String name = record.getSimpleName();
    if (Operators.domain(record).equals(TraditionalMl.DOMAIN)) {
      return "[" + name + "](https://onnx.ai/onnx/operators/onnx_aionnxml_" + name + ".html)";
    }
    return record.isAnnotationPresent(NotInOnnx.class)
        ? name
        : "[" + name + "](https://onnx.ai/onnx/operators/onnx__" + name + ".html)";
  }

  /** Returns the cell, empty where the engine has neither a mapping nor a reason. */
  static String tensorFlow(Class<? extends Operator> record) {
    String reason = TensorFlowMappings.reason(record);
    return reason != null ? "no: " + reason : TensorFlowMappings.has(record) ? "yes" : "";
  }

  /** Returns the cell, empty where the exporter has neither an operator to write nor a reason. */
  static String onnx(Class<? extends Operator> record) {
    String reason = OnnxExports.reason(record);
    if (reason != null) {
      return "no: " + reason;
    }
    if (!Operators.domain(record).isEmpty()) {
      return "in " + Operators.domain(record);
    }
    return record.isAnnotationPresent(NotInOnnx.class)
        ? WRITTEN_AS.getOrDefault(record.getSimpleName(), "")
        : Integer.toString(OperatorSchemas.since(record.getSimpleName()));
  }
}
