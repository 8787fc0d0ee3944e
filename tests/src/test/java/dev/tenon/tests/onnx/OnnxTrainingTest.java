package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An imported ONNX network learns as the formulas say, and is written with its new weights only.
 */
class OnnxTrainingTest {
  private static final double RATE = 0.1;
  private static final double[][] X = {{1, 2}, {-1, 0.5}, {0.3, -2}, {2, 1}};
  private static final double[] Y = {1, -1, 0.5, 2};

  @TempDir private Path folder;

  private static ModelProto line() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 2))
            .addInitializer(
                OnnxFile.proto("fc.weight", Tensor.of(new float[] {0.5f, -0.25f}, 2, 1)))
            .addInitializer(OnnxFile.proto("fc.bias", Tensor.of(new float[] {0.1f}, 1)))
            .addNode(node("MatMul", List.of("x", "fc.weight"), List.of("h")))
            .addNode(node("Add", List.of("h", "fc.bias"), List.of("y")))
            .addOutput(floats("y", -1, 1));
    ModelProto.Builder model = model(graph, 17);
    model.addMetadataPropsBuilder().setKey("author").setValue("somebody");
    return model.build();
  }

  private static Tensor features() {
    float[][] rows = new float[X.length][2];
    for (int i = 0; i < X.length; i++) {
      rows[i][0] = (float) X[i][0];
      rows[i][1] = (float) X[i][1];
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

  /** Gradient descent on the mean square, in double precision; returns the losses. */
  private static double[] byHand(double[] w, int steps, boolean bias) {
    double[] losses = new double[steps];
    for (int step = 0; step < steps; step++) {
      double[] gradient = new double[3];
      for (int i = 0; i < X.length; i++) {
        double error = X[i][0] * w[0] + X[i][1] * w[1] + w[2] - Y[i];
        losses[step] += error * error / X.length;
        gradient[0] += 2 * error * X[i][0] / X.length;
        gradient[1] += 2 * error * X[i][1] / X.length;
        gradient[2] += 2 * error / X.length;
      }
      for (int k = 0; k < (bias ? 3 : 2); k++) {
        w[k] -= RATE * gradient[k];
      }
    }
    return losses;
  }

  @Test
  void learnsAsTheFormulasSayAndWritesOnlyNewWeights() throws Exception {
    check(null, true);
    check("fc.weight", false);
  }

  private void check(String pattern, boolean bias) throws Exception {
    Path file = folder.resolve("line.onnx");
    Path tuned = folder.resolve("tuned.onnx");
    Files.write(file, line().toByteArray());
    double[] w = {0.5, -0.25, 0.1};
    double[] losses = byHand(w, 5, bias);
    try (Model network = Model.load(file)) {
      if (pattern != null) {
        network.layers().trainOnly(pattern);
      }
      network.compile(Optimizers.sgd(RATE), "mse");
      for (double loss : losses) {
        assertThat(network.trainOnBatch(features(), targets()).loss())
            .isCloseTo(loss, within(1e-6));
      }
      assertThat(network.weights().get("fc.weight").getDouble(0)).isCloseTo(w[0], within(1e-6));
      assertThat(network.weights().get("fc.bias").getDouble(0)).isCloseTo(w[2], within(1e-6));
      network.save(tuned);
      Tensor onFile = network.on("onnxruntime").predict(features());
      Tensor onGraph = network.on("tensorflow").predict(features());
      assertThat(onGraph.getDouble(0)).isCloseTo(onFile.getDouble(0), within(1e-6));
    }
    try (Model again = Model.load(tuned)) {
      Tensor scores = again.predict(features());
      for (int i = 0; i < X.length; i++) {
        double expected = X[i][0] * w[0] + X[i][1] * w[1] + w[2];
        assertThat(scores.getDouble(i)).isCloseTo(expected, within(1e-6));
      }
    }
    ModelProto before = line();
    ModelProto after = ModelProto.parseFrom(Files.readAllBytes(tuned));
    assertThat(after.getGraph().getInitializer(1).equals(before.getGraph().getInitializer(1)))
        .isEqualTo(!bias);
    assertThat(after.toBuilder().setGraph(bare(after)).build())
        .isEqualTo(before.toBuilder().setGraph(bare(before)).build());
  }

  private static GraphProto bare(ModelProto model) {
    return model.getGraph().toBuilder().clearInitializer().build();
  }

  @Test
  void whatWasNotTrainedIsWrittenAsItWas() throws Exception {
    Path file = folder.resolve("line.onnx");
    Files.write(file, line().toByteArray());
    try (Model network = Model.load(file)) {
      network.save(folder.resolve("same.onnx"));
    }
    assertThat(ModelProto.parseFrom(Files.readAllBytes(folder.resolve("same.onnx"))))
        .isEqualTo(line());
  }
}
