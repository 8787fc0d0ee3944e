package dev.tenon.tests.onnx;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType.BOOL_VALUE;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64_VALUE;
import static dev.tenon.testing.Protos.drawn;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import dev.tenon.verify.Difference;
import dev.tenon.verify.SampleInputs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of forms of graphs that are near to a layer, and are or are not one. */
final class LayersByHandTest {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Random random = new Random(7);

  private String numbers(String name, long... shape) {
    graph.addInitializer(drawn(random, 1, name, shape));
    return name;
  }

  private String whole(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(INT64_VALUE).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private Model load() throws IOException {
    return Model.load(Protos.model(graph, 17).build().toByteArray());
  }

  /** Compares the layers with ONNX Runtime's run of the file, and returns which they are. */
  private Map<String, Integer> layers() throws IOException {
    try (Model onnx = load();
        Model keras = onnx.edit().toKeras()) {
      Map<String, Tensor> inputs = SampleInputs.random(onnx, 3, 1);
      Tensor expected = onnx.on("onnxruntime").predict(inputs).values().iterator().next();
      Tensor actual = keras.on("onnxruntime").predict(inputs).values().iterator().next();
      Difference difference = Difference.of(expected, actual);
      assertThat(difference.problem()).isEmpty();
      assertThat(difference.relative()).isLessThan(1e-5);
      return keras.info().kinds();
    }
  }

  private void refused(String... sentences) throws IOException {
    try (Model onnx = load()) {
      assertThatThrownBy(() -> onnx.edit().toKeras())
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContainingAll(sentences);
    }
  }

  private void images() {
    graph.addInput(floats("x", -1, 3, 9, 9)).addOutput(floats("y"));
  }

  @Test
  void batchNormalizationInPartsGoesIntoTheConvolution() throws IOException {
    images();
    graph
        .addNode(node("Conv", List.of("x", numbers("w", 4, 3, 3, 3)), List.of("a")))
        .addNode(node("Sub", List.of("a", numbers("mean", 4, 1, 1)), List.of("b")))
        .addNode(node("Mul", List.of("b", numbers("scale", 1, 4, 1, 1)), List.of("c")))
        .addNode(node("Add", List.of("c", numbers("bias", 4, 1, 1)), List.of("y")));
    assertThat(layers()).containsOnlyKeys("Permute", "Conv2D");
  }

  @Test
  void flattenedImagesMeetAKernelWithMovedRows() throws IOException {
    images();
    graph
        .addNode(node("Conv", List.of("x", numbers("w", 4, 3, 2, 2)), List.of("a")))
        .addNode(node("Flatten", List.of("a"), List.of("b")))
        .addNode(node("MatMul", List.of("b", numbers("k", 256, 5)), List.of("c")))
        .addNode(node("Add", List.of("c", numbers("bias", 5)), List.of("y")));
    assertThat(layers()).containsEntry("Dense", 1).containsEntry("Permute", 1);
  }

  @Test
  void paddingOfWhatMayBeNegativeNeverWins() throws IOException {
    images();
    graph.addNode(
        node(
            "MaxPool",
            List.of("x"),
            List.of("y"),
            ints("kernel_shape", 3, 3),
            ints("pads", 1, 1, 1, 1),
            ints("strides", 3, 3)));
    assertThat(layers()).containsEntry("Pad", 1).containsEntry("MaxPool", 1);
  }

  @Test
  void aPadOfNegativeInfinityBeforeAPoolNeverWins() throws IOException {
    images();
    graph
        .addInitializer(OnnxFile.proto("low", Tensor.of(new float[] {-1e30f}, 1).reshape()))
        .addNode(
            node("Pad", List.of("x", whole("pads", 0, 0, 1, 1, 0, 0, 1, 1), "low"), List.of("a")))
        .addNode(
            node(
                "MaxPool",
                List.of("a"),
                List.of("y"),
                ints("kernel_shape", 3, 3),
                ints("strides", 2, 2)));
    assertThat(layers()).containsEntry("Pad", 1).containsEntry("MaxPooling2D", 1);
  }

  @Test
  void depthwiseStepsMayDiffer() throws IOException {
    images();
    graph.addNode(
        node(
            "Conv",
            List.of("x", numbers("w", 6, 1, 3, 3)),
            List.of("y"),
            ints("strides", 1, 2),
            integer("group", 3)));
    assertThat(layers()).containsOnlyKeys("Permute", "Conv2D");
  }

  /** An identity model was written, with exit code 0. */
  @Test
  void aCastAtAnOutputChangesNumbers() throws IOException {
    graph.addInput(floats("x", -1, 5)).addOutput(Protos.port("y", INT64_VALUE, -1, 5));
    graph
        .addInitializer(OnnxFile.proto("ten", Tensor.of(new float[] {10}, 1)))
        .addNode(node("Mul", List.of("x", "ten"), List.of("a")))
        .addNode(node("Cast", List.of("a"), List.of("y"), integer("to", INT64_VALUE)));
    assertThat(layers()).containsEntry("Cast", 1);
    try (Model onnx = load();
        Model keras = onnx.edit().toKeras()) {
      assertThat(keras.outputs().get(0).dtype()).isEqualTo(DType.INT64);
    }
  }

  @Test
  void aSqueezeWithoutAxesDropsABatchOfOne() throws IOException {
    graph.addInput(floats("x", 1, 3, 1, 4)).addOutput(floats("y"));
    graph.addNode(node("Squeeze", List.of("x"), List.of("y")));
    try (Model onnx = load();
        Model keras = onnx.edit().toKeras()) {
      Map<String, Tensor> inputs = SampleInputs.random(onnx, 1, 1);
      Tensor actual = keras.on("onnxruntime").predict(inputs).values().iterator().next();
      assertThat(actual.shape()).containsExactly(3, 4);
      assertThat(actual)
          .isEqualTo(onnx.on("onnxruntime").predict(inputs).values().iterator().next());
    }
  }

  @Test
  void zerosOfAnOpenBatchAreMadeOfAnInput() throws IOException {
    graph.addInput(floats("x", -1, 3)).addOutput(floats("y"));
    graph
        .addNode(node("Shape", List.of("x"), List.of("all")))
        .addNode(node("Slice", List.of("all", whole("zero", 0), whole("one", 1)), List.of("batch")))
        .addNode(
            node(
                "Concat",
                List.of("batch", whole("three", 3)),
                List.of("shape"),
                integer("axis", 0)))
        .addNode(node("ConstantOfShape", List.of("shape"), List.of("zeros")))
        .addNode(node("Concat", List.of("x", "zeros"), List.of("y"), integer("axis", 1)));
    assertThat(layers()).containsEntry("ZerosLike", 1);
  }

  /** Keras' own ONNX export of a model with an Embedding begins so. */
  @Test
  void aCastBeforeALookUpIsTheEmbedding() throws IOException {
    graph.addInput(floats("x", -1, 4)).addOutput(floats("y"));
    graph
        .addNode(node("Cast", List.of("x"), List.of("ids"), integer("to", 6)))
        .addNode(node("Gather", List.of(numbers("table", 5, 3), "ids"), List.of("y")));
    assertThat(layers()).containsOnlyKeys("Embedding");
  }

  @Test
  void aRefusalIsShort() throws IOException {
    graph.addInput(floats("x", -1, 4)).addOutput(floats("y"));
    String last = "x";
    for (int i = 0; i < 400; i++) {
      String next = i == 399 ? "y" : "v" + i;
      graph.addNode(node("RandomNormalLike", List.of(last), List.of(next)));
      last = next;
    }
    refused("400 nodes (RandomNormalLike)", "draws random numbers");
    try (Model onnx = load()) {
      assertThatThrownBy(() -> onnx.edit().toKeras())
          .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length()).isLessThan(1_000));
    }
  }

  @Test
  void paddingOfWhatIsNeverNegativeIsZeros() throws IOException {
    images();
    graph
        .addNode(node("Relu", List.of("x"), List.of("a")))
        .addNode(
            node(
                "MaxPool",
                List.of("a"),
                List.of("y"),
                ints("kernel_shape", 3, 3),
                ints("pads", 1, 1, 1, 1),
                ints("strides", 3, 3)));
    assertThat(layers()).containsEntry("MaxPooling2D", 1).containsEntry("ZeroPadding2D", 1);
  }

  @Test
  void windowsBeyondTheEndAreThoseOfSame() throws IOException {
    graph.addInput(floats("x", -1, 3, 10, 10)).addOutput(floats("y"));
    graph.addNode(
        node(
            "MaxPool",
            List.of("x"),
            List.of("y"),
            ints("kernel_shape", 3, 3),
            ints("strides", 2, 2),
            integer("ceil_mode", 1)));
    assertThat(layers()).containsOnlyKeys("Permute", "MaxPooling2D");
  }

  private void attention(long softmaxAxis) {
    attention("scores", "shares", softmaxAxis);
  }

  /** Attention whose softmax reads and gives values of these names. */
  private void attention(String read, String given, long softmaxAxis) {
    graph.addInput(floats("x", -1, 5, 8)).addOutput(floats("y"));
    for (String name : List.of("q", "k", "v")) {
      graph
          .addNode(node("MatMul", List.of("x", numbers("w" + name, 8, 8)), List.of(name + "1")))
          .addNode(node("Reshape", List.of(name + "1", "heads"), List.of(name + "2")))
          .addNode(node("Transpose", List.of(name + "2"), List.of(name), ints("perm", 0, 2, 1, 3)));
    }
    whole("heads", 0, 0, 2, 4);
    whole("joined", 0, 0, 8);
    graph
        .addNode(node("Transpose", List.of("k"), List.of("kt"), ints("perm", 0, 1, 3, 2)))
        .addNode(node("MatMul", List.of("q", "kt"), List.of("scores")))
        .addNode(node("Softmax", List.of(read), List.of(given), integer("axis", softmaxAxis)))
        .addNode(node("MatMul", List.of("shares", "v"), List.of("a")))
        .addNode(node("Transpose", List.of("a"), List.of("b"), ints("perm", 0, 2, 1, 3)))
        .addNode(node("Reshape", List.of("b", "joined"), List.of("c")))
        .addNode(node("MatMul", List.of("c", numbers("wo", 8, 8)), List.of("y")));
  }

  @Test
  void attentionWithoutAScaleHasItInTheKernel() throws IOException {
    attention(3);
    assertThat(layers()).containsOnlyKeys("MultiHeadAttention");
  }

  @Test
  void sharesOverTheHeadsAreProductsAndASoftmax() throws IOException {
    attention(1);
    assertThat(layers()).containsEntry("Softmax", 1).doesNotContainKey("MultiHeadAttention");
  }

  @Test
  void sharesThatAreReadOtherwiseAreTheScoresOfTheLayer() throws IOException {
    attention(3);
    graph.addOutput(floats("shares"));
    assertThat(layers()).containsOnlyKeys("MultiHeadAttention");
  }

  /** Keras 3 with dropout or with scores: what may look at nothing gets nothing. */
  @Test
  void sharesThatBecomeZeroWhereTheMaskHidesAreThoseOfTheLayer() throws IOException {
    attention("seen", "all", 3);
    graph
        .addInput(Protos.port("allowed", BOOL_VALUE, -1, 1, 5, 5))
        .addInitializer(OnnxFile.proto("never", Tensor.of(new float[] {-1e9f}, 1)))
        .addInitializer(OnnxFile.proto("zero", Tensor.of(new float[] {0}, 1)))
        .addNode(node("Where", List.of("allowed", "scores", "never"), List.of("seen")))
        .addNode(node("Where", List.of("allowed", "all", "zero"), List.of("shares")));
    assertThat(layers()).containsKey("MultiHeadAttention");
  }

  @Test
  void twoWalksThatAreJoinedAreOneBidirectional() throws IOException {
    graph.addInput(floats("s", -1, 7, 3)).addOutput(floats("y"));
    graph.addNode(node("Transpose", List.of("s"), List.of("x"), ints("perm", 1, 0, 2)));
    for (String way : List.of("forward", "reverse")) {
      graph
          .addNode(
              node(
                  "GRU",
                  List.of("x", numbers("w" + way, 1, 6, 3), numbers("r" + way, 1, 6, 2)),
                  List.of(way),
                  integer("hidden_size", 2),
                  integer("linear_before_reset", 1),
                  Protos.text("direction", way)))
          .addNode(node("Squeeze", List.of(way, "one"), List.of(way + "s")));
    }
    whole("one", 1);
    graph.addNode(
        node("Concat", List.of("forwards", "reverses"), List.of("z"), integer("axis", 2)));
    graph.addNode(node("Transpose", List.of("z"), List.of("y"), ints("perm", 1, 0, 2)));
    assertThat(layers()).containsOnlyKeys("Bidirectional");
  }

  @Test
  void aFirstAxisThatIsNoBatchIsRefused() throws IOException {
    graph.addInput(floats("x", -1, 4)).addInput(floats("state", 2, -1, 4)).addOutput(floats("y"));
    graph
        .addNode(node("ReduceMean", List.of("state"), List.of("m"), ints("axes", 0)))
        .addNode(node("Add", List.of("x", "m"), List.of("y")));
    refused("input 'state': has no batch as its first axis");
  }

  @Test
  void layersAreNamedAfterNodes() throws IOException {
    graph.addInput(floats("in/x", -1, 4)).addOutput(floats("y"));
    graph.addNode(
        node("Gemm", List.of("in/x", numbers("w", 4, 2)), List.of("y")).toBuilder()
            .setName("/head/Gemm"));
    try (Model onnx = load();
        Model keras = onnx.edit().toKeras()) {
      assertThat(keras.inputs().get(0).name()).isEqualTo("in_x");
      assertThat(keras.outputs().get(0).name()).isEqualTo("head_Gemm");
    }
  }
}
