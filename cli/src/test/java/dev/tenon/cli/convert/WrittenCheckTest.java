package dev.tenon.cli.convert;

import static dev.tenon.testing.Protos.longs;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.NoSampleInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that convert writes is compared with its source on random inputs, where any fit. */
final class WrittenCheckTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"x.onnx", "x.pb"})
  void aCheckWithoutAnInputSaysSo(String target) throws IOException {
    Path file = folder.resolve("network.onnx");
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(port("x", "N", "L"))
            .addOutput(port("y", "7919", "104729"))
            .addInitializer(longs("shape", 7919, 104729))
            .addNode(node("Relu", List.of("x"), List.of("r")))
            .addNode(node("Reshape", List.of("r", "shape"), List.of("y")));
    Files.write(file, model(graph, 17).build().toByteArray());
    try (Model network = Model.load(file)) {
      assertThatThrownBy(() -> Conversion.compare(network, file))
          .isInstanceOf(NoSampleInputException.class);
    }
    Path written = folder.resolve(target);
    Ran ran = Ran.of("convert", file, written, "--verify");
    assertThat(ran.code()).as(ran.all()).isEqualTo(3);
    assertThat(ran.out())
        .contains("not verified: the check's own input failed, not the file", "--golden FILE.npz")
        .doesNotContain("DIFFERENT");
    assertThat(written).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"silero_vad_16k_op15", "silero_vad_legacy", "silero_vad_op18_ifless"})
  void aVoiceDetectorFindsItsWindow(String name) {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "tenon.foreign is not set");
    Path file = Path.of(String.valueOf(foreign), "onnx", "models", name + ".onnx");
    Ran ran = Ran.of("convert", file, folder.resolve("vad.onnx"), "--verify");
    assertThat(ran.code()).as(ran.all()).isZero();
  }

  @Test
  void anOnnxNetworkIsProvedWithoutBeingAsked() {
    Path mnist = folder.resolve("mnist.onnx");
    Ran.done("convert", Checkout.file("samples/models/mnist_cnn.h5"), mnist);
    Path keras = folder.resolve("mnist.keras");
    assertThat(Ran.done("convert", mnist, keras)).contains("verified on random inputs: equal");
    assertThat(keras).exists();
    assertThat(Ran.done("convert", mnist, folder.resolve("m.weights.h5")))
        .contains("not verified: weights alone");
  }
}
