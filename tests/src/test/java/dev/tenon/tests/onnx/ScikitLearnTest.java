package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What skl2onnx writes by default, with a ZipMap, gives the numbers of scikit-learn. */
class ScikitLearnTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/onnx/sklearn");
  private static final double ROUNDING = 2e-6;

  @TempDir private Path folder;

  private static Path model(String name) {
    return GOLDENS.resolve(name + ".onnx");
  }

  private static Map<String, Tensor> golden(String name) throws Exception {
    try (Source source = Source.of(GOLDENS.resolve(name + ".npz"))) {
      return Npz.read(source);
    }
  }

  private static void equal(Tensor expected, Tensor found) {
    Difference difference = Difference.of(expected, found);
    assertThat(difference.problem()).isEmpty();
    assertThat(difference.relative()).isLessThan(ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic_int64", "logistic_string", "forest_int64", "mlp_opset9"})
  void classifiersGiveLabelsAndProbabilities(String name) throws Exception {
    Map<String, Tensor> golden = golden(name);
    Map<String, Tensor> fed = Map.of("X", golden.get("in:X"));
    Path again = folder.resolve("again.onnx");
    Path same = folder.resolve("same.onnx");
    try (Model loaded = Model.load(model(name))) {
      assertThat(loaded.outputs().get(1).dtype()).isEqualTo(DType.FLOAT32);
      assertThat(loaded.outputs().get(1).shape().length(1)).isEqualTo(3);
      Map<String, Tensor> found = loaded.predict(fed);
      equal(golden.get("out:output_label"), found.get("output_label"));
      equal(golden.get("out:output_probability"), found.get("output_probability"));
      equal(
          golden.get("out:output_label"),
          loaded.run(fed, List.of("output_label")).get("output_label"));
      loaded.save(again, OnnxOptions.DEFAULTS);
      loaded.save(same);
    }
    for (Path file : List.of(again, same)) {
      try (Model loaded = Model.load(file)) {
        equal(golden.get("out:output_probability"), loaded.predict(fed).get("output_probability"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic_int64", "logistic_string", "forest_int64", "ridge"})
  void theCommandsTakeThem(String name) throws Exception {
    Path inputs = folder.resolve("inputs.npz");
    Npz.write(inputs, Map.of("X", golden(name).get("in:X")));
    String predicted = Ran.done("predict", model(name), "--input", inputs);
    assertThat(predicted).contains(name.equals("ridge") ? "variable" : "output_probability");
    if (name.endsWith("string")) {
      assertThat(predicted).contains("virginica");
    }
    assertThat(Ran.done("check", model(name))).contains("status: supported");
    assertThat(Ran.done("verify", model(name), GOLDENS.resolve(name + ".npz")))
        .contains("\"status\":\"ok\"");
  }

  @Test
  void wordsBecomeNumbersInAFileThatIsWrittenAnewToo() throws Exception {
    Map<String, Tensor> golden = golden("words");
    Path again = folder.resolve("again.onnx");
    try (Model loaded = Model.load(model("words"))) {
      equal(golden.get("out:variable"), loaded.predict(golden.get("in:X")));
      loaded.save(again, OnnxOptions.DEFAULTS);
    }
    try (Model loaded = Model.load(again)) {
      equal(golden.get("out:variable"), loaded.predict(golden.get("in:X")));
    }
  }

  @Test
  void pipelinesOfRegressorsRun() throws Exception {
    Map<String, Tensor> golden = golden("ridge");
    try (Model loaded = Model.load(model("ridge"))) {
      equal(golden.get("out:variable"), loaded.predict(golden.get("in:X")));
    }
  }
}
