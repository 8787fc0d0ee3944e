package dev.tenon.internal.backing.onnx;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.ir.op.RuntimeOperators;
import dev.tenon.saving.onnx.OnnxOptions;
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
    boolean batched =
        structure.inputs().stream().anyMatch(port -> !port.ranked() || !isFixed(port.dims()));
    // Beside an input of samples others may be what is the same for all of them.
    structure.inputs().stream()
        .filter(port -> !batched)
        .forEach(
            port ->
                warnings.add(
                    "input '"
                        + port.name()
                        + "' ("
                        + String.join(", ", port.dims())
                        + ") has no batch axis: its first axis is no open length, so every run"
                        + " takes exactly this shape, and no batch can be fed, trained or split"));
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

  /** Says whether a first axis counts no samples; a length of 1 is a batch of one sample. */
  private static boolean isFixed(List<String> dims) {
    return dims.size() <= 1
        ? dims.stream().allMatch(dim -> dim.matches("[0-9]+"))
        : dims.get(0).matches("[0-9]+") && !dims.get(0).equals("1");
  }

  private static String foreign(String operator, int count, boolean strange) {
    return "operator "
        + operator
        + " ("
        + count
        + (count == 1 ? " time)" : " times)")
        + (strange
            ? ": "
                + RuntimeOperators.reason(
                    operator.substring(0, Math.max(0, operator.lastIndexOf(':'))),
                    operator.substring(operator.lastIndexOf(':') + 1))
            : " runs on ONNX Runtime only");
  }
}
