package dev.tenon.tests;

import static dev.tenon.quantizers.Quantizers.absMaxQuantizer;
import static dev.tenon.quantizers.Quantizers.float8QuantizationConfig;
import static dev.tenon.quantizers.Quantizers.int4QuantizationConfig;
import static dev.tenon.quantizers.Quantizers.int8QuantizationConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.quantizers.AbsMaxQuantizer;
import dev.tenon.quantizers.QuantizationConfig;
import dev.tenon.quantizers.QuantizedTensor;
import dev.tenon.quantizers.Quantizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Quantizes what Keras has quantized, and compares weights, numbers and files. */
final class QuantizationTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/quantized");

  private static final Map<String, QuantizationConfig> CONFIGS =
      Map.of(
          "int8", int8QuantizationConfig(),
          "int8_weights", int8QuantizationConfig().activationQuantizer(null),
          "int4", QuantizationConfig.of("int4"),
          "int4_groups", int4QuantizationConfig().blockSize(2L),
          "int4_columns", int4QuantizationConfig().blockSize(null),
          "int4_inputs",
              int4QuantizationConfig().blockSize(null).activationQuantizer(absMaxQuantizer()),
          "float8", float8QuantizationConfig());

  @TempDir Path temp;

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    List<JsonNode> rows = Manifests.read(FOLDER.resolve("floats.jsonl"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(32);
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.get("quantized").asText(), () -> model(row)));
  }

  private void model(JsonNode row) throws IOException {
    Path recorded = FOLDER.resolve(row.get("quantized").asText());
    Path saved = temp.resolve(row.get("quantized").asText());
    try (Model source = Model.load(FOLDER.resolve(row.get("source").asText()));
        Model keras = Model.load(recorded);
        Model made = source.edit().quantize(CONFIGS.get(row.get("mode").asText()))) {
      Map<String, Tensor> before = source.weights();
      assertThat(made.weights()).isEqualTo(keras.weights());
      assertThat(source.weights()).isEqualTo(before);
      made.save(saved);
      try (Model again = Model.load(saved)) {
        assertThat(again.weights()).isEqualTo(keras.weights());
        Map<String, Tensor> golden =
            Npz.read(Source.of(FOLDER.resolve(row.get("golden").asText())));
        double most = recorded.toString().contains("bfloat16") ? 1.0 / 128 : 1e-5;
        close(again.predict(golden.get("in0")), golden.get("out0"), most);
      }
    }
    assertThat(policies(saved)).isEqualTo(policies(recorded));
  }

  @TestFactory
  Stream<DynamicTest> calibrated() throws IOException {
    List<JsonNode> rows = Manifests.read(FOLDER.resolve("calibrated.jsonl"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(8);
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.get("quantized").asText(), () -> calibrated(row)));
  }

  private static void calibrated(JsonNode row) throws IOException {
    Path recorded = FOLDER.resolve(row.get("quantized").asText());
    try (Model source = Model.load(FOLDER.resolve(row.get("source").asText()));
        Model keras = Model.load(recorded);
        Model made = source.edit().quantize(config(row))) {
      Map<String, Tensor> expected = keras.weights();
      assertThat(made.weights().keySet()).isEqualTo(expected.keySet());
      made.weights()
          .forEach(
              (name, weight) -> {
                Tensor other = expected.get(name);
                assertThat(weight.dtype()).as(name).isEqualTo(other.dtype());
                assertThat(weight.shape()).as(name).isEqualTo(other.shape());
                assertThat(weight.toDoubleArray())
                    .as(name)
                    .containsExactly(other.toDoubleArray(), within(1e-6));
              });
      Map<String, Tensor> golden = Npz.read(Source.of(FOLDER.resolve(row.get("golden").asText())));
      close(made.predict(golden.get("in0")), golden.get("out0"), 1e-5);
    }
  }

  private static QuantizationConfig config(JsonNode row) {
    long[] tokens =
        LongStream.range(0, row.get("data").size())
            .map(i -> row.get("data").get((int) i).asLong())
            .toArray();
    List<String> blocks = new ArrayList<>();
    row.get("blocks").forEach(block -> blocks.add(block.asText()));
    JsonNode options = row.get("options");
    long group = options.get("group_size").asLong();
    if (row.get("mode").asText().equals("awq")) {
      return Quantizers.awqConfig(Tensor.of(tokens))
          .numSamples(1)
          .sequenceLength(tokens.length)
          .groupSize(group)
          .numGridPoints(options.path("num_grid_points").asInt(20))
          .sequentialBlocks(blocks);
    }
    return Quantizers.gptqConfig(Tensor.of(tokens))
        .numSamples(1)
        .sequenceLength(tokens.length)
        .groupSize(group)
        .weightBits(options.path("weight_bits").asInt(4))
        .perChannel(options.path("per_channel").asBoolean(true))
        .symmetric(options.path("symmetric").asBoolean(false))
        .activationOrder(options.path("activation_order").asBoolean(false))
        .hessianDamping(options.path("hessian_damping").asDouble(0.01))
        .sequentialBlocks(blocks);
  }

  private static List<JsonNode> policies(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      JsonNode config =
          new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("config.json")));
      config
          .findParents("shared_object_id")
          .forEach(object -> ((ObjectNode) object).remove("shared_object_id"));
      List<JsonNode> found = new ArrayList<>(config.findValues("quantization_config"));
      config.findParents("quantization_config").forEach(layer -> found.add(layer.get("dtype")));
      return found;
    }
  }

  private static void close(Tensor found, Tensor expected, double most) {
    assertThat(found.shape()).isEqualTo(expected.shape());
    double[] values = expected.toDoubleArray();
    double greatest = 1;
    for (double value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    assertThat(found.toDoubleArray()).containsExactly(values, within(most * greatest));
  }

  @TestFactory
  Stream<DynamicTest> functions() throws IOException {
    List<JsonNode> rows = Manifests.read(FOLDER.resolve("functions.jsonl"));
    assertThat(rows).hasSizeGreaterThanOrEqualTo(50);
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.get("function").asText(), () -> function(row)));
  }

  private static void function(JsonNode row) {
    JsonNode arguments = row.get("arguments");
    List<Tensor> inputs = new ArrayList<>();
    row.get("inputs").forEach(input -> inputs.add(tensor(input)));
    List<Tensor> expected = new ArrayList<>();
    row.get("outputs").forEach(output -> expected.add(tensor(output)));
    assertThat(called(row.get("function").asText(), arguments, inputs)).isEqualTo(expected);
  }

  private static List<Tensor> called(String function, JsonNode arguments, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int axis = arguments.path("axis").asInt();
    return switch (function) {
      case "abs_max_quantize" ->
          both(Quantizers.absMaxQuantize(x, arguments.get("axis").get(0).asInt()));
      case "AbsMaxQuantizer" -> {
        AbsMaxQuantizer quantizer = absMaxQuantizer(0, 1).valueRange(-8, 7).epsilon(1e-3);
        yield both(quantizer.apply(x));
      }
      case "abs_max_quantize_grouped_with_zero_point" ->
          both(
              Quantizers.absMaxQuantizeGroupedWithZeroPoint(
                  x,
                  arguments.get("block_size").asLong(),
                  new long[] {-8, 7},
                  1e-7,
                  arguments.get("to_numpy").asBoolean()));
      case "quantize_and_dequantize" ->
          List.of(
              Quantizers.quantizeAndDequantize(
                  x, inputs.get(1), arguments.get("quantized_dtype").asText(), "float32"));
      case "fake_quant_with_min_max_vars" ->
          List.of(
              Quantizers.fakeQuantWithMinMaxVars(
                  x,
                  inputs.get(1),
                  inputs.get(2),
                  arguments.get("num_bits").asInt(),
                  arguments.get("narrow_range").asBoolean(),
                  arguments.get("axis").isNull() ? null : axis));
      case "compute_float8_scale" ->
          List.of(
              Quantizers.computeFloat8Scale(
                  x,
                  inputs.get(1),
                  arguments.get("dtype_max").asDouble(),
                  arguments.get("margin").asInt()));
      case "compute_float8_amax_history" ->
          List.of(Quantizers.computeFloat8AmaxHistory(x, inputs.get(1)));
      case "pack_int4" -> List.of(Quantizers.packInt4(x, axis));
      case "unpack_int4" ->
          List.of(Quantizers.unpackInt4(x, arguments.get("orig_len").asLong(), axis));
      default -> throw new IllegalStateException("no such function here: " + function);
    };
  }

  private static List<Tensor> both(QuantizedTensor made) {
    @Nullable Tensor zero = made.zeroPoint();
    return zero == null
        ? List.of(made.values(), made.scale())
        : List.of(made.values(), made.scale(), zero);
  }

  private static Tensor tensor(JsonNode json) {
    DType dtype = DType.of(json.get("dtype").asText());
    JsonNode data = json.get("data");
    Tensor.Writer writer = new Tensor.Writer(dtype, data.size());
    for (int i = 0; i < data.size(); i++) {
      writer.set(i, Double.parseDouble(data.get(i).asText()));
    }
    return writer.build(
        IntStream.range(0, json.get("shape").size())
            .mapToLong(i -> json.get("shape").get(i).asLong())
            .toArray());
  }

  @Test
  void onlySomeLayersAndNoneTwice() throws IOException {
    try (Model source = Model.load(FOLDER.resolve("dense.keras"));
        Model first = source.edit().quantize("int8", "a")) {
      assertThat(first.weights().get("a/kernel").dtype()).isEqualTo(DType.INT8);
      assertThat(first.weights().get("b/kernel").dtype()).isEqualTo(DType.FLOAT32);
      assertThatThrownBy(() -> first.edit().quantize("int4"))
          .hasMessageContaining("'a' (Dense) is quantized already");
      assertThatThrownBy(() -> source.edit().quantize("int5")).hasMessageContaining("'int5'");
    }
  }
}
