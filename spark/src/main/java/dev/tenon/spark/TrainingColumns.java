package dev.tenon.spark;

import dev.tenon.internal.text.Names;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.spark.internal.columns.InputColumns;
import dev.tenon.spark.internal.columns.InputReader;
import dev.tenon.spark.internal.training.ReplicaSamples;
import dev.tenon.tensor.DType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a training, checked against a schema and a model.
 *
 * @param readers make tensors of rows
 * @param features the tensors of the inputs, in their order
 * @param targets the tensors of the outputs, in their order
 * @param weight the tensor of sample weights; null for none
 */
record TrainingColumns(
    ArrayList<InputReader> readers,
    ArrayList<String> features,
    ArrayList<String> targets,
    @Nullable String weight)
    implements Serializable {
  private static final String WEIGHT = "sample weights";

  /**
   * Returns the columns of a stage.
   *
   * @throws IllegalArgumentException if a column is missing or has a type that does not fit
   */
  static TrainingColumns of(TrainingParams stage, ModelSignature model, StructType schema) {
    InputColumns columns = new InputColumns(schema, model.images(), null);
    ArrayList<InputReader> readers = new ArrayList<>();
    ArrayList<String> features = new ArrayList<>();
    Map<String, String> named =
        named(
            "input",
            stage.value(stage.inputs()),
            stage.value(stage.featuresCol()),
            names(model.inputs()));
    for (TensorSpec input : model.inputs()) {
      String column = named.getOrDefault(input.name(), input.name());
      readers.add(columns.reader(input, column));
      features.add(input.name());
    }
    ArrayList<String> targets = new ArrayList<>();
    Map<String, String> labels =
        named(
            "output",
            stage.value(stage.targets()),
            stage.value(stage.labelCol()),
            names(model.outputs()));
    for (TensorSpec output : model.outputs()) {
      String column = labels.getOrDefault(output.name(), output.name());
      String name = "target of " + output.name();
      readers.add(columns.reader(spec(name, schema, column), column));
      targets.add(name);
    }
    String weight = stage.value(stage.weightCol());
    if (weight != null) {
      readers.add(columns.reader(new TensorSpec(WEIGHT, DType.FLOAT32, Shape.of(-1)), weight));
    }
    return new TrainingColumns(readers, features, targets, weight == null ? null : WEIGHT);
  }

  ReplicaSamples.Names names() {
    return new ReplicaSamples.Names(features, targets, weight);
  }

  private static Map<String, String> named(
      String kind, @Nullable Map<String, String> chosen, @Nullable String only, List<String> all) {
    Map<String, String> named = new LinkedHashMap<>();
    if (chosen != null) {
      for (String name : chosen.keySet()) {
        if (!all.contains(name)) {
          throw new IllegalArgumentException(Names.unknown(kind, name, all));
        }
      }
      named.putAll(chosen);
    } else if (only != null && all.size() == 1) {
      named.put(all.get(0), only);
    }
    return named;
  }

  private static List<String> names(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::name).toList();
  }

  /** Returns what a column of targets gives: its own shape, and float32 for fractions. */
  private static TensorSpec spec(String name, StructType schema, String column) {
    boolean known = Arrays.asList(schema.fieldNames()).contains(column);
    DataType leaf = known ? schema.apply(column).dataType() : DataTypes.FloatType;
    while (leaf instanceof ArrayType array) {
      leaf = array.elementType();
    }
    boolean whole =
        leaf.equals(DataTypes.LongType)
            || leaf.equals(DataTypes.IntegerType)
            || leaf.equals(DataTypes.ShortType)
            || leaf.equals(DataTypes.ByteType);
    return new TensorSpec(name, whole ? DType.INT64 : DType.FLOAT32, Shape.unknownRank());
  }
}
