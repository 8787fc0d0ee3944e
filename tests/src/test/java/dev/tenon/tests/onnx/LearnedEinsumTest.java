package dev.tenon.tests.onnx;

import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import dev.tenon.Model;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.losses.Losses;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An Einsum of more than two operands learns all of them; the numbers are worked out by hand. */
class LearnedEinsumTest {
  @Test
  void theThirdOperandLearns() throws Exception {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 1))
            .addOutput(floats("y", -1, 1))
            .addInitializer(OnnxFile.proto("w", Tensor.of(new float[] {2}, 1, 1)))
            .addInitializer(OnnxFile.proto("v", Tensor.of(new float[] {3}, 1, 1)))
            .addNode(
                node(
                    "Einsum",
                    List.of("x", "w", "v"),
                    List.of("y"),
                    text("equation", "bi,ij,jk->bk")));
    try (Model model = Model.load(model(graph, 17).build().toByteArray())) {
      model.compile(Optimizers.sgd(0.01), Losses.meanSquaredError());
      Tensor x = Tensor.of(new float[] {1}, 1, 1);
      double loss = model.trainOnBatch(x, Tensor.of(new float[] {0}, 1, 1)).loss();
      assertThat(loss).isEqualTo(36);
      assertThat(model.weights().get("w").getDouble(0)).isCloseTo(2 - 0.36, within(1e-6));
      assertThat(model.weights().get("v").getDouble(0)).isCloseTo(3 - 0.24, within(1e-6));
    }
  }
}
