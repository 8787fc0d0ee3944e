package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.cli.convert.KerasConversion;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every layer golden, written as every kind of Keras file and read again. */
final class KerasWritingTest {
  /** How many of the recorded models each kind of file can say at least. */
  private static final Map<KerasFormat, Integer> LEAST =
      Map.of(
          KerasFormat.BOTH_H5, 550,
          KerasFormat.TF_KERAS_H5, 690,
          KerasFormat.KERAS3_H5, 710,
          KerasFormat.KERAS, 760,
          KerasFormat.WEIGHTS_H5, 815);

  @TempDir private Path folder;

  @Test
  void everyModelComesBackWithTheSameLayersAndBits() throws IOException {
    Path goldens = Checkout.file("tests/goldens/layers");
    Map<KerasFormat, Integer> written = new EnumMap<>(KerasFormat.class);
    List<String> wrong = new ArrayList<>();
    for (JsonNode row : Manifests.read(goldens.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      try (Model model = Model.load(goldens.resolve(file))) {
        for (KerasFormat format : KerasFormat.values()) {
          check(model, file, format, written, wrong);
        }
      } catch (UnsupportedModelException | MalformedModelException e) {
        // gaps.tsv has the models that Tenon does not read.
        assertThat(Files.readString(goldens.resolve("gaps.tsv"))).contains(file);
      }
    }
    assertThat(wrong).isEmpty();
    LEAST.forEach(
        (format, least) ->
            assertThat(written.get(format))
                .as("models that %s can say", format)
                .isGreaterThanOrEqualTo(least));
  }

  private void check(
      Model model,
      String file,
      KerasFormat format,
      Map<KerasFormat, Integer> written,
      List<String> wrong)
      throws IOException {
    Path target = folder.resolve("model" + suffix(format));
    try {
      model.save(target, KerasOptions.of(format));
    } catch (UnsupportedModelException e) {
      return;
    }
    written.merge(format, 1, Integer::sum);
    if (format == KerasFormat.WEIGHTS_H5) {
      return;
    }
    for (String difference : KerasConversion.compare(model, target)) {
      wrong.add(file + " as " + format + ": " + difference);
    }
    // What a kind of file cannot nest, or leaves to its reader, has fewer or other layers there.
    if (format == KerasFormat.KERAS) {
      if (model.info().keras().lowered().built().keySet().stream()
          .anyMatch(KerasWritingTest::isTranslated)) {
        return;
      }
      List<String> layers = layers(model);
      try (Model again = Model.load(target)) {
        if (!layers(again).equals(layers)) {
          wrong.add(file + " as " + format + ": " + layers + " became " + layers(again));
        }
      }
    }
  }

  /** Says whether a layer is written in other words: Keras 3 does not have it under its name. */
  private static boolean isTranslated(LayerNode node) {
    return (node.layer() instanceof KerasOp op && op.op().startsWith("tf."))
        || node.layer().className().equals("ThresholdedReLU");
  }

  private static String suffix(KerasFormat format) {
    return switch (format) {
      case KERAS -> ".keras";
      case WEIGHTS_H5 -> ".weights.h5";
      case BOTH_H5, KERAS3_H5, TF_KERAS_H5 -> ".h5";
    };
  }

  private static List<String> layers(Model model) {
    List<String> layers = new ArrayList<>();
    for (LayerNode node : model.info().keras().lowered().built().keySet()) {
      String config = node.layer() instanceof NestedModel ? "model" : node.layer().toString();
      // Options that say nothing: absent and null, or empty, are the same to Keras.
      // Keras 3 refuses slashes in names of layers: the writer turns them into underscores.
      layers.add(
          (node.name().replace('/', '_')
                  + " "
                  + node.trainable()
                  + " "
                  + node.dtypePolicy().name()
                  + " "
                  + config)
              .replaceAll("(input|output)_axes=null(, )?", "")
              .replaceAll(", \\}", "}")
              .replace("renormClipping={}", "renormClipping=null")
              .replaceAll("op=\\w+\\.", "op="));
    }
    Collections.sort(layers);
    return layers;
  }

  @Test
  void thereAndBackLeavesEveryBit() throws IOException {
    Path source = Checkout.file("samples/models/mnist_cnn.h5");
    Path archive = folder.resolve("a.keras");
    Path back = folder.resolve("b.h5");
    try (Model model = Model.load(source)) {
      model.save(archive);
      try (Model second = Model.load(archive)) {
        second.save(back);
      }
      assertThat(KerasConversion.compare(model, archive)).isEmpty();
      assertThat(KerasConversion.compare(model, back)).isEmpty();
    }
  }

  @Test
  void weightsAloneFitIntoTheConfiguration() throws IOException {
    Path source = Checkout.file("samples/models/mnist_cnn.h5");
    Path weights = folder.resolve("w.weights.h5");
    try (Model model = Model.load(source)) {
      model.save(weights);
      var empty = KerasImporter.read(source);
      try (var bytes = dev.tenon.formats.Source.of(weights)) {
        Model filled = Model.of(KerasImporter.loadWeights(empty, bytes));
        Path whole = folder.resolve("whole.keras");
        filled.save(whole);
        assertThat(KerasConversion.compare(model, whole)).isEmpty();
      }
    }
  }

  @Test
  void refusalNamesLayersAndLeavesNothingBehind() throws IOException {
    Path goldens = Checkout.file("tests/goldens/layers");
    Path target = folder.resolve("refused.h5");
    try (Model model = Model.load(goldens.resolve("attention/multi_head_attention.tf.h5"))) {
      assertThatThrownBy(() -> model.save(target, KerasOptions.of(KerasFormat.BOTH_H5)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("refused.h5")
          .hasMessageContaining("'value'")
          .hasMessageContaining("tf-keras-h5");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void otherSuffixIsRefused() throws IOException {
    try (Model model = Model.load(Checkout.file("samples/models/mnist_cnn.h5"))) {
      assertThatThrownBy(
              () -> model.save(folder.resolve("m.h5"), KerasOptions.of(KerasFormat.KERAS)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining(".keras");
      assertThatThrownBy(() -> model.save(folder.resolve("m.txt")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining(".onnx");
    }
  }
}
