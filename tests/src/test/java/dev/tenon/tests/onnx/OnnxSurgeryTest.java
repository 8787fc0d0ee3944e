package dev.tenon.tests.onnx;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.subtract;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.model.TensorSpec;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX networks are cut, get heads, are layers, are renamed, frozen and copied. */
class OnnxSurgeryTest {
  private static final Path TORCH = Checkout.file("tests/goldens/torch");
  private static final Path RESNET = TORCH.resolve("resnet.torchscript.onnx");
  private static final double RATE = 0.1;
  private static final double[][] X = {{1, 2}, {-1, 0.5}, {0.3, -2}, {2, 1}};
  private static final double[] Y = {1, -1, 0.5, 2};

  @TempDir private Path folder;

  private Path line() throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 2))
            .addInitializer(
                OnnxFile.proto("fc.weight", Tensor.of(new float[] {0.5f, -0.25f}, 2, 1)))
            .addInitializer(OnnxFile.proto("fc.bias", Tensor.of(new float[] {0.1f}, 1)))
            .addNode(node("MatMul", List.of("x", "fc.weight"), List.of("h")))
            .addNode(node("Add", List.of("h", "fc.bias"), List.of("y")))
            .addOutput(floats("y", -1, 1));
    Path file = folder.resolve("line.onnx");
    Files.write(file, model(graph, 17).build().toByteArray());
    return file;
  }

  private static Tensor features() {
    float[][] rows = new float[X.length][2];
    for (int i = 0; i < X.length; i++) {
      rows[i] = new float[] {(float) X[i][0], (float) X[i][1]};
    }
    return Tensor.of(rows);
  }

  private static Tensor targets() {
    float[][] rows = new float[Y.length][1];
    for (int i = 0; i < Y.length; i++) {
      rows[i][0] = (float) Y[i];
    }
    return Tensor.of(rows);
  }

  private static ModelProto read(Path file) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  private static void same(Tensor expected, Tensor actual, double tolerance) {
    Difference apart = Difference.of(expected, actual);
    assertThat(apart.problem()).isEmpty();
    assertThat(apart.relative()).isLessThanOrEqualTo(tolerance);
  }

  @Test
  void endsAtInnerValues() throws Exception {
    Path cut = folder.resolve("cut.onnx");
    Tensor x = Recording.read(TORCH.resolve("resnet.npz")).tensors().get("in:x");
    try (Model whole = Model.load(RESNET)) {
      List<String> inner = whole.info().innerNames();
      String early = inner.get(2);
      String late = inner.get(inner.size() / 2);
      Map<String, Tensor> expected = whole.run(Map.of("x", x), List.of(late, early));
      try (Model part = whole.edit().cut(late, early)) {
        assertThat(part.outputs().stream().map(TensorSpec::name)).containsExactly(late, early);
        part.save(cut);
        for (String engine : List.of("tensorflow", "onnxruntime")) {
          Map<String, Tensor> found = part.on(engine).predict(Map.of("x", x));
          same(expected.get(late), found.get(late), 1e-5);
          same(expected.get(early), found.get(early), 1e-5);
        }
      }
      // A node stands for its first result.
      try (Model part = whole.edit().cut(whole.onnx().structure().nodes().get(2).name())) {
        assertThat(part.outputs().get(0).name()).isEqualTo(early);
      }
      assertThatThrownBy(() -> whole.edit().cut("nowhere"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unknown value or node 'nowhere'; nearest are ");
    }
    ModelProto before = read(RESNET);
    ModelProto after = read(cut);
    assertThat(before.getGraph().getNodeList()).containsAll(after.getGraph().getNodeList());
    assertThat(after.getGraph().getNodeCount()).isLessThan(before.getGraph().getNodeCount());
    assertThat(before.getGraph().getInitializerList())
        .containsAll(after.getGraph().getInitializerList())
        .hasSizeGreaterThan(after.getGraph().getInitializerCount());
    assertThat(after.getOpsetImportList()).isEqualTo(before.getOpsetImportList());
    try (Model again = Model.load(cut)) {
      assertThat(again.predict(Map.of("x", x))).hasSize(2);
    }
  }

  @Test
  void losesItsTop() throws Exception {
    try (Model whole = Model.load(RESNET);
        Model trunk = whole.edit().withoutTop()) {
      TensorSpec maps = trunk.outputs().get(0);
      assertThat(maps.shape().rank()).isEqualTo(4);
      assertThat(maps.shape().length(2)).isGreaterThan(1);
    }
    try (Model chain = Model.load(line())) {
      assertThatThrownBy(() -> chain.edit().withoutTop())
          .hasMessageContaining("nothing below its top");
    }
  }

  /** The network, times k, plus c: gradient descent by hand, in double precision. */
  private static double[] byHand(double[] w, int steps, boolean trunk) {
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      double[] gradient = new double[5];
      for (int i = 0; i < X.length; i++) {
        double h = X[i][0] * w[0] + X[i][1] * w[1] + w[2];
        double error = h * w[3] + w[4] - Y[i];
        losses[step] += error * error / X.length;
        double slope = 2 * error / X.length;
        gradient[0] += slope * w[3] * X[i][0];
        gradient[1] += slope * w[3] * X[i][1];
        gradient[2] += slope * w[3];
        gradient[3] += slope * h;
        gradient[4] += slope;
      }
      for (int k = trunk ? 0 : 3; k < 5; k++) {
        w[k] -= RATE * gradient[k];
      }
    }
    return losses;
  }

  @Test
  void getsAHeadThatLearnsWithOrWithoutTheTrunk() throws Exception {
    headed(true, false);
    headed(false, false);
    headed(false, true);
  }

  private void headed(boolean trunk, boolean byLayer) throws Exception {
    Path written = folder.resolve("headed.onnx");
    double[] w = {0.5, -0.25, 0.1, 1.5, -0.5};
    double[] losses = byHand(w, 5, trunk);
    try (Model network = Model.load(line());
        Model headed = network.edit().append(dense(1).name("head"))) {
      assertThat(headed.layers().names()).containsExactly("line", "head");
      if (!trunk && byLayer) {
        headed.layers().freeze("line");
      } else if (!trunk) {
        network.layers().freeze();
      }
      headed.setWeights(
          Map.of(
              "head/kernel", Tensor.of(new float[] {1.5f}, 1, 1),
              "head/bias", Tensor.of(new float[] {-0.5f}, 1)));
      headed.compile(Optimizers.sgd(RATE), "mse");
      for (double loss : losses) {
        assertThat(headed.trainOnBatch(features(), targets()).loss()).isCloseTo(loss, within(1e-5));
      }
      // The network has its weights in common with the model around it.
      assertThat(network.weights().get("fc.weight").getDouble(0)).isCloseTo(w[0], within(1e-5));
      double own = X[1][0] * w[0] + X[1][1] * w[1] + w[2];
      assertThat(network.predict(features()).getDouble(1)).isCloseTo(own, within(1e-5));
      headed.save(written);
      assertThatThrownBy(() -> headed.save(folder.resolve("headed.keras")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("the layer 'line' is an ONNX network")
          .hasMessageContaining("toKeras()");
    }
    try (Model again = Model.load(written)) {
      Tensor scores = again.on("onnxruntime").predict(features());
      for (int i = 0; i < X.length; i++) {
        double h = X[i][0] * w[0] + X[i][1] * w[1] + w[2];
        assertThat(scores.getDouble(i)).isCloseTo(h * w[3] + w[4], within(1e-5));
      }
    }
  }

  @Test
  void isALayerThatIsCalledTwice() throws Exception {
    KerasTensor left = Layers.input("left", 2);
    KerasTensor right = Layers.input("right", 2);
    try (Model network = Model.load(line());
        Model apart =
            Model.of(
                List.of(left, right),
                List.of(subtract(network.apply(left), network.apply(right))))) {
      Tensor zeros = Tensor.of(new float[X.length][2]);
      assertThat(apart.weights()).containsOnlyKeys("line/fc.weight", "line/fc.bias");
      for (String engine : List.of("tensorflow", "onnxruntime")) {
        Tensor scores =
            apart
                .on(engine)
                .predict(Map.of("left", features(), "right", zeros))
                .values()
                .iterator()
                .next();
        for (int i = 0; i < X.length; i++) {
          assertThat(scores.getDouble(i)).isCloseTo(X[i][0] * 0.5 - X[i][1] * 0.25, within(1e-6));
        }
      }
    }
  }

  @Test
  void aTorchTrunkKeepsTheNamesOfItsNodes() throws Exception {
    Path written = folder.resolve("headed.onnx");
    Recording golden = Recording.read(TORCH.resolve("resnet.npz"));
    Tensor x = golden.tensors().get("in:x");
    try (Model network = Model.load(RESNET);
        Model headed = network.edit().append(dense(3).name("head"))) {
      headed.save(written, OnnxOptions.DEFAULTS.fuse(false));
      Tensor ours = headed.on("tensorflow").predict(x);
      try (Model again = Model.load(written)) {
        same(ours, again.on("onnxruntime").predict(x), 1e-4);
      }
    }
    List<String> own =
        read(RESNET).getGraph().getNodeList().stream()
            .filter(node -> node.getOpType().equals("Conv"))
            .map(NodeProto::getName)
            .toList();
    List<String> found =
        read(written).getGraph().getNodeList().stream()
            .filter(node -> node.getOpType().equals("Conv"))
            .map(NodeProto::getName)
            .toList();
    assertThat(found).hasSameSizeAs(own);
    for (int i = 0; i < own.size(); i++) {
      assertThat(found.get(i)).endsWith(own.get(i));
    }
  }

  @Test
  void freezesByNamesOfWeightsAndNodesAndSaysSoInTheFile() throws Exception {
    Path file = line();
    Path written = folder.resolve("frozen.onnx");
    try (Model network = Model.load(file)) {
      assertThat(network.layers().names("node_h")).containsExactly("fc.weight");
      assertThat(network.layers().names("fc*")).containsExactly("fc.weight", "fc.bias");
      network.compile(Optimizers.sgd(RATE), "mse");
      network.trainOnBatch(features(), targets());
      Tensor learned = network.weights().get("fc.weight");
      assertThat(learned.getDouble(0)).isNotEqualTo(0.5);
      // In the middle of a training it counts from the next compile on, as in Keras.
      network.layers().freeze("node_h");
      network.compile(Optimizers.sgd(RATE), "mse");
      Tensor bias = network.weights().get("fc.bias");
      network.trainOnBatch(features(), targets());
      assertThat(network.weights().get("fc.weight")).isEqualTo(learned);
      assertThat(network.weights().get("fc.bias")).isNotEqualTo(bias);
      network.save(written);
      assertThatThrownBy(() -> network.layers().freeze("conv*"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("unknown weight or node with weights 'conv*'");
    }
    try (Model again = Model.load(written);
        Model other = again.edit().rename(Map.of("fc.weight", "w"))) {
      assertThat(again.onnx().structure().metadata()).containsEntry("tenon.frozen", "fc.weight");
      assertThat(other.onnx().structure().metadata()).containsEntry("tenon.frozen", "w");
      Tensor before = other.weights().get("w");
      other.compile(Optimizers.sgd(RATE), "mse");
      other.trainOnBatch(features(), targets());
      assertThat(other.weights().get("w")).isEqualTo(before);
      again.layers().unfreeze("fc.*");
      again.save(folder.resolve("thawed.onnx"));
    }
    assertThat(read(folder.resolve("thawed.onnx")).getMetadataPropsList())
        .isEqualTo(read(file).getMetadataPropsList());
  }

  @Test
  void aCopyLearnsAlone() throws Exception {
    try (Model network = Model.load(line());
        Model copy = network.copy()) {
      copy.compile(Optimizers.sgd(RATE), "mse");
      copy.trainOnBatch(features(), targets());
      assertThat(copy.weights().get("fc.weight").getDouble(0)).isNotEqualTo(0.5);
      assertThat(network.weights().get("fc.weight").getDouble(0)).isEqualTo(0.5);
    }
  }

  @Test
  void whatOnlyLayersCanHavePointsToToKeras() throws Exception {
    try (Model network = Model.load(line())) {
      assertThatThrownBy(() -> network.edit().insertAfter("h", dense(1)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("toKeras()");
      assertThatThrownBy(() -> network.edit().replace("node_h", dense(1)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("toKeras()");
      assertThatThrownBy(() -> network.info().keras())
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("toKeras()");
    }
  }

  @Test
  void layersOfKerasLearnByPatternToo() {
    KerasTensor x = Layers.input("x", 2);
    KerasTensor hidden = dense(3).name("hidden").apply(x);
    try (Model model = Model.of(x, dense(1).name("head").apply(hidden))) {
      model.layers().trainOnly("head/**");
      assertThat(model.layer("hidden").trainable()).isFalse();
      assertThat(model.layer("head").trainable()).isTrue();
      model.layers().trainOnly("hid*");
      assertThat(model.layer("hidden").trainable()).isTrue();
      assertThat(model.layer("head").trainable()).isFalse();
      assertThatThrownBy(() -> model.layers().trainOnly("nothing"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
