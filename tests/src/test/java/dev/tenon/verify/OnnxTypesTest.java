package dev.tenon.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is inferred of the outputs of ONNX's operator tests admits what was recorded. */
final class OnnxTypesTest {
  private static final int READABLE = 1460;

  /** Why a test is not read: what the message says, and how many tests it may keep out. */
  private static final Map<String, Integer> REFUSED =
      Map.of(
          "(a tensor of|of type|element type) (float[48]|u?int[24])", 130,
          "a sequence$|an optional value$|not known in the file|list of tensors", 10,
          "carries a sequence through turns of which the number", 2,
          "an optional value that holds nothing", 1);

  @Test
  void inferredTypesAdmitTheRecordedOutputs() throws IOException {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    List<String> wrong = new ArrayList<>();
    Map<String, List<String>> refused = new TreeMap<>();
    int read = 0;
    for (Path test : OnnxSuite.tests(Path.of(foreign, "onnx", "node"))) {
      SuiteValues values = SuiteValues.of(test);
      OnnxGraph onnx;
      List<Tensor> recorded;
      try (Source source = Source.of(test.resolve("model.onnx"))) {
        onnx = OnnxImporter.read(source, source.name(), values.lengths());
        recorded = values.outputs(values.sets().get(0));
      } catch (UnsupportedModelException e) {
        refused
            .computeIfAbsent(reason(e), key -> new ArrayList<>())
            .add(test.getFileName() + ": " + e.getMessage());
        continue;
      }
      read++;
      if (onnx.graph().outputs().size() != recorded.size()) {
        wrong.add(test.getFileName() + ": " + onnx.graph().outputs().size() + " outputs");
        continue;
      }
      for (int i = 0; i < recorded.size(); i++) {
        TensorType type = onnx.graph().outputs().get(i).type();
        if (!admits(type, recorded.get(i))) {
          wrong.add(test.getFileName() + ": " + type + " for " + recorded.get(i).shapeString());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(read).isGreaterThanOrEqualTo(READABLE);
    List<String> more = new ArrayList<>();
    refused.forEach(
        (reason, tests) -> {
          if (tests.size() > REFUSED.getOrDefault(reason, 0)) {
            more.add(tests.size() + " times " + reason + ", first " + tests.get(0));
          }
        });
    assertThat(more).isEmpty();
  }

  /** Returns which of the reasons a message is about; the message itself where it is none. */
  private static String reason(UnsupportedModelException e) {
    String message = String.valueOf(e.getMessage());
    return REFUSED.keySet().stream()
        .filter(reason -> Pattern.compile(reason).matcher(message).find())
        .findFirst()
        .orElse(message);
  }

  private static boolean admits(TensorType type, Tensor recorded) {
    Shape shape = type.shape();
    if (type.dtype() != recorded.dtype() || (shape.ranked() && shape.rank() != recorded.rank())) {
      return false;
    }
    for (int i = 0; shape.ranked() && i < shape.rank(); i++) {
      if (shape.length(i) >= 0 && shape.length(i) != recorded.dim(i)) {
        return false;
      }
    }
    return true;
  }
}
