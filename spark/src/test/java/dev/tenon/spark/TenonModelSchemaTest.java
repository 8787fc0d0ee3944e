package dev.tenon.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.Tenon;
import dev.tenon.spark.internal.files.ModelFiles;
import dev.tenon.spark.internal.files.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage checks columns before anything runs, and carries the files of its model. */
final class TenonModelSchemaTest {
  private static final StructType ROWS =
      new StructType()
          .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("kind", DataTypes.IntegerType);

  private static TenonModel two() throws IOException {
    return TenonModel.fromFile(Recorded.model("two.keras").toString());
  }

  private static void refuses(TenonModel stage, StructType schema, String... parts) {
    assertThatThrownBy(() -> stage.transformSchema(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(stage.uid())
        .hasMessageContainingAll(parts);
  }

  @Test
  void newColumnsAreInTheSchema() throws IOException {
    assertThat(two().transformSchema(ROWS).simpleString())
        .isEqualTo(
            "struct<features:array<double>,kind:int,logits:array<float>,amount:array<float>>");
    String uri = Recorded.model("two.keras").toUri().toString();
    assertThat(uri).startsWith("file:");
    assertThat(TenonModel.fromFile(uri).files().digest()).isEqualTo(two().files().digest());
    TenonModel many =
        two()
            .setOutputs(Map.of("z", "amount", "inside", "hidden", "a", "logits", "m", "row"))
            .setArgMax(Map.of("best", "logits"))
            .setSoftMaxCol("shares")
            .setOutputType("vector");
    assertThat(many.transformSchema(ROWS).fieldNames())
        .containsExactly("features", "kind", "a", "inside", "m", "z", "shares", "best");
    assertThat(many.transformSchema(ROWS).apply("best").dataType()).isEqualTo(DataTypes.LongType);
  }

  @Test
  void columnsThatDoNotFitAreNamed() throws IOException {
    refuses(two(), ROWS.add("logits", DataTypes.LongType), "'logits'", "already");
    refuses(two().setInputCol("features"), ROWS, "inputCol is for a model of one input", "kind");
    refuses(two().setInputs(Map.of("feature", "kind")), ROWS, "'feature'", "features");
    refuses(two().setInputs(Map.of("features", "colour")), ROWS, "'colour'");
    refuses(two().setOutputs(Map.of("a", "hiden")), ROWS, "'a'", "'hiden'", "hidden");
    refuses(two().setInputs(Map.of("kind", "features")), ROWS, "'features'", "whole numbers");
    assertThatThrownBy(() -> two().setEngine("torch")).hasMessageContaining("torch");
    assertThatThrownBy(() -> two().setOutputType("list")).hasMessageContaining("'vector'");
    assertThatThrownBy(() -> two().setBatchSize(0)).hasMessageContaining("batchSize");
    assertThatThrownBy(() -> two().setPreprocessing("keras")).hasMessageContaining("keras");
  }

  @Test
  void statefulModelsAreRefused() throws IOException {
    Path file =
        Path.of(
            System.getProperty("tenon.root"),
            "tests/goldens/layers/recurrent/lstm_stateful.k3.keras");
    refuses(TenonModel.fromFile(file.toString()), ROWS, "stateful", "stateful=False");
  }

  @Test
  void mapsSurviveMetadata() throws IOException {
    Map<String, String> map = new HashMap<>(Map.of("a \"b\"", "ä", "c", "d/e:1"));
    TenonModel stage = two().setOutputs(map);
    String json = stage.outputs().jsonEncode(stage.getOutputs());
    assertThat(stage.outputs().jsonDecode(json)).isEqualTo(map);
    assertThatThrownBy(() -> stage.outputs().jsonDecode("[1]")).hasMessageContaining("outputs");
  }

  @Test
  void everyFormatTravelsAsFiles(@TempDir Path folder) throws IOException {
    float[][] row = {{0.5f, -1}};
    try (Model model = Model.sequential(Tenon.dense(3).inputShape(2))) {
      float[][] expected = model.predict(row);
      for (String name : new String[] {"m.keras", "m.h5", "m.onnx", "m.savedmodel", "m.pb"}) {
        Path file = folder.resolve(name);
        model.save(file);
        Path copy = Files.createDirectory(folder.resolve("copy of " + name));
        ModelFiles files = ModelFiles.of(file);
        try (Model again = Model.load(files.writeTo(copy))) {
          assertThat(again.predict(row)).as(name).isEqualTo(expected);
        }
        // The temporary files are gone before the first run.
        try (Model again = files.load()) {
          assertThat(again.predict(row)).as(name).isEqualTo(expected);
        }
        try (Model first = Model.load(file)) {
          if (first.info().runsOn("onnxruntime")) {
            assertThat(TenonModel.of(first).files().size()).as(name).isPositive();
          } else {
            assertThatThrownBy(() -> TenonModel.of(first)).hasMessageContaining("fromFile");
          }
        }
      }
    }
    WorkFolder temporary = WorkFolder.create();
    ModelFiles.of(folder.resolve("m.savedmodel")).writeTo(temporary.path());
    temporary.close();
    assertThat(temporary.path()).doesNotExist();
  }

  @Test
  void externalDataTravelsWithItsFile(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("net.onnx"), "…location…weights.bin…");
    Files.writeString(folder.resolve("weights.bin"), "1");
    Files.writeString(folder.resolve("other.bin"), "2");
    Path copy = Files.createDirectory(folder.resolve("copy"));
    ModelFiles.of(folder.resolve("net.onnx")).writeTo(copy);
    try (Stream<Path> copied = Files.list(copy)) {
      assertThat(copied.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("net.onnx", "weights.bin");
    }
  }
}
