package dev.tenon;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxStructure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Says what of an ONNX file is set aside, guessed, or left to one engine. */
final class OnnxWarnings {
  private OnnxWarnings() {}

  static List<String> of(OnnxStructure structure, Supplier<OnnxGraph> graph) {
    List<String> warnings = new ArrayList<>();
    long opset = structure.opsets().getOrDefault("ai.onnx", 0L);
    if (opset > OnnxOptions.NEWEST_OPSET) {
      warnings.add(
          "opset "
              + opset
              + " is newer than "
              + OnnxOptions.NEWEST_OPSET
              + ", the newest that Tenon knows: its operators are read as those of "
              + OnnxOptions.NEWEST_OPSET);
    }
    for (OnnxStructure.Port port : structure.outputs()) {
      if (!port.isTensor()) {
        warnings.add(
            "output '"
                + port.name()
                + "' is "
                + (port.type().isEmpty() ? "of no type that the file names" : "a " + port.type())
                + ", no tensor of a type that Tenon has: predict leaves it out");
      }
    }
    try {
      OnnxGraph onnx = graph.get();
      onnx.foreignOperators()
          .forEach(
              (name, count) ->
                  warnings.add(foreign(name, count, onnx.strangeOperators().containsKey(name))));
    } catch (UnsupportedModelException e) {
      warnings.add("runs on ONNX Runtime only: " + e.getMessage());
    }
    return warnings;
  }

  private static String foreign(String operator, int count, boolean strange) {
    return "operator "
        + operator
        + " ("
        + count
        + " times) "
        + (strange
            ? "is of a domain that neither TensorFlow nor ONNX Runtime has by itself"
            : "runs on ONNX Runtime only");
  }
}
