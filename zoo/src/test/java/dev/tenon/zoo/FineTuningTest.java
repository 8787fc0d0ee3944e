package dev.tenon.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is trained in which part, and what the model makes of pixels. */
final class FineTuningTest {
  private static final int SIDE = 32;

  private static FeatureExtraction small() throws IOException {
    return FeatureExtraction.of(
        Applications.mobileNetV2(),
        ApplicationOptions.untrained().alpha(0.35).forShape(SIDE, SIDE, 3));
  }

  private static ArrayDataset images(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] pixels = new float[count * SIDE * SIDE * 3];
    int[] classes = new int[count];
    for (int i = 0; i < pixels.length; i++) {
      int image = i / (SIDE * SIDE * 3);
      classes[image] = image % 2;
      pixels[i] = (float) (random.nextDouble() * 127 + 128 * classes[image]);
    }
    return Dataset.of(Tensor.of(pixels, count, SIDE, SIDE, 3), Tensor.of(classes, count));
  }

  @ParameterizedTest
  @EnumSource(Preprocessing.class)
  void thePreprocessingIsInTheModel(Preprocessing mode) throws IOException {
    ApplicationOptions options =
        ApplicationOptions.untrained().includeTop(false).alpha(0.25).forShape(SIDE, SIDE, 3);
    Tensor pixels = images(3).all().features().get(0);
    try (Model maps = Applications.mobileNet().create(options);
        FeatureExtraction features = FeatureExtraction.of(maps, mode)) {
      float[] expected = averaged(maps.predict(mode.apply(pixels)));
      float[] found = features.of(pixels).toFloatArray();
      assertThat(found).hasSize(expected.length);
      float largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-4f * Math.max(1e-3f, largest)));
      }
    }
  }

  /** The features of a network of PyTorch are what ONNX Runtime gives before its top. */
  @Test
  void aNetworkWithItsChannelsFirstIsFedAsItWants() throws IOException {
    Path folder = Checkout.file("tests/goldens/torch");
    Tensor x = Recorded.npz(folder.resolve("resnet.npz")).get("in:x");
    try (Model network = Model.load(folder.resolve("resnet.torchscript.onnx"));
        FeatureExtraction features = FeatureExtraction.of(network, Preprocessing.INSIDE)) {
      String flat =
          network.onnx().structure().nodes().stream()
              .filter(node -> node.opType().equals("Flatten"))
              .findFirst()
              .orElseThrow()
              .outputs()
              .get(0);
      Tensor expected = network.on("onnxruntime").run(Map.of("x", x), List.of(flat)).get(flat);
      Distances.near(expected, features.of(x.transpose(0, 2, 3, 1)), 1e-5, "features");
      assertThat(features.size()).isEqualTo(12);
    }
  }

  /** Feature maps that a network of PyTorch gives are averaged over their own rows. */
  @Test
  void mapsWithTheirChannelsFirstAreAveragedOverRowsAndColumns() throws IOException {
    Path folder = Checkout.file("tests/goldens/torch");
    Tensor x = Recorded.npz(folder.resolve("resnet.npz")).get("in:x");
    try (Model network = Model.load(folder.resolve("resnet.torchscript.onnx"));
        Model maps = network.edit().withoutTop();
        FeatureExtraction whole = FeatureExtraction.of(network, Preprocessing.INSIDE);
        FeatureExtraction part = FeatureExtraction.of(maps, Preprocessing.INSIDE)) {
      Tensor pixels = x.transpose(0, 2, 3, 1);
      Distances.near(whole.of(pixels), part.of(pixels), 1e-5, "features");
    }
  }

  /** Returns the mean of (images, height, width, channels) over height and width. */
  private static float[] averaged(Tensor maps) {
    int channels = (int) maps.dim(3);
    int places = (int) (maps.dim(1) * maps.dim(2));
    float[] means = new float[(int) maps.dim(0) * channels];
    for (int i = 0; i < maps.size(); i++) {
      int image = i / (places * channels);
      means[image * channels + i % channels] += (float) (maps.getDouble(i) / places);
    }
    return means;
  }

  @Test
  void theFirstPartTrainsTheHeadOnlyAndTheSecondTheLastBlockToo() throws IOException {
    FineTuningOptions options = FineTuningOptions.DEFAULTS.epochs(2).fineTuneEpochs(0).verbose(0);
    FineTuningOptions both = options.fineTuneEpochs(1).epochs(0);
    // As many of both classes would leave the bias where it is.
    ArrayDataset data = images(15).batch(8);
    FeatureExtraction features = small();
    try (FineTuning first = FineTuning.of(features, 2, options)) {
      Map<String, Tensor> before = weights(first);
      History history = first.fit(data, data);
      assertThat(history.get("val_accuracy")).hasSize(2);
      Map<String, Tensor> after = weights(first);
      before.forEach(
          (path, tensor) ->
              assertThat(same(tensor, after, path))
                  .as(path)
                  .isEqualTo(!path.startsWith("predictions/")));
      // The head was trained on features: the whole model has it.
      Tensor pixels = data.all().features().get(0);
      Map<String, Double> measured = first.model().evaluate(pixels, data.all().targets().get(0));
      assertThat(measured.get("loss")).isCloseTo(history.get("val_loss").get(1), within(1e-4));
      try (FineTuning second = FineTuning.of(features, 2, both)) {
        Map<String, Tensor> start = weights(second);
        second.fit(data, null);
        Map<String, Tensor> end = weights(second);
        start.forEach(
            (path, tensor) -> {
              boolean block = path.contains("/block_16_") || path.contains("/Conv_1/");
              boolean learns =
                  path.startsWith("predictions/") || (block && path.endsWith("kernel"));
              assertThat(same(tensor, end, path)).as(path).isEqualTo(!learns);
            });
      }
    }
  }

  /** Returns the weights, without the states that draws change. */
  private static Map<String, Tensor> weights(FineTuning tuning) {
    Map<String, Tensor> weights = new LinkedHashMap<>(tuning.model().weights());
    weights.keySet().removeIf(path -> path.contains("seed"));
    return weights;
  }

  private static boolean same(Tensor before, Map<String, Tensor> after, String path) {
    Tensor now = after.get(path);
    return now != null && Arrays.equals(before.toFloatArray(), now.toFloatArray());
  }
}
