package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.globalMaxPooling2D;
import static dev.tenon.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of models, against what Keras gives for the same layers; see make.py. */
final class SurgeryTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/building");

  private Map<String, Tensor> golden;
  private Model model;

  @TempDir Path folder;

  @BeforeEach
  void load() throws IOException {
    golden = Npz.read(Source.of(FOLDER.resolve("pictures.npz")));
    model = Model.load(FOLDER.resolve("pictures.keras"));
  }

  private void gives(Model part, String name) {
    Tensor found = part.predict(golden.get("x"));
    Distances.near(golden.get(name), found, 1e-5, name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "encoder/conv_a", "encoder/norm", "encoder/conv_b", "classes"})
  void cutsAtInnerValues(String path) throws IOException {
    Model part = model.edit().cut(path);
    String name = path.substring(path.lastIndexOf('/') + 1);
    gives(part, name);
    assertThat(part.outputs().get(0).name()).isEqualTo(name);
    Path file = folder.resolve("part.keras");
    part.save(file);
    gives(Model.load(file), name);
  }

  @Test
  void cutsAtSeveralValues() {
    Model part = model.edit().cut("encoder/conv_a", "hidden");
    assertThat(part.outputs())
        .extracting(output -> output.name())
        .containsExactly("conv_a", "hidden");
    Map<String, Tensor> found = part.predict(Map.of("image", golden.get("x")));
    for (String name : List.of("conv_a", "hidden")) {
      Distances.near(golden.get(name), found.get(name), 1e-5, name);
    }
  }

  @Test
  void aCutLeavesOutWhatItDoesNotNeed() {
    assertThat(model.edit().cut("encoder/norm").layers().names())
        .containsExactly("encoder", "encoder/conv_a", "encoder/norm");
  }

  @Test
  void theTopIsTakenOffAndAnotherPutOn() {
    Model features = model.edit().withoutTop();
    gives(features, "conv_b");
    Model tuned = features.edit().append(globalMaxPooling2D(), dense(2, "softmax").name("yes_no"));
    assertThat(tuned.predict(golden.get("x")).shape()).containsExactly(6, 2);
    assertThat(tuned.layers().names()).contains("encoder/conv_a", "yes_no").doesNotContain("pool");
    assertThat(Model.sequential(features, flatten(), dense(2)).predict(golden.get("x")).shape())
        .containsExactly(6, 2);
  }

  @Test
  void aDenseNetLosesItsLastLayer() {
    Model net =
        Model.sequential(flatten().inputShape(4, 4), dense(3).name("a"), dense(2).name("b"));
    assertThat(net.edit().withoutTop().layers().names()).last().isEqualTo("a");
  }

  @Test
  void layersAreInsertedReplacedAndRenamed() throws IOException {
    Model longer = model.edit().insertAfter("encoder/norm", dropout(0.5).name("drop"));
    assertThat(longer.layers().names())
        .containsSubsequence("encoder/norm", "encoder/drop", "encoder/relu");
    gives(longer, "classes");
    Model other = model.edit().replace("classes", dense(7).name("seven"));
    assertThat(other.predict(golden.get("x")).shape()).containsExactly(6, 7);
    assertThat(other.outputs().get(0).name()).isEqualTo("seven");
    Model renamed =
        model
            .edit()
            .rename(
                Map.of(
                    "image",
                    "photo",
                    "classes",
                    "kinds",
                    "encoder/conv_a",
                    "first",
                    "encoder",
                    "body"));
    assertThat(renamed.inputs().get(0).name()).isEqualTo("photo");
    assertThat(renamed.outputs().get(0).name()).isEqualTo("kinds");
    assertThat(renamed.weights().keySet()).contains("body/first/kernel", "kinds/bias");
    gives(renamed, "classes");
    for (String name : List.of("renamed.keras", "renamed.h5", "renamed.onnx")) {
      renamed.save(folder.resolve(name));
      gives(Model.load(folder.resolve(name)), "classes");
    }
  }

  @Test
  void partsShareWeightsAndCopiesDoNot() {
    Model part = model.edit().cut("hidden");
    Model copy = model.copy();
    gives(copy, "classes");
    model.setWeights(Map.of("hidden/bias", Tensor.of(new float[] {1, 1, 1, 1, 1}, 5)));
    assertThat(part.weights().get("hidden/bias").toFloatArray()).containsOnly(1);
    gives(copy, "classes");
    copy.layers().freeze();
    assertThat(model.layer("encoder/conv_a").trainable()).isTrue();
  }

  @Test
  void trainingALayerTrainsItInAllModels() {
    Model part = model.edit().cut("hidden");
    Tensor before = part.predict(golden.get("x"));
    model.compile(Optimizers.sgd(0.5), "categorical_crossentropy");
    model.trainOnBatch(golden.get("x"), golden.get("y"));
    assertThat(part.predict(golden.get("x"))).isNotEqualTo(before);
  }

  private void learns(String name, Consumer<Model> freezing) {
    freezing.accept(model);
    model.compile(Optimizers.sgd(0.5), "categorical_crossentropy");
    double[] counts = golden.get("counts_" + name).toDoubleArray();
    assertThat(model.summary())
        .contains(" Trainable params: %.0f ".formatted(counts[0]))
        .contains(" Non-trainable params: %.0f ".formatted(counts[1]));
    for (double loss : golden.get("losses_" + name).toDoubleArray()) {
      assertThat(model.trainOnBatch(golden.get("x"), golden.get("y")).loss())
          .isCloseTo(loss, within(1e-5));
    }
    Tensor mean = model.weights().get("encoder/norm/moving_mean");
    Distances.near(golden.get("moving_mean_" + name), mean, 1e-5, name);
  }

  @Test
  void frozenPartsBehaveAsInKeras() throws IOException {
    learns("free", all -> {});
    load();
    learns("encoder", all -> all.layers().freeze("encoder"));
    load();
    learns("norm", all -> all.layers().freeze("norm"));
    load();
    learns("convs", all -> all.layers().freeze("encoder/conv_*"));
    load();
    learns("thawed", all -> all.layers().freeze("encoder").unfreeze("encoder/conv_b"));
  }

  @Test
  void aFrozenModelStaysFrozenInItsFile() throws IOException {
    model = Model.load(FOLDER.resolve("pictures_frozen.keras"));
    double[] counts = golden.get("counts_encoder").toDoubleArray();
    assertThat(model.summary()).contains(" Trainable params: %.0f ".formatted(counts[0]));
    assertThat(model.layer("encoder/norm").trainable()).isFalse();
    model.save(folder.resolve("frozen.keras"));
    assertThat(Model.load(folder.resolve("frozen.keras")).layer("encoder/norm").trainable())
        .isFalse();
  }

  @Test
  void unknownLayersAreNamedWithTheNearest() {
    for (Consumer<Model> change :
        List.<Consumer<Model>>of(
            m -> m.edit().cut("encoder/conv_c"),
            m -> m.layers().freeze("encoder/conv_c"),
            m -> m.edit().rename(Map.of("encoder/conv_c", "x")),
            m -> m.edit().insertAfter("encoder/conv_c", dense(1)))) {
      assertThatThrownBy(() -> change.accept(model))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "unknown layer 'encoder/conv_c'; nearest are 'encoder/conv_a', 'encoder/conv_b'");
    }
    assertThatThrownBy(() -> model.edit().rename(Map.of("hidden", "pool")))
        .hasMessageContaining("the name 'pool' is taken");
  }

  @Test
  void sharedLayersAreCutByTheirCalls() {
    KerasTensor a = input("a", 3);
    KerasTensor b = input("b", 3);
    var twin = dense(4).name("twin");
    KerasTensor left = twin.apply(a);
    KerasTensor right = twin.apply(b);
    Model siamese = Model.of(List.of(a, b), List.of(dev.tenon.layers.Layers.subtract(left, right)));
    Model second = siamese.edit().cut("twin@2");
    assertThat(second.inputs()).extracting(given -> given.name()).containsExactly("b");
  }
}
