package dev.tenon.spark;

import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What Keras computes with the models of {@code tests/goldens/spark}. */
final class Recorded {
  private static final Path FOLDER =
      Path.of(System.getProperty("tenon.root"), "tests/goldens/spark");

  private static final Map<String, Tensor> ALL = read();

  private Recorded() {}

  private static Map<String, Tensor> read() {
    try (Source source = Source.of(FOLDER.resolve("recorded.npz"))) {
      return Npz.read(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of a model file. */
  static Path model(String name) {
    return FOLDER.resolve(name);
  }

  /** Returns the path of an image file. */
  static Path image(String name) {
    return FOLDER.resolve("../images/files").resolve(name).normalize();
  }

  /** Returns a recorded tensor. */
  static Tensor tensor(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  /** Returns the inputs of {@code two.keras}: id, features and kind, in one partition. */
  static Dataset<Row> two(SparkSession spark) {
    Tensor features = tensor("two/features");
    Tensor kind = tensor("two/kind");
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < features.dim(0); i++) {
      rows.add(RowFactory.create(i, features.get(i).toFloatArray(), (int) kind.getLong(i)));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("kind", DataTypes.IntegerType);
    return spark.createDataFrame(rows, schema).coalesce(1);
  }

  /** Returns a column of arrays of floats as one array, in order of the ids. */
  static float[] floats(Dataset<Row> rows, String column) {
    List<Float> all = new ArrayList<>();
    for (Row row : rows.orderBy("id").select(column).collectAsList()) {
      all.addAll(row.getList(0));
    }
    float[] floats = new float[all.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = all.get(i);
    }
    return floats;
  }
}
