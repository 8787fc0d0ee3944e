package dev.tenon.inspect;

import static dev.tenon.layers.Layers.conv1D;
import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.conv2DTranspose;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static dev.tenon.layers.Layers.upSampling2D;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.inspect.figures.Cost;
import dev.tenon.inspect.figures.Statistics;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics and costs against figures that are known or worked out by hand. */
final class FiguresTest {
  @Test
  void statisticsCountWhatIsFinite() {
    Tensor tensor =
        Tensor.of(new double[] {0, 1, 2, 5, Double.NaN, Double.NEGATIVE_INFINITY, 0, 4});
    Statistics s = Statistics.of(tensor);
    assertThat(List.of(s.count(), s.zeros(), s.nans(), s.infinities()))
        .containsExactly(8L, 2L, 1L, 1L);
    assertThat(s.min()).isZero();
    assertThat(s.max()).isEqualTo(5);
    assertThat(s.mean()).isEqualTo(2);
    // numpy.std([0, 1, 2, 5, 0, 4])
    assertThat(s.std()).isCloseTo(1.9148542155126762, Offset.offset(1e-12));
    assertThat(s.sparsity()).isEqualTo(0.25);
    assertThat(s.histogram().stream().mapToInt(n -> n).sum()).isEqualTo(6);
    assertThat(s.finite()).isFalse();
  }

  @Test
  void aUnitIsDeadWhereItIsZeroEverywhere() {
    Tensor tensor = Tensor.of(new float[] {0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0}, 2, 2, 3);
    assertThat(Statistics.deadUnits(tensor, -1)).isEqualTo(1);
    assertThat(Statistics.deadUnits(tensor, 1)).isEqualTo(1);
    assertThat(Statistics.deadUnits(tensor, 0)).isZero();
  }

  @Test
  void parametersAreKerasAndOperationsAreWorkedOut() throws IOException {
    JsonNode keras = new ObjectMapper().readTree(Recorded.file("figures.json").toFile());
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      Map<String, Cost> costs = Costs.of(model);
      costs.forEach(
          (path, cost) ->
              assertThat(cost.parameters()).as(path).isEqualTo(keras.get(path).asLong()));
      // 12 · 12 places, 4 channels, 3 · 3 · 2 products and sums, and a bias each.
      assertThat(costs.get("conv1").flops()).isEqualTo(12 * 12 * 4 * (2 * 3 * 3 * 2 + 1));
      assertThat(costs.get("norm1").trainable()).isEqualTo(8);
      assertThat(costs.get("conv1").outputBytes()).isEqualTo(12 * 12 * 4 * 4);
      assertThat(costs.get("conv1").receptiveField()).containsExactly(3L, 3L);
      assertThat(costs.get("pool1").receptiveField()).containsExactly(4L, 4L);
      assertThat(costs.get("relu2").receptiveField()).containsExactly(8L, 8L);
      assertThat(costs.get("scores").receptiveField()).isEmpty();
    }
  }

  /** The extents of what is not zero in TensorFlow's gradients of places of each layer. */
  @Test
  void anEnlargedImageSeesWhatTheImageSaw() {
    try (Model model =
        Model.sequential(
            conv2D(3, 3).strides(2).name("small").inputShape(33, 33, 2),
            upSampling2D().size(2).name("large"),
            conv2D(2, 3).name("after"),
            upSampling2D().size(2).interpolation("bilinear").name("smooth"),
            conv2DTranspose(2, 3).strides(2).name("transposed"),
            conv2D(2, 2).name("last"))) {
      Map<String, Cost> costs = Costs.of(model);
      Map<String, Long> wide =
          Map.of("small", 3L, "large", 3L, "after", 5L, "smooth", 7L, "transposed", 7L, "last", 7L);
      wide.forEach(
          (path, size) ->
              assertThat(costs.get(path).receptiveField()).as(path).containsExactly(size, size));
    }
  }

  @Test
  void theFirstLayerThatMakesNanIsNamed() throws IOException {
    Map<String, Tensor> recorded = Recorded.npz(Recorded.file("pictures.npz"));
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      String path =
          model.weights().keySet().stream()
              .filter(name -> name.startsWith("conv2") && name.endsWith("bias"))
              .findFirst()
              .orElseThrow();
      model.setWeights(Map.of(path, Tensor.full(DType.FLOAT32, Double.NaN, 6)));
      Inspection inspection = Inspection.of(model, Map.of("picture", recorded.get("in0")));
      Step first = inspection.firstNotFinite();
      assertThat(first).isNotNull();
      assertThat(first.path()).isEqualTo("conv2");
      assertThat(inspection.brokenWeights()).containsExactly(path);
    }
  }

  /** Units that are always below zero, on the second axis of three. */
  @Test
  void deadUnitsAreCountedAlongTheChannels() {
    try (Model model =
        Model.sequential(
            conv1D(2, 3)
                .dataFormat("channels_first")
                .activation("relu")
                .name("row")
                .inputShape(3, 12))) {
      Tensor bias = Tensor.of(new float[] {-100, 100}, 2);
      model.setWeights(Map.of("row/bias", bias));
      Tensor row = Tensor.full(DType.FLOAT32, 0.5, 1, 3, 12);
      Map<String, Tensor> batch = Map.of(model.inputs().get(0).name(), row);
      assertThat(Inspection.of(model, batch).deadUnits()).containsEntry("row", 1);
    }
  }

  /** TensorFlow makes 0 of NaN where it joins a convolution, its bias and a ReLU. */
  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void nanIsSeenBehindAnActivation(String engine) {
    try (Model model =
        Model.sequential(
            conv2D(4, 3).activation("relu").name("conv").inputShape(8, 8, 2),
            globalAveragePooling2D().name("mean"),
            dense(2).activation("relu").name("scores"))) {
      model.setWeights(Map.of("conv/bias", Tensor.full(DType.FLOAT32, Double.NaN, 4)));
      Map<String, Tensor> batch =
          Map.of(model.inputs().get(0).name(), Tensor.full(DType.FLOAT32, 1, 2, 8, 8, 2));
      Inspection inspection = Inspection.of(model.on(engine), batch);
      Step first = inspection.firstNotFinite();
      assertThat(first).isNotNull();
      assertThat(first.path()).isEqualTo("conv");
      assertThat(inspection.activations().get("scores").nans()).isEqualTo(4);
    }
  }

  @Test
  void nanOfATrainingThatWentWrongIsSeen() {
    try (Model model =
        Model.sequential(
            conv2D(4, 3).activation("relu").name("conv").inputShape(8, 8, 2),
            globalAveragePooling2D().name("mean"),
            dense(2).activation("relu").name("scores"))) {
      model.compile("sgd", "mse");
      Tensor x = Tensor.full(DType.FLOAT32, 1, 2, 8, 8, 2);
      model.trainOnBatch(x, Tensor.full(DType.FLOAT32, Double.NaN, 2, 2));
      Inspection inspection = Inspection.of(model, Map.of(model.inputs().get(0).name(), x));
      assertThat(inspection.activations().get("conv").nans()).isPositive();
      assertThat(inspection.activations().get("scores").nans()).isEqualTo(4);
      assertThat(inspection.brokenWeights()).contains("conv/kernel");
    }
  }
}
