package dev.tenon.runtime.tensorflow.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.LoadLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.StoredModel;
import dev.tenon.runtime.tensorflow.TensorFlowEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** TensorFlow graphs and SavedModels made to attack: each is refused before it is run. */
final class HandMadeGraphsTest {
  private static final DataType FLOAT = DataType.DT_FLOAT;
  private static final DataType INT32 = DataType.DT_INT32;
  private static final Class<MalformedModelException> MALFORMED = MalformedModelException.class;
  private static final Class<UnsupportedModelException> UNSUPPORTED =
      UnsupportedModelException.class;
  private static final Path GOOD = Checkout.root().resolve("tests/goldens/savedmodel/keras3_mlp");

  @TempDir private Path folder;

  private static NodeDef.Builder node(String name, String operator, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operator).addAllInput(List.of(inputs));
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /** Returns an operation on floats. */
  private static NodeDef.Builder floats(String name, String operator, String... inputs) {
    return node(name, operator, inputs).putAttr("T", type(FLOAT));
  }

  private static NodeDef.Builder input(String name, DataType type) {
    return node(name, "Placeholder").putAttr("dtype", type(type));
  }

  private static NodeDef.Builder convolution(String operator, String... inputs) {
    AttrValue.Builder ones = AttrValue.newBuilder();
    ones.getListBuilder().addAllI(List.of(1L, 1L, 1L, 1L));
    return floats("y", operator, inputs)
        .putAttr("strides", ones.build())
        .putAttr("padding", AttrValue.newBuilder().setS(ByteString.copyFromUtf8("VALID")).build());
  }

  private static GraphDef.Builder graph(NodeDef.Builder... nodes) {
    GraphDef.Builder graph = GraphDef.newBuilder();
    Arrays.stream(nodes).forEach(graph::addNode);
    return graph;
  }

  private static GraphDef.Builder with(NodeDef.Builder node, FunctionDef.Builder... functions) {
    GraphDef.Builder graph = graph(node);
    Arrays.stream(functions).forEach(graph.getLibraryBuilder()::addFunction);
    return graph;
  }

  /** Returns a function that calls another some times. */
  private static FunctionDef.Builder function(String name, String called, int times) {
    FunctionDef.Builder function = FunctionDef.newBuilder();
    function.getSignatureBuilder().setName(name);
    for (int i = 0; i < times; i++) {
      function.addNodeDef(call("call" + i, called));
    }
    return function;
  }

  private static NodeDef.Builder call(String name, String function) {
    AttrValue.Builder named = AttrValue.newBuilder();
    named.getFuncBuilder().setName(function);
    return node(name, "PartitionedCall").putAttr("f", named.build());
  }

  private Path write(GraphDef.Builder graph) throws IOException {
    return Files.write(folder.resolve("graph.pb"), graph.build().toByteArray());
  }

  private static StoredModel load(Path file) throws IOException {
    return new TensorFlowEngine().read(file, LoadLimits.DEFAULTS);
  }

  private static Tensor run(StoredModel model, Map<String, Tensor> inputs) {
    return model.run(inputs, List.of("y"), Deadline.NONE).get(0);
  }

  private void refused(GraphDef.Builder graph, Class<? extends Exception> kind, String... parts)
      throws IOException {
    Path file = write(graph);
    assertThatThrownBy(() -> load(file).close())
        .isInstanceOf(kind)
        .hasMessageStartingWith("graph.pb")
        .hasMessageContainingAll(parts);
  }

  @Test
  void operationsThatReachOutside() throws IOException {
    refused(
        graph(
            input("path", DataType.DT_STRING),
            node("text", "ReadFile", "path"),
            node("out", "Identity", "text")),
        UNSUPPORTED,
        "ReadFile: 1 times, first in 'text'");
    refused(
        graph(input("x", FLOAT), node("y", "NoSuchOperation", "x")),
        UNSUPPORTED,
        "NoSuchOperation");
    FunctionDef.Builder hidden = function("f", "f", 0);
    hidden.addNodeDef(node("inside", "WriteFile", "a", "b"));
    refused(with(call("out", "f"), hidden), UNSUPPORTED, "WriteFile: 1 times, first in 'f/inside'");
  }

  @Test
  void graphsThatContradictThemselves() throws IOException {
    refused(graph(node("y", "Identity", "x")), MALFORMED, "reads an operation 'x'");
    refused(
        graph(input("x", FLOAT), input("x", FLOAT), node("y", "Identity", "x")),
        MALFORMED,
        "two operations are named 'x'");
    refused(graph(call("y", "gone")), MALFORMED, "calls a function 'gone'");
    refused(
        graph(
            input("x", FLOAT).putAttr("dtype", AttrValue.newBuilder().setTypeValue(999).build()),
            node("y", "Identity", "x")),
        MALFORMED,
        "placeholder 'x'",
        "no type");
    refused(
        graph(
            node("v", "VarHandleOp").putAttr("dtype", type(FLOAT)),
            node("y", "ReadVariableOp", "v")),
        UNSUPPORTED,
        "not frozen");
  }

  @Test
  void functionsInCirclesAndBombs() throws IOException {
    refused(
        with(call("y", "f"), function("f", "g", 1), function("g", "f", 1)),
        MALFORMED,
        "in a circle");
    refused(chain(39, 10), UNSUPPORTED, "nodes; the limit is");
    Path deep = write(chain(3, 1));
    TensorFlowEngine engine = new TensorFlowEngine();
    engine.read(deep, LoadLimits.DEFAULTS.nesting(4)).close();
    assertThatThrownBy(() -> engine.read(deep, LoadLimits.DEFAULTS.nesting(3)).close())
        .isInstanceOf(UNSUPPORTED)
        .hasMessageContaining("LoadLimits.DEFAULTS.nesting(4)");
  }

  /** Returns functions of which each calls the one before some times. */
  private static GraphDef.Builder chain(int length, int times) {
    GraphDef.Builder graph = with(call("y", "f" + length), function("f0", "", 0));
    for (int i = 1; i <= length; i++) {
      graph.getLibraryBuilder().addFunction(function("f" + i, "f" + (i - 1), times));
    }
    return graph;
  }

  @Test
  void constantsThatAreNotThere() throws IOException {
    for (long[] lengths :
        new long[][] {{1L << 38}, {1L << 32, 1L << 32}, {-5}, {1 << 14, 1 << 14}}) {
      AttrValue.Builder value = AttrValue.newBuilder();
      value.getTensorBuilder().setDtype(FLOAT).setTensorShape(Constants.of(lengths));
      NodeDef.Builder constant =
          node("c", "Const").putAttr("dtype", type(FLOAT)).putAttr("value", value.build());
      refused(
          graph(input("x", FLOAT), constant, floats("y", "Add", "x", "c")),
          lengths[0] == 1L << 32 ? UNSUPPORTED : MALFORMED,
          "operation 'c'");
    }
  }

  @Test
  void aCircleOfOperationsIsRefusedByTensorFlow() throws IOException {
    Path file =
        write(
            graph(
                input("x", FLOAT),
                floats("a", "Add", "b", "x"),
                floats("b", "Identity", "a"),
                floats("y", "Identity", "b")));
    try (StoredModel model = load(file)) {
      assertThatThrownBy(() -> run(model, Map.of("x", Tensor.zeros(DType.FLOAT32, 1))))
          .isInstanceOf(MALFORMED)
          .hasMessageContaining("graph.pb: TensorFlow refuses the graph");
    }
  }

  @Test
  void aRankThatKernelsTakeForGranted() throws IOException {
    NodeDef.Builder convolution = convolution("Conv2D", "x", "k");
    Path file = write(graph(input("x", FLOAT), input("k", FLOAT), convolution));
    Tensor kernel = Tensor.zeros(DType.FLOAT32, 1, 1, 3, 2);
    try (StoredModel model = load(file)) {
      assertThat(
              run(model, Map.of("x", Tensor.zeros(DType.FLOAT32, 1, 4, 4, 3), "k", kernel)).shape())
          .containsExactly(1, 4, 4, 2);
      for (int repeated = 0; repeated < 20; repeated++) {
        assertThatThrownBy(
                () -> run(model, Map.of("x", Tensor.zeros(DType.FLOAT32, 4, 4, 3), "k", kernel)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("graph.pb: TensorFlow cannot run 'y' of the model");
      }
    }
  }

  private Path copy() throws IOException {
    Path target = Files.createDirectories(folder.resolve("model/variables")).getParent();
    for (String name :
        new String[] {
          "saved_model.pb", "variables/variables.index", "variables/variables.data-00000-of-00001"
        }) {
      Files.copy(GOOD.resolve(name), target.resolve(name));
    }
    return target;
  }

  private static void refused(Path model, String part) {
    assertThatThrownBy(
            () -> {
              try (StoredModel loaded = load(model)) {
                loaded.variables().forEach(variable -> loaded.variable(variable.name()));
              }
            })
        .isInstanceOf(MALFORMED)
        .hasMessageStartingWith("model/saved_model.pb")
        .hasMessageContaining(part);
  }

  @Test
  void variablesThatAreElsewhereOrDamaged() throws IOException {
    Path model = copy();
    Path data = model.resolve("variables/variables.data-00000-of-00001");
    byte[] good = Files.readAllBytes(data);
    byte[] flipped = good.clone();
    for (int i = 0; i < flipped.length; i += 8) {
      flipped[i] ^= 1;
    }
    Files.write(data, flipped);
    refused(model, "the checksum of tensor");
    Files.write(data, Arrays.copyOf(good, 4));
    refused(model, "the data file has 4 bytes");
    Files.delete(data);
    Path secret = Files.write(folder.resolve("secret"), good);
    Files.createSymbolicLink(data, secret);
    refused(model, "is a link");
    Path index = model.resolve("variables/variables.index");
    byte[] entries = Files.readAllBytes(index);
    entries[entries.length / 2] ^= 1;
    Files.write(index, entries);
    refused(model, "variables.index");
    Files.delete(index);
    refused(model, "variables.index is missing");
  }

  @Test
  void aTransposedConvolutionToASizeThatDoesNotFit() throws IOException {
    NodeDef.Builder convolution = convolution("Conv2DBackpropInput", "s", "k", "x");
    Path file = write(graph(input("s", INT32), input("k", FLOAT), input("x", FLOAT), convolution));
    Tensor kernel = Tensor.zeros(DType.FLOAT32, 2, 1, 3, 2);
    Tensor x = Tensor.zeros(DType.FLOAT32, 1, 3, 4, 2);
    try (StoredModel model = load(file)) {
      Tensor fitting = Tensor.of(new int[] {1, 4, 4, 3}, 4);
      Tensor y = run(model, Map.of("s", fitting, "k", kernel, "x", x));
      assertThat(y.shape()).containsExactly(1, 4, 4, 3);
      for (int length : new int[] {-5, 0, 1, 3, 5, 1 << 30}) {
        Tensor sizes = Tensor.of(new int[] {1, length, 4, 3}, 4);
        assertThatThrownBy(() -> run(model, Map.of("s", sizes, "k", kernel, "x", x)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("graph.pb: TensorFlow cannot run");
      }
    }
  }
}
