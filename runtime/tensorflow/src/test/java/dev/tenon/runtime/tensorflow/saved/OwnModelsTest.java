package dev.tenon.runtime.tensorflow.saved;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.tensorflow.TensorFlowEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/**
 * Graphs and SavedModels that TensorFlow's own API wrote: behind the guards they give the bits that
 * TensorFlow's own session gives for the same file.
 */
final class OwnModelsTest {
  private static final DataType FLOAT = DataType.DT_FLOAT;
  private static final DataType INT32 = DataType.DT_INT32;

  @TempDir private Path folder;

  private static float[] numbers(Result result) {
    TFloat32 tensor = (TFloat32) result.get(0);
    float[] values = new float[(int) tensor.size()];
    int[] at = {0};
    tensor.scalars().forEach(each -> values[at[0]++] = each.getFloat());
    return values;
  }

  @Test
  void aSavedModelOfTensorFlowsOwnExporter() throws IOException {
    float[][] rows = {{0.25f, -1.5f}, {3, 0.125f}, {-2, 0.5f}};
    Path target = folder.resolve("own");
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x =
          tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
      Variable<TFloat32> kernel =
          tf.withName("kernel")
              .variable(tf.constant(new float[][] {{0.1f, 0.2f, 0.3f}, {-0.4f, 0.5f, -0.6f}}));
      var y = tf.withName("y").math.tanh(tf.linalg.matMul(x, kernel));
      session.initialize();
      Signature signature = Signature.builder().input("features", x).output("scores", y).build();
      SavedModelBundle.exporter(target.toString())
          .withSession(session)
          .withSignature(signature)
          .withTags("serve")
          .export();
    }
    float[] expected;
    try (SavedModelBundle bundle = SavedModelBundle.load(target.toString(), "serve");
        TFloat32 x = TFloat32.tensorOf(StdArrays.ndCopyOf(rows));
        Result result = bundle.call(Map.of("features", x))) {
      expected = numbers(result);
    }
    try (StoredModel model = new TensorFlowEngine().read(target, LoadLimits.DEFAULTS)) {
      assertThat(model.inputs()).extracting(Value::name).containsExactly("features");
      Tensor found =
          model.run(Map.of("features", Tensor.of(rows)), List.of("scores"), Deadline.NONE).get(0);
      assertThat(found).isEqualTo(Tensor.of(expected, 3, 3));
      assertThat(model.variable("kernel"))
          .isEqualTo(Tensor.of(new float[] {0.1f, 0.2f, 0.3f, -0.4f, 0.5f, -0.6f}, 2, 3));
    }
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static AttrValue number(long number) {
    return AttrValue.newBuilder().setI(number).build();
  }

  private static AttrValue text(String text) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
  }

  private static AttrValue numbers(long... numbers) {
    AttrValue.Builder value = AttrValue.newBuilder();
    Arrays.stream(numbers).forEach(value.getListBuilder()::addI);
    return value.build();
  }

  /** An operation, its attributes, and its operands: of floats, or after a {@code !} of int32. */
  private static Arguments of(
      String operation, Map<String, AttrValue> attributes, String... operands) {
    return Arguments.of(operation, attributes, List.of(operands));
  }

  static List<Arguments> guarded() {
    Map<String, AttrValue> only = Map.of("T", type(FLOAT));
    Map<String, AttrValue> window =
        Map.of("T", type(FLOAT), "strides", numbers(1, 1, 1, 1), "padding", text("SAME"));
    Map<String, AttrValue> pool =
        Map.of(
            "T",
            type(FLOAT),
            "strides",
            numbers(1, 2, 2, 1),
            "ksize",
            numbers(1, 2, 2, 1),
            "padding",
            text("SAME"));
    return List.of(
        of("Transpose", only, "2,3,4", "!@2,0,1"),
        of("ConjugateTranspose", only, "2,3", "!@1,0"),
        of("Split", Map.of("T", type(FLOAT), "num_split", number(2)), "!@@1", "3,4"),
        of(
            "SplitV",
            Map.of("T", type(FLOAT), "Tlen", type(INT32), "num_split", number(2)),
            "4,3",
            "!@1,3",
            "!@@0"),
        of("Fill", only, "!@2,3", "@@1.5"),
        of("Range", Map.of("Tidx", type(FLOAT)), "@@0", "@@2", "@@0.25"),
        of("LinSpace", only, "@@0", "@@2", "!@@5"),
        of("Tile", only, "2,3", "!@2,1"),
        of("BroadcastTo", only, "1,3", "!@4,3"),
        of("Slice", Map.of("T", type(FLOAT), "Index", type(INT32)), "3,4", "!@1,0", "!@2,-1"),
        of(
            "StridedSlice",
            Map.of("T", type(FLOAT), "Index", type(INT32)),
            "4,5",
            "!@0,4",
            "!@4,0",
            "!@2,-1"),
        of("Pad", only, "2,3", "!#2,2:1,0,2,1"),
        of("Conv2D", window, "1,4,4,3", "2,2,3,2"),
        of("Conv2DBackpropInput", window, "!@1,4,4,3", "2,2,3,2", "1,4,4,2"),
        of("DepthwiseConv2dNative", window, "1,4,4,3", "2,2,3,2"),
        of("MaxPool", pool, "1,4,4,3"),
        of("AvgPool", pool, "1,4,4,3"),
        of("MirrorPad", Map.of("T", type(FLOAT), "mode", text("REFLECT")), "3,3", "!#2,2:1,1,2,0"),
        of("BiasAdd", only, "2,3", "3"),
        of("ReverseV2", only, "2,3", "!@1"),
        of(
            "MatrixBandPart",
            Map.of("T", type(FLOAT), "Tindex", type(INT32)),
            "3,3",
            "!@@1",
            "!@@0"),
        of("ResizeBilinear", only, "1,2,2,3", "!@4,5"),
        of("OneHot", Map.of("T", type(FLOAT), "TI", type(INT32)), "!@0,2", "!@@3", "@@1", "@@0"),
        of(
            "GatherV2",
            Map.of("Tparams", type(FLOAT), "Tindices", type(INT32), "Taxis", type(INT32)),
            "4,3",
            "!@3,0",
            "!@@0"),
        of(
            "ScatterNd",
            Map.of("T", type(FLOAT), "Tindices", type(INT32)),
            "!#2,1:3,1",
            "2,3",
            "!@4,3"),
        of(
            "UnsortedSegmentSum",
            Map.of("T", type(FLOAT), "Tindices", type(INT32), "Tnumsegments", type(INT32)),
            "4,3",
            "!@0,2,0,1",
            "!@@3"));
  }

  /** What the operands are, neither side knows before it runs. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("guarded")
  void guardedOperationsGiveTheSameBits(
      String operation, Map<String, AttrValue> attributes, List<String> operands)
      throws IOException {
    GraphDef.Builder message = GraphDef.newBuilder();
    message.getVersionsBuilder().setProducer(1500);
    NodeDef.Builder node = NodeDef.newBuilder().setName("y").setOp(operation);
    Random random = new Random(5);
    for (String operand : operands) {
      String name = "i" + node.getInputCount();
      DataType type = operand.startsWith("!") ? INT32 : FLOAT;
      message.addNode(Constants.of(name, type, operand.replace("!", ""), random));
      AttrValue.Builder any = AttrValue.newBuilder();
      any.getShapeBuilder().setUnknownRank(true);
      message
          .addNodeBuilder()
          .setName(name + "_fed")
          .setOp("PlaceholderWithDefault")
          .addInput(name)
          .putAttr("dtype", type(type))
          .putAttr("shape", any.build());
      node.addInput(name + "_fed");
    }
    message.addNode(node.putAllAttr(attributes));
    message
        .addNodeBuilder()
        .setName("out")
        .setOp("Identity")
        .addInput("y")
        .putAttr("T", type(FLOAT));
    float[] expected;
    try (Graph graph = new Graph()) {
      graph.importGraphDef(message.build());
      try (Session session = new Session(graph);
          Result result = session.runner().fetch("out").run()) {
        expected = numbers(result);
      }
    }
    assertThat(expected).isNotEmpty();
    Path file = Files.write(folder.resolve("graph.pb"), message.build().toByteArray());
    try (StoredModel model = new TensorFlowEngine().read(file, LoadLimits.DEFAULTS)) {
      Tensor found = model.run(Map.of(), List.of("out"), Deadline.NONE).get(0);
      assertThat(found.dtype()).isEqualTo(DType.FLOAT32);
      assertThat(found.toFloatArray()).containsExactly(expected);
    }
  }
}
