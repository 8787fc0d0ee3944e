package dev.tenon.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.LoadLimits;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow graphs and SavedModels made to attack: each is refused before it is run. */
final class HandMadeGraphsTest {
  private static final int FLOAT = 1;
  private static final int INT32 = 3;
  private static final int STRING = 7;
  private static final Class<MalformedModelException> MALFORMED = MalformedModelException.class;
  private static final Class<UnsupportedModelException> UNSUPPORTED =
      UnsupportedModelException.class;
  private static final Path GOOD = Checkout.root().resolve("tests/goldens/savedmodel/keras3_mlp");

  @TempDir private Path folder;

  private static Wire node(String name, String operator, String... inputs) {
    Wire node = new Wire("NodeDef").text(1, name).text(2, operator);
    Arrays.stream(inputs).forEach(input -> node.text(3, input));
    return node;
  }

  private static Wire attribute(Wire node, String key, Wire value) {
    return node.message(5, new Wire("NamedValue").text(1, key).message(2, value));
  }

  private static Wire type(Wire node, String key, int type) {
    return attribute(node, key, new Wire("AttrValue").varint(6, type));
  }

  private static Wire input(String name, int type) {
    return type(node(name, "Placeholder"), "dtype", type);
  }

  private static Wire graph(Wire... nodes) {
    Wire graph = new Wire("GraphDef");
    Arrays.stream(nodes).forEach(node -> graph.message(1, node));
    return graph;
  }

  /** Returns a function that calls another some times. */
  private static Wire function(String name, String called, int times) {
    Wire function = new Wire("FunctionDef").message(1, new Wire("OpDef").text(1, name));
    for (int i = 0; i < times; i++) {
      function.message(3, call("call" + i, called));
    }
    return function;
  }

  private static Wire call(String name, String function) {
    Wire named = new Wire("Call").text(1, function);
    return attribute(node(name, "PartitionedCall"), "f", new Wire("AttrValue").message(10, named));
  }

  private Path write(Wire graph) throws IOException {
    return Files.write(folder.resolve("graph.pb"), graph.toByteArray());
  }

  private void refused(Wire graph, Class<? extends Exception> kind, String... parts)
      throws IOException {
    Path file = write(graph);
    assertThatThrownBy(() -> Model.load(file).close())
        .isInstanceOf(kind)
        .hasMessageStartingWith("graph.pb")
        .hasMessageContainingAll(parts);
  }

  @Test
  void operationsThatReachOutside() throws IOException {
    refused(
        graph(
            input("path", STRING),
            node("text", "ReadFile", "path"),
            node("out", "Identity", "text")),
        UNSUPPORTED,
        "ReadFile: 1 times, first in 'text'");
    refused(
        graph(input("x", FLOAT), node("y", "NoSuchOperation", "x")),
        UNSUPPORTED,
        "NoSuchOperation");
    Wire hidden = function("f", "f", 0).message(3, node("inside", "WriteFile", "a", "b"));
    refused(
        graph(call("out", "f")).message(2, new Wire("Library").message(1, hidden)),
        UNSUPPORTED,
        "WriteFile: 1 times, first in 'f/inside'");
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
        graph(input("x", 999), node("y", "Identity", "x")),
        MALFORMED,
        "placeholder 'x'",
        "no type");
    refused(
        graph(type(node("v", "VarHandleOp"), "dtype", FLOAT), node("y", "ReadVariableOp", "v")),
        UNSUPPORTED,
        "not frozen");
  }

  @Test
  void functionsInCirclesAndBombs() throws IOException {
    Wire circle =
        new Wire("Library").message(1, function("f", "g", 1)).message(1, function("g", "f", 1));
    refused(graph(call("y", "f")).message(2, circle), MALFORMED, "in a circle");
    Wire bomb = new Wire("Library").message(1, function("f0", "", 0));
    for (int i = 1; i < 40; i++) {
      bomb.message(1, function("f" + i, "f" + (i - 1), 10));
    }
    refused(graph(call("y", "f39")).message(2, bomb), UNSUPPORTED, "nodes; the limit is");
    Wire chain = new Wire("Library").message(1, function("f0", "", 0));
    for (int i = 1; i < 4; i++) {
      chain.message(1, function("f" + i, "f" + (i - 1), 1));
    }
    Path deep = write(graph(call("y", "f3")).message(2, chain));
    Model.load(deep, LoadLimits.DEFAULTS.withNesting(4)).close();
    assertThatThrownBy(() -> Model.load(deep, LoadLimits.DEFAULTS.withNesting(3)).close())
        .isInstanceOf(UNSUPPORTED)
        .hasMessageContaining("withNesting(4)");
  }

  @Test
  void constantsThatAreNotThere() throws IOException {
    for (long[] lengths :
        new long[][] {{1L << 38}, {1L << 32, 1L << 32}, {-5}, {1 << 14, 1 << 14}}) {
      Wire shape = new Wire("Lengths");
      for (long length : lengths) {
        shape.message(2, new Wire("Length").varint(1, length));
      }
      Wire tensor = new Wire("TensorProto").varint(1, FLOAT).message(2, shape);
      Wire constant = type(node("c", "Const"), "dtype", FLOAT);
      attribute(constant, "value", new Wire("AttrValue").message(8, tensor));
      refused(
          graph(input("x", FLOAT), constant, type(node("y", "Add", "x", "c"), "T", FLOAT)),
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
                type(node("a", "Add", "b", "x"), "T", FLOAT),
                type(node("b", "Identity", "a"), "T", FLOAT),
                type(node("y", "Identity", "b"), "T", FLOAT)));
    try (Model model = Model.load(file)) {
      assertThatThrownBy(() -> model.predict(Map.of("x", Tensor.zeros(DType.FLOAT32, 1))))
          .isInstanceOf(MALFORMED)
          .hasMessageContaining("graph.pb: TensorFlow refuses the graph");
    }
  }

  @Test
  void aRankThatKernelsTakeForGranted() throws IOException {
    Wire ones = new Wire("Numbers").varint(3, 1).varint(3, 1).varint(3, 1).varint(3, 1);
    Wire convolution = type(node("y", "Conv2D", "x", "k"), "T", FLOAT);
    attribute(convolution, "strides", new Wire("AttrValue").message(1, ones));
    attribute(convolution, "padding", new Wire("AttrValue").text(2, "VALID"));
    Path file = write(graph(input("x", FLOAT), input("k", FLOAT), convolution));
    Tensor kernel = Tensor.zeros(DType.FLOAT32, 1, 1, 3, 2);
    try (Model model = Model.load(file)) {
      assertThat(model.predict(Map.of("x", Tensor.zeros(DType.FLOAT32, 1, 4, 4, 3), "k", kernel)))
          .hasSize(1);
      for (int repeated = 0; repeated < 20; repeated++) {
        assertThatThrownBy(
                () -> model.predict(Map.of("x", Tensor.zeros(DType.FLOAT32, 4, 4, 3), "k", kernel)))
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
              try (Model loaded = Model.load(model)) {
                loaded.weights();
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
    Wire ones = new Wire("Numbers").varint(3, 1).varint(3, 1).varint(3, 1).varint(3, 1);
    Wire convolution = type(node("y", "Conv2DBackpropInput", "s", "k", "x"), "T", FLOAT);
    attribute(convolution, "strides", new Wire("AttrValue").message(1, ones));
    attribute(convolution, "padding", new Wire("AttrValue").text(2, "VALID"));
    Path file = write(graph(input("s", INT32), input("k", FLOAT), input("x", FLOAT), convolution));
    Tensor kernel = Tensor.zeros(DType.FLOAT32, 2, 1, 3, 2);
    Tensor x = Tensor.zeros(DType.FLOAT32, 1, 3, 4, 2);
    try (Model model = Model.load(file)) {
      Tensor fitting = Tensor.of(new int[] {1, 4, 4, 3}, 4);
      Tensor y = model.predict(Map.of("s", fitting, "k", kernel, "x", x)).get("y");
      assertThat(y.shape()).containsExactly(1, 4, 4, 3);
      for (int length : new int[] {-5, 0, 1, 3, 5, 1 << 30}) {
        Tensor sizes = Tensor.of(new int[] {1, length, 4, 3}, 4);
        assertThatThrownBy(() -> model.predict(Map.of("s", sizes, "k", kernel, "x", x)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("graph.pb: TensorFlow cannot run");
      }
    }
  }
}
