package dev.tenon.tests.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.KerasFormat;
import dev.tenon.exporters.keras.KerasOptions;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.ir.graph.LayerNode;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.layers.augmentation.AugMix;
import dev.tenon.layers.augmentation.Augmentation;
import dev.tenon.layers.augmentation.RandomElasticTransform;
import dev.tenon.layers.augmentation.RandomHeight;
import dev.tenon.layers.augmentation.RandomRotation;
import dev.tenon.layers.augmentation.RandomWidth;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.reshaping.Flatten;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network behind layers that change its pictures: trained, asked, written and read again. */
final class AugmentedTrainingTest {
  private static final Path RUNS =
      Path.of(System.getProperty("tenon.root", ".."), "tests/goldens/training/runs");

  @ParameterizedTest
  @ValueSource(strings = {"augmented", "augmented_colors", "augmented_mixed"})
  void onlyTrainingChangesPictures(String name, @TempDir Path folder) throws IOException {
    Map<String, Tensor> data;
    try (Source source = Source.of(RUNS.resolve(name + ".npz"))) {
      data = Npz.read(source);
    }
    Tensor x = data.get("x0");
    try (Model model = Model.load(RUNS.resolve(name + ".keras"))) {
      model.fit(x, data.get("y0"), FitOptions.fit().epochs(1).verbose(0).build());
      Tensor once = model.predict(x, 4);
      assertThat(model.predict(x, 4).toFloatArray()).isEqualTo(once.toFloatArray());
      for (KerasFormat format : List.of(KerasFormat.KERAS, KerasFormat.KERAS3_H5)) {
        String file = format + (format == KerasFormat.KERAS ? ".keras" : ".h5");
        model.save(folder.resolve(file), KerasOptions.of(format));
        try (Model again = Model.load(folder.resolve(file))) {
          assertThat(augmentations(again)).isNotEmpty().isEqualTo(augmentations(model));
          assertThat(again.predict(x, 4).toFloatArray()).isEqualTo(once.toFloatArray());
          again.fit(x, data.get("y0"), FitOptions.fit().epochs(1).verbose(0).build());
          assertThat(again.predict(x, 4).toFloatArray()).isNotEqualTo(once.toFloatArray());
        }
      }
    }
  }

  private static List<Layer<?>> augmentations(Model model) {
    return model.keras().model().layers().stream()
        .<Layer<?>>map(LayerNode::layer)
        .filter(layer -> layer instanceof Augmentation)
        .toList();
  }

  static Stream<Layer<?>> refused() {
    return Stream.of(
        AugMix.DEFAULTS,
        RandomElasticTransform.DEFAULTS,
        RandomHeight.DEFAULTS,
        RandomWidth.DEFAULTS);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotRunInTrainingSaysWhatToDo(Layer<?> layer) {
    try (Model model = Model.sequential(KerasTensor.input(8, 8, 3), layer)) {
      assertThatThrownBy(
              () -> Lowering.lower(model.keras().model(), Mode.TRAINING, model.keras().lowered()))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining(layer.className() + " cannot run in training yet: ")
          .hasMessageContaining("take the layer out");
    }
  }

  @Test
  void layersThatLearnComeAfterMovedPictures() {
    Tensor x = Tensor.zeros(DType.FLOAT32, 2, 4);
    try (Model model =
        Model.sequential(
            KerasTensor.input(4),
            Dense.DEFAULTS.withUnits(12),
            Reshape.DEFAULTS.withTargetShape(List.of(2L, 2L, 3L)),
            RandomRotation.DEFAULTS.withFactor(0.1),
            Flatten.DEFAULTS)) {
      model.compile("sgd", "mse");
      Tensor y = Tensor.zeros(DType.FLOAT32, 2, 12);
      assertThatThrownBy(() -> model.fit(x, y, FitOptions.fit().epochs(1).verbose(0).build()))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("ImageProjectiveTransform");
    }
  }
}
