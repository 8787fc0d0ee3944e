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
import org.junit.jupiter.api.Test;

/** What is inferred of the outputs of ONNX's operator tests admits what was recorded. */
final class OnnxTypesTest {
  /**
   * The others have element types that Tenon has not, or sequences whose length comes with runs.
   */
  private static final int READABLE = 1460;

  @Test
  void inferredTypesAdmitTheRecordedOutputs() throws IOException {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (Path test : OnnxSuite.tests(Path.of(foreign, "onnx", "node"))) {
      SuiteValues values = SuiteValues.of(test);
      OnnxGraph onnx;
      List<Tensor> recorded;
      try (Source source = Source.of(test.resolve("model.onnx"))) {
        onnx = OnnxImporter.read(source, source.name(), values.lengths());
        recorded = values.outputs(values.sets().get(0));
      } catch (UnsupportedModelException e) {
        continue;
      }
      read++;
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
