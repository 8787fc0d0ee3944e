package dev.tenon.importers.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Parameter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the initializers that are learned: those that operators read where weights belong. */
final class WeightPlaces {
  /** By operator: the positions of weights among its inputs. */
  private static final Map<String, List<Integer>> WEIGHTS =
      Map.ofEntries(
          Map.entry("Conv", List.of(1, 2)),
          Map.entry("ConvTranspose", List.of(1, 2)),
          Map.entry("Gemm", List.of(0, 1, 2)),
          Map.entry("MatMul", List.of(0, 1)),
          Map.entry("BatchNormalization", List.of(1, 2)),
          Map.entry("InstanceNormalization", List.of(1, 2)),
          Map.entry("LayerNormalization", List.of(1, 2)),
          Map.entry("RMSNormalization", List.of(1)),
          Map.entry("LSTM", List.of(1, 2, 3, 5, 6, 7)),
          Map.entry("GRU", List.of(1, 2, 3, 5)),
          Map.entry("RNN", List.of(1, 2, 3, 5)),
          Map.entry("PRelu", List.of(1)),
          Map.entry("Add", List.of(0, 1)),
          Map.entry("Sub", List.of(0, 1)),
          Map.entry("Mul", List.of(0, 1)),
          Map.entry("Gather", List.of(0)),
          Map.entry("Einsum", List.of(0, 1)),
          Map.entry("Transpose", List.of(0)),
          Map.entry("Identity", List.of(0)),
          Map.entry("Unsqueeze", List.of(0)),
          Map.entry("Squeeze", List.of(0)),
          Map.entry("Flatten", List.of(0)),
          Map.entry("Slice", List.of(0)),
          Map.entry("Split", List.of(0)),
          Map.entry("Concat", List.of(0, 1, 2, 3)),
          Map.entry("Reshape", List.of(0)),
          Map.entry("Expand", List.of(0)));

  /** The operators whose single factor or summand may be a number of the formula. */
  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul");

  /** Names that exporters invent for numbers of a formula, such as the scale of attention. */
  private static final Pattern INVENTED =
      Pattern.compile("_?val_\\d+|onnx::.*|.*Constant.*|const_.*");

  /** By operator: the positions of what it changes itself while the network learns. */
  private static final Map<String, List<Integer>> STATES =
      Map.of("BatchNormalization", List.of(3, 4));

  private WeightPlaces() {}

  /** Returns what each learned initializer of the main graph is for, by its name. */
  static Map<String, Parameter.Role> find(GraphProto graph) {
    Set<String> candidates = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDimsCount() > 0
          && OnnxFile.isSupported(tensor.getDataType())
          && OnnxFile.dtype(tensor.getDataType()).isFloating()) {
        candidates.add(tensor.getName());
        if (tensor.getDimsList().stream().allMatch(length -> length == 1)
            && INVENTED.matcher(tensor.getName()).matches()) {
          numbers.add(tensor.getName());
        }
      }
    }
    Map<String, Parameter.Role> roles = new HashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (ARITHMETIC.contains(node.getOpType())
          && node.getInputList().stream().anyMatch(numbers::contains)) {
        continue;
      }
      mark(node, WEIGHTS, Parameter.Role.WEIGHT, candidates, roles);
      mark(node, STATES, Parameter.Role.STATE, candidates, roles);
    }
    return roles;
  }

  private static void mark(
      NodeProto node,
      Map<String, List<Integer>> places,
      Parameter.Role role,
      Set<String> candidates,
      Map<String, Parameter.Role> roles) {
    if (!ImportContext.isStandard(node.getDomain())) {
      return;
    }
    for (int place : places.getOrDefault(node.getOpType(), List.of())) {
      if (place < node.getInputCount() && candidates.contains(node.getInput(place))) {
        roles.putIfAbsent(node.getInput(place), role);
      }
    }
  }
}
