package dev.tenon.exporters.onnx.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Distances;
import dev.tenon.testing.PlainOnnxRuntime;
import dev.tenon.testing.Recording;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Files with smaller weights are opened by ONNX Runtime itself, and give what PyTorch recorded for
 * the network with full weights, but for what the rounding of the weights costs.
 */
final class SmallerWeightsTest {
  /** float16 has eleven bits; what layers add up stays far below this. */
  private static final double HALF_COSTS = 1e-3;

  /** Eight bits have steps of 1/127 of the largest weight of a channel, and 1/255 of the input. */
  private static final double BYTES_COST = 0.05;

  /** A sum in another order now and then rounds an input to the step beside. */
  private static final double STEP = 2e-3;

  /** Weights of fewer numbers stay float32: a scale and a Cast would cost more than they save. */
  private static final long LARGE = 256;

  private static OnnxModel export(Recording recording, WeightStorage storage) throws IOException {
    try (Source source = Source.of(recording.file())) {
      OnnxGraph read = OnnxImporter.read(source);
      OnnxOptions options = OnnxOptions.DEFAULTS.weights(storage);
      return OnnxExporter.export(read.graph(), read.store(), options);
    }
  }

  private static void check(Recording recording, WeightStorage storage, double cost, double step)
      throws Exception {
    OnnxModel full = export(recording, WeightStorage.FULL);
    OnnxModel small = export(recording, storage);
    if (hasLargeWeight(full)) {
      assertThat(weightBytes(small)).isLessThan(weightBytes(full));
    } else {
      assertThat(weightBytes(small)).isEqualTo(weightBytes(full));
    }
    Map<String, Tensor> found = PlainOnnxRuntime.run(small.toByteArray(), recording.inputs());
    Map<String, Tensor> simulated =
        PlainOnnxRuntime.run(full.withRoundedWeights(storage).toByteArray(), recording.inputs());
    recording
        .outputs()
        .forEach(
            (name, expected) -> {
              assertThat(Distances.problem(expected, found.get(name), cost))
                  .as("against the recording")
                  .isEmpty();
              assertThat(Distances.problem(simulated.get(name), found.get(name), step))
                  .as("against float32 with rounded weights")
                  .isEmpty();
            });
  }

  private static boolean hasLargeWeight(OnnxModel model) {
    return model.proto().getGraph().getInitializerList().stream()
        .filter(weight -> weight.getDataType() == TensorProto.DataType.FLOAT_VALUE)
        .anyMatch(weight -> weight.getDimsList().stream().reduce(1L, Math::multiplyExact) >= LARGE);
  }

  private static long weightBytes(OnnxModel model) {
    return model.proto().getGraph().getInitializerList().stream()
        .mapToLong(TensorProto::getSerializedSize)
        .sum();
  }

  @TestFactory
  Stream<DynamicTest> networksOfPyTorch() throws IOException {
    return Recording.files("tests/goldens/torch").stream()
        .flatMap(
            recording ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        recording.label() + " as float16",
                        () -> check(recording, WeightStorage.FLOAT16, HALF_COSTS, 1e-5)),
                    DynamicTest.dynamicTest(
                        recording.label() + " as int8",
                        () -> check(recording, WeightStorage.INT8, BYTES_COST, STEP))));
  }
}
