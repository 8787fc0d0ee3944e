package dev.tenon.tests.keras;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.tenon.Model;
import dev.tenon.cli.convert.KerasConversion;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.catalog.LayerCatalog;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Tenon knows as a key of Keras is one, and what it writes fits the recorded signatures. */
final class WrittenSignaturesTest {
  /** As tf.keras 1.x wrote it: keys of initializers that Keras 3 does not take. */
  private static final String TF_KERAS_1 =
      """
      {"class_name": "Sequential", "keras_version": "2.2.4-tf", "backend": "tensorflow", "config": {"name": "s", "layers": [
        {"class_name": "Dense", "config": {"name": "dense", "trainable": true, "batch_input_shape": [null, 3],
          "dtype": "float32", "units": 2, "activation": "sigmoid", "use_bias": true,
          "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null, "dtype": "float32"}},
          "bias_initializer": {"class_name": "Zeros", "config": {"dtype": "float32"}}}}]}}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = KerasFormat.class,
      names = {"KERAS", "KERAS3_H5", "BOTH_H5", "TF_KERAS_H5"})
  void keysOfOlderInitializersAreLeftOut(KerasFormat format) throws IOException {
    Path file = folder.resolve(format == KerasFormat.KERAS ? "m.keras" : "m.h5");
    try (Model model = Model.fromJson(TF_KERAS_1).loadWeights(weights())) {
      model.save(file, new KerasOptions(format, true));
    }
    assertThat(KerasConversion.refused(file, format)).isEmpty();
    String written = KerasImporter.configuration(file).model().toString();
    boolean kept = written.contains("\"config\":{\"seed\":null,\"dtype\":\"float32\"}");
    assertThat(kept).isEqualTo(format == KerasFormat.TF_KERAS_H5);
  }

  @Test
  void theCheckNoticesWhatKerasWouldRefuse() throws IOException {
    Path file = folder.resolve("m.h5");
    try (Model model = Model.fromJson(TF_KERAS_1).loadWeights(weights())) {
      model.save(file, new KerasOptions(KerasFormat.TF_KERAS_H5, true));
    }
    assertThat(KerasConversion.refused(file, KerasFormat.KERAS3_H5))
        .contains("'dense': GlorotUniform with dtype=\"float32\", which Keras 3 does not have");
  }

  /** Behaviour that only an older Keras has is a {@link dev.tenon.layers.base.LegacyOption}. */
  @Test
  void everyComponentOfALayerIsAKeyOfKeras3OrOfALayerThatItLacks() {
    List<String> unknown = new ArrayList<>();
    for (LayerEntry entry : LayerCatalog.all()) {
      KerasSignature keras3 = signature(KerasGeneration.KERAS_3, entry);
      KerasSignature known = keras3 == null ? signature(KerasGeneration.TF_KERAS, entry) : keras3;
      for (String key : keys(entry.defaults().getClass())) {
        if (known != null && !known.takes(key) && !known.config().contains(key)) {
          unknown.add(entry.className() + "." + key);
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static @Nullable KerasSignature signature(KerasGeneration of, LayerEntry layer) {
    return KerasSignatures.of(of).find(SignatureKind.LAYER, layer.className());
  }

  private Path weights() throws IOException {
    Path file = folder.resolve("w.weights.h5");
    try (Model model = Model.sequential(dense(2).inputShape(3))) {
      model.save(file);
    }
    return file;
  }

  private static List<String> keys(Class<?> type) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key =
          PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
      keys.add(key);
    }
    return keys;
  }
}
