package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.layers.Layers;
import dev.tenon.layers.augmentation.Augmentation;
import dev.tenon.layers.augmentation.RandomHeight;
import dev.tenon.layers.augmentation.RandomWidth;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.preprocessing.Resizing;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network behind layers that change its images: trained, asked, written and read again. */
final class AugmentedTrainingTest {
  private static final Path RUNS = Checkout.file("tests/goldens/training/runs");

  @ParameterizedTest
  @ValueSource(strings = {"augmented", "augmented_colors", "augmented_mixed"})
  void onlyTrainingChangesImages(String name, @TempDir Path folder) throws IOException {
    Map<String, Tensor> data;
    try (Source source = Source.of(RUNS.resolve(name + ".npz"))) {
      data = Npz.read(source);
    }
    Tensor x = data.get("x0");
    try (Model model = Model.load(RUNS.resolve(name + ".keras"))) {
      model.fit(x, data.get("y0"), FitOptions.fit().epochs(1).verbose(0));
      Tensor once = model.predict(x, 4);
      assertThat(model.predict(x, 4).toFloatArray()).isEqualTo(once.toFloatArray());
      for (KerasFormat format : List.of(KerasFormat.KERAS, KerasFormat.KERAS3_H5)) {
        String file = format + (format == KerasFormat.KERAS ? ".keras" : ".h5");
        model.save(folder.resolve(file), KerasOptions.of(format));
        try (Model again = Model.load(folder.resolve(file))) {
          assertThat(augmentations(again)).isNotEmpty().isEqualTo(augmentations(model));
          assertThat(again.predict(x, 4).toFloatArray()).isEqualTo(once.toFloatArray());
          again.fit(x, data.get("y0"), FitOptions.fit().epochs(1).verbose(0));
          assertThat(again.predict(x, 4).toFloatArray()).isNotEqualTo(once.toFloatArray());
        }
      }
    }
  }

  private static List<Layer<?>> augmentations(Model model) {
    return model.info().keras().model().layers().stream()
        .<Layer<?>>map(LayerNode::layer)
        .filter(layer -> layer instanceof Augmentation)
        .toList();
  }

  static Stream<Layer<?>> resized() {
    return Stream.of(
        RandomHeight.DEFAULTS.factor(List.of(-0.5, 1.0)).seed(3L),
        RandomHeight.DEFAULTS.factor(0.4).interpolation("nearest").seed(4L),
        RandomWidth.DEFAULTS.factor(List.of(-0.5, 1.0)).seed(3L),
        RandomWidth.DEFAULTS.factor(0.4).interpolation("nearest").seed(4L));
  }

  /** What is drawn is a size; what the images are then, Resizing says, which Keras recorded. */
  @ParameterizedTest
  @MethodSource("resized")
  void heightAndWidthAreDrawn(Layer<?> layer) {
    Tensor x = Tensor.of(new Random(5).doubles(2 * 10 * 8 * 3).toArray(), 2, 10, 8, 3);
    x = x.cast(DType.FLOAT32);
    int axis = layer instanceof RandomHeight ? 1 : 2;
    Set<Long> lengths = new TreeSet<>();
    try (Model model = Model.sequential(Layers.input(10, 8, 3), layer)) {
      KerasModel keras = model.info().keras();
      Lowered training = Lowering.lower(keras.model(), Mode.TRAINING, keras.lowered());
      for (int step = 0; step < 20; step++) {
        Tensor changed = AugmentationGoldensTest.step(keras, training, x);
        lengths.add(changed.dim(axis));
        Layer<?> same =
            Resizing.DEFAULTS
                .height(changed.dim(1))
                .width(changed.dim(2))
                .interpolation(interpolation(layer));
        try (Model resizing = Model.sequential(Layers.input(10, 8, 3), same)) {
          Distances.near(resizing.predict(x), changed, 1e-6, "step " + step);
        }
      }
      assertThat(model.predict(x).toFloatArray()).isEqualTo(x.toFloatArray());
    }
    long whole = axis == 1 ? 10 : 8;
    boolean wide = interpolation(layer).equals("bilinear");
    assertThat(lengths).hasSizeGreaterThan(3);
    assertThat(lengths)
        .allMatch(n -> n >= (wide ? 0.5 : 0.6) * whole - 1 && n <= (wide ? 2 : 1.4) * whole);
  }

  private static String interpolation(Layer<?> layer) {
    return layer instanceof RandomHeight height
        ? height.interpolation()
        : ((RandomWidth) layer).interpolation();
  }

  @Test
  void anInterpolationThatNeedsAKnownSizeIsRefusedInTraining() {
    Layer<?> layer = RandomHeight.DEFAULTS.factor(0.2).interpolation("lanczos3");
    try (Model model = Model.sequential(Layers.input(8, 8, 3), layer)) {
      assertThatThrownBy(
              () ->
                  Lowering.lower(
                      model.info().keras().model(), Mode.TRAINING, model.info().keras().lowered()))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("RandomHeight runs in training with the interpolations bilinear");
    }
  }
}
