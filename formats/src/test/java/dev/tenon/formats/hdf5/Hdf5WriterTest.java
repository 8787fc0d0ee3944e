package dev.tenon.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.formats.Data;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5WriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void whatIsWrittenIsReadBack(String choice) throws IOException {
    Path path = folder.resolve("model.h5");
    Map<String, Tensor> tensors = Npz.read(Data.source("arrays.npz"));
    List<String> few = List.of("dense", "größer", "");
    List<String> many = IntStream.range(0, 9000).mapToObj(i -> "layer_" + i).toList();
    List<String> tiny = IntStream.range(0, 5000).mapToObj(i -> "a").toList();
    try (Hdf5Writer writer = Hdf5Writer.create(path, choice)) {
      writer.group("/model_weights/dense");
      writer.group("/model_weights/dense");
      writer.group("/empty");
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        writer.dataset("/all/" + tensor.getKey(), tensor.getValue());
      }
      writer.dataset("/large", Tensor.full(DType.FLOAT32, 0.5, 1000, 1000));
      writer.attribute("/", "model_config", "{}".repeat(100_000));
      writer.attribute("/", "keras_version", "2.21.0ü");
      writer.attribute("/model_weights", "layer_names", many);
      writer.attribute("/model_weights/dense", "weight_names", few);
      writer.attribute("/model_weights/dense", "tiny", tiny);
      writer.attribute("/empty", "weight_names", List.of());
      writer.attribute("/all/float32", "dtype", "float32");
      writer.attribute("/empty", "count", 7);
      writer.attribute("/empty", "rate", 0.5);
      writer.commit();
    }
    Hdf5Group root = Hdf5File.open(Source.of(path)).root();
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      assertThat(root.dataset("all/" + tensor.getKey()))
          .as(tensor.getKey())
          .isEqualTo(tensor.getValue());
    }
    assertThat(root.dataset("large")).isEqualTo(Tensor.full(DType.FLOAT32, 0.5, 1000, 1000));
    assertThat(root.stringAttribute("model_config")).isEqualTo("{}".repeat(100_000));
    assertThat(root.stringAttribute("keras_version")).isEqualTo("2.21.0ü");
    Hdf5Group weights = root.group("model_weights");
    assertThat(weights).isNotNull();
    if (weights != null) {
      assertThat(weights.attributeNames()).contains("layer_names0").doesNotContain("layer_names");
      assertThat(weights.stringListAttribute("layer_names")).isEqualTo(many);
    }
    Hdf5Group dense = root.group("model_weights/dense");
    assertThat(dense).isNotNull();
    if (dense != null) {
      assertThat(dense.stringListAttribute("weight_names")).isEqualTo(few);
      assertThat(dense.stringListAttribute("tiny")).isEqualTo(tiny);
    }
    Hdf5Group empty = root.group("empty");
    assertThat(empty).isNotNull();
    if (empty != null) {
      assertThat(empty.stringListAttribute("weight_names")).isEmpty();
      assertThat(empty.numericAttribute("count")).isEqualTo(Tensor.scalar(DType.INT64, 7L));
      assertThat(empty.numericAttribute("rate")).isEqualTo(Tensor.scalar(DType.FLOAT64, 0.5));
    }
    // For a look with h5py, which the build does not need.
    String keep = System.getProperty("tenon.keep", "");
    if (!keep.isEmpty()) {
      Files.copy(path, Path.of(keep), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void withoutCommitTheOldFileStays(String choice) throws IOException {
    Path path = folder.resolve("model.h5");
    Files.writeString(path, "old");
    try (Hdf5Writer writer = Hdf5Writer.create(path, choice)) {
      writer.dataset("/x", Tensor.of(new float[] {1}));
    }
    assertThat(path).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("model.h5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "java"})
  void mistakesNameTheFileAndThePath(String choice) throws IOException {
    try (Hdf5Writer writer = Hdf5Writer.create(folder.resolve("model.h5"), choice)) {
      writer.dataset("/x", Tensor.of(new float[] {1}));
      assertThatThrownBy(() -> writer.dataset("/x", Tensor.of(new float[] {1})))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("model.h5: dataset '/x' cannot be created");
      assertThatThrownBy(() -> writer.attribute("/y", "a", "b"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("there is no '/y'");
      writer.commit();
      assertThatThrownBy(() -> writer.group("/z")).hasMessageContaining("closed");
    }
    assertThatThrownBy(() -> Hdf5Writer.create(folder.resolve("no/model.h5"), choice))
        .isInstanceOf(IOException.class);
  }
}
