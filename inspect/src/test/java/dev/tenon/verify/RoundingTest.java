package dev.tenon.verify;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.testing.Protos.drawn;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.exporters.onnx.OnnxModel;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What rounding explains is no difference, and what it does not explain is one. */
final class RoundingTest {
  private static final int WIDE = 2048;

  @TempDir private Path folder;

  private static Model network() {
    KerasTensor x = Layers.input("x", 40);
    return Model.of(x, x.then(dense(64).activation("relu")).then(dense(8).name("last")));
  }

  private Path write(String name, GraphProto.Builder graph) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, model(graph, 17).build().toByteArray());
    return file;
  }

  private static NodeProto cast(String from, String to) {
    AttributeProto type = Protos.integer("to", TensorProto.DataType.FLOAT_VALUE);
    return node("Cast", List.of(from), List.of(to), type);
  }

  /** Probabilities add up to one: what is left of them is rounding. */
  private static GraphProto.Builder restOfProbabilities(long seed) {
    Random random = new Random(seed);
    return GraphProto.newBuilder()
        .addInput(floats("x", -1, 64))
        .addOutput(floats("y", -1, 1))
        .addInitializer(drawn(random, 1, "w", 64, 1000))
        .addInitializer(
            TensorProto.newBuilder()
                .setName("axes")
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(1)
                .addInt64Data(1))
        .addInitializer(
            TensorProto.newBuilder()
                .setName("one")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addFloatData(1))
        .addNode(node("MatMul", List.of("x", "w"), List.of("z")))
        .addNode(node("Softmax", List.of("z"), List.of("p")))
        .addNode(node("ReduceSum", List.of("p", "axes"), List.of("s")))
        .addNode(node("Sub", List.of("s", "one"), List.of("y")));
  }

  @Test
  void theRestOfASumIsHeldToTheRoundingOfItsTerms() throws IOException {
    Path source = write("rest.onnx", restOfProbabilities(1));
    Path written = folder.resolve("rest.pb");
    try (Model network = Model.load(source)) {
      network.save(written);
      Conversion.Outcome outcome = Conversion.compare(network, written);
      Conversion.Line line = outcome.lines().get(0);
      assertThat(line.difference().relative()).isGreaterThan(1e-5);
      assertThat(outcome.good()).as(outcome.toString()).isTrue();
      assertThat(Objects.requireNonNull(line.allowance()).absolute()).isLessThan(1e-6);
      // Rounding alone proves nothing.
      assertThat(outcome.weak()).isTrue();
    }
  }

  @Test
  void aRecordingIsHeldToItUnlessABoundIsAskedFor() throws IOException {
    Path source = write("rest.onnx", restOfProbabilities(1));
    Path golden = folder.resolve("rest.npz");
    Tensor x = uniform(new Random(5), 4, 64);
    try (Model network = Model.load(source)) {
      Npz.write(golden, Map.of("in:x", x, "out:y", network.on("onnxruntime").predict(x)));
    }
    List<Engine> engine = List.of(Engine.TENSORFLOW);
    Verdict held = new Verifier(engine, (name, outputs) -> {}).verify(source, golden);
    assertThat(held.relDiff()).isGreaterThan(1e-5);
    assertThat(held.status().good()).as(held.toString()).isTrue();
    assertThat(held.message()).startsWith("'y' within ");
    Verdict asked = new Verifier(engine, 1e-5, (name, outputs) -> {}).verify(source, golden);
    assertThat(asked.status()).isEqualTo(Verdict.Status.DIFFERS);
  }

  /** Four products in eight bits, whose inputs are quantised in the run. */
  private static GraphProto.Builder dynamicInt8(int spoilt) {
    Random random = new Random(7);
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, WIDE))
            .addOutput(floats("y", -1, 16))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("scale")
                    .setDataType(TensorProto.DataType.FLOAT_VALUE)
                    .addFloatData(2e-3F));
    String from = "x";
    int[] columns = {WIDE, WIDE, WIDE, 16};
    for (int i = 0; i < columns.length; i++) {
      byte[] bytes = new byte[WIDE * columns[i]];
      random.nextBytes(bytes);
      if (i == spoilt) {
        for (int at = 0; at < WIDE / 2; at++) {
          bytes[at * columns[i]] = (byte) (bytes[at * columns[i]] ^ 0x40);
        }
      }
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName("w" + i)
              .setDataType(TensorProto.DataType.INT8_VALUE)
              .addDims(WIDE)
              .addDims(columns[i])
              .setRawData(ByteString.copyFrom(bytes)));
      boolean last = i == columns.length - 1;
      String to = last ? "y" : "t" + i;
      graph
          .addNode(node("DynamicQuantizeLinear", List.of(from), List.of("q" + i, "s" + i, "z" + i)))
          .addNode(node("MatMulInteger", List.of("q" + i, "w" + i, "z" + i), List.of("m" + i)))
          .addNode(cast("m" + i, "c" + i))
          .addNode(node("Mul", List.of("s" + i, "scale"), List.of("k" + i)))
          .addNode(node("Mul", List.of("c" + i, "k" + i), List.of(last ? "y" : "d" + i)));
      if (!last) {
        graph.addNode(node("Tanh", List.of("d" + i), List.of(to)));
      }
      from = to;
    }
    return graph;
  }

  @Test
  void stepsOfQuantisationAreHeldToWhatOneUlpOfTheInputChanges() throws IOException {
    Path source = write("int8.onnx", dynamicInt8(-1));
    Path other = write("other.onnx", dynamicInt8(3));
    Path written = folder.resolve("int8.pb");
    Path wrong = folder.resolve("wrong.pb");
    try (Model network = Model.load(source);
        Model spoilt = Model.load(other)) {
      network.save(written);
      Conversion.Outcome outcome = Conversion.compare(network, written);
      Conversion.Line line = outcome.lines().get(0);
      // One element of many thousands lies between two steps, here or on another processor.
      assertThat(outcome.good()).as(outcome.toString()).isTrue();
      if (line.difference().relative() > Bound.FINE) {
        assertThat(String.valueOf(line.allowance())).contains("when the input moves by one ulp");
      }
      spoilt.save(wrong);
      assertThat(Conversion.compare(network, wrong).good()).isFalse();
    }
  }

  @Test
  void aSpoiltWeightIsSeenAllTheSame() throws IOException {
    Path written = folder.resolve("spoilt.onnx");
    try (Model keras = network()) {
      Map<String, Tensor> weights = keras.weights();
      Map.Entry<String, Tensor> bias =
          weights.entrySet().stream()
              .filter(entry -> entry.getKey().endsWith("last/bias"))
              .findFirst()
              .orElseThrow();
      Tensor right = bias.getValue();
      float[] wrong = right.toFloatArray();
      wrong[0] += 1e-3F;
      keras.setWeights(Map.of(bias.getKey(), Tensor.of(wrong, wrong.length)));
      keras.save(written);
      keras.setWeights(Map.of(bias.getKey(), right));
      Conversion.Outcome outcome = Conversion.compare(keras, written);
      assertThat(outcome.good()).as(outcome.toString()).isFalse();
      assertThat(outcome.lines().get(0).allowance()).isNotNull();
    }
  }

  private Path rounded(Model model, WeightStorage storage) throws IOException {
    Path full = folder.resolve("full.onnx");
    Path rounded = folder.resolve("rounded.onnx");
    model.save(full, OnnxOptions.DEFAULTS);
    try (Source source = Source.of(full)) {
      OnnxModel.read(source).withRoundedWeights(storage).write(rounded);
    }
    return rounded;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "INT8"})
  void smallWeightsAreThoseOfTheModel(WeightStorage storage) throws IOException {
    Path small = folder.resolve("small.onnx");
    Path spoilt = folder.resolve("spoilt.onnx");
    try (Model keras = network()) {
      keras.save(small, OnnxOptions.DEFAULTS.weights(storage));
      try (Model expected = Model.load(rounded(keras, storage))) {
        Bound fine = Bound.of(Bound.FINE);
        Conversion.Outcome outcome = Conversion.compare(expected, small, fine);
        assertThat(outcome.good()).as(outcome.toString()).isTrue();
        spoil(small, spoilt, storage);
        assertThat(Conversion.compare(expected, spoilt, fine).good()).isFalse();
      }
    }
  }

  /** Makes the scale of a weight, or a weight, of a file one percent larger. */
  private static void spoil(Path file, Path target, WeightStorage storage) throws IOException {
    ModelProto.Builder whole = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    GraphProto.Builder graph = whole.getGraphBuilder();
    int last = -1;
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto weight = graph.getInitializer(i);
      boolean half = weight.getDataType() == TensorProto.DataType.FLOAT16_VALUE;
      boolean scale = weight.getName().endsWith("/scale");
      last = (storage == WeightStorage.INT8 ? scale : half) ? i : last;
    }
    TensorProto right = graph.getInitializer(last);
    Tensor values = tensor(right);
    Tensor wrong = values.scale(1.01, 0).cast(values.dtype());
    graph.setInitializer(last, OnnxFile.proto(right.getName(), wrong));
    Files.write(target, whole.build().toByteArray());
  }

  @Test
  void productsOfFloat16AddUpInFloat32() throws IOException {
    Random random = new Random(3);
    int rows = 2048;
    int columns = 32;
    TensorProto kernel = half(drawn(random, 0.2, "w", rows, columns));
    TensorProto bias = half(drawn(random, 1, "b", columns));
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Protos.port("x", TensorProto.DataType.FLOAT16_VALUE, -1, rows))
            .addOutput(Protos.port("y", TensorProto.DataType.FLOAT16_VALUE, -1, columns))
            .addInitializer(kernel)
            .addInitializer(bias)
            .addNode(node("MatMul", List.of("x", "w"), List.of("z")))
            .addNode(node("Add", List.of("z", "b"), List.of("y")));
    Path source = write("half.onnx", graph);
    Path written = folder.resolve("written.onnx");
    Tensor x = uniform(random, 2, rows).cast(DType.FLOAT16);
    try (Model network = Model.load(source)) {
      network.save(written, OnnxOptions.DEFAULTS);
    }
    try (Model again = Model.load(written)) {
      assertThat(again.info().kinds()).containsKey("MatMul").doesNotContainKeys("Gemm", "Add");
      Tensor y = again.predict(x);
      double[] w = tensor(kernel).toDoubleArray();
      double[] b = tensor(bias).toDoubleArray();
      double worst = 0;
      for (int row = 0; row < 2; row++) {
        for (int column = 0; column < columns; column++) {
          double sum = b[column];
          for (int i = 0; i < rows; i++) {
            sum += x.getDouble((long) row * rows + i) * w[i * columns + column];
          }
          worst = Math.max(worst, Math.abs(sum - y.getDouble((long) row * columns + column)));
        }
      }
      // ONNX Runtime's Gemm of float16 is 0.1 off here.
      assertThat(worst).isLessThan(0.02);
    }
  }

  private static Tensor uniform(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Tensor.of(values, rows, columns);
  }

  private static Tensor tensor(TensorProto proto) {
    return OnnxFile.tensor(proto, null);
  }

  private static TensorProto half(TensorProto proto) {
    return OnnxFile.proto(proto.getName(), tensor(proto).cast(DType.FLOAT16));
  }
}
