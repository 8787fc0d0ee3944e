package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Scan as opset 8 had it: with a batch axis in front, along which the body is run for each
 * sample by itself.
 */
final class OldScan {
  private static final int MOST_SAMPLES = 64;

  private final GraphReader reader;
  private final String label;

  OldScan(GraphReader reader, String label) {
    this.reader = reader;
    this.label = label;
  }

  List<Value> results(
      NodeProto node,
      List<@Nullable Value> operands,
      int sequences,
      Map<String, Object> attributes) {
    if (operands.isEmpty() || operands.get(0) != null) {
      throw new UnsupportedModelException(
          label, "sequences of different lengths (opset 8) are not supported");
    }
    Origin origin = new Origin(reader.nodeName(node), "Scan");
    Ops ops = new Ops(reader::builder, () -> origin);
    Value first = reader.operand(node.getInput(1), label);
    long batch = first.shape().ranked() ? first.shape().length(0) : -1;
    if (batch < 1 || batch > MOST_SAMPLES) {
      throw new UnsupportedModelException(
          label, "needs a batch of 1 to " + MOST_SAMPLES + " samples, known in the file");
    }
    Map<String, Object> now = new LinkedHashMap<>(attributes);
    if (now.remove("directions") instanceof List<?> directions) {
      now.put("scan_input_directions", directions);
    }
    List<List<Value>> parts = new ArrayList<>();
    for (int sample = 0; sample < batch; sample++) {
      List<@Nullable Value> own = new ArrayList<>();
      for (int i = 1; i < operands.size(); i++) {
        Value operand = reader.operand(node.getInput(i), label);
        own.add(ops.squeeze(ops.slice(operand, 0, sample, sample + 1L, 1), 0));
      }
      parts.add(new NestedGraphs(reader, label).scan(node, own, sequences, now));
    }
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < parts.get(0).size(); i++) {
      List<Value> samples = new ArrayList<>();
      for (List<Value> part : parts) {
        samples.add(ops.unsqueeze(part.get(i), 0));
      }
      results.add(ops.concat(0, samples));
    }
    return results;
  }
}
