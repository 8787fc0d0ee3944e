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
import org.junit.jupiter.api.Test;

/** What is inferred of the outputs of ONNX's operator tests admits what was recorded. */
final class OnnxTypesTest {
  private static final int READABLE = 1615;

  @Test
  void inferredTypesAdmitTheRecordedOutputs() throws IOException {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (Path test : OnnxSuite.tests(Path.of(foreign, "onnx", "node"))) {
      SuiteValues values = SuiteValues.of(test);
      OnnxGraph onnx = read(test, values);
      List<Tensor> recorded = values.outputs(values.sets().get(0));
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
  }

  /** Reads a model; where lengths of sequences come with the run, for those that were recorded. */
  private static OnnxGraph read(Path test, SuiteValues values) throws IOException {
    try (Source source = Source.of(test.resolve("model.onnx"))) {
      String name = source.name();
      try {
        return OnnxImporter.read(source, name, values.lengths(), Map.of());
      } catch (UnsupportedModelException e) {
        return OnnxImporter.read(source, name, values.lengths(), values.deciding());
      }
    }
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
