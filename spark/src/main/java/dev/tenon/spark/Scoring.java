package dev.tenon.spark;

import dev.tenon.engine.Engine;
import dev.tenon.internal.text.Names;
import dev.tenon.model.TensorSpec;
import dev.tenon.spark.internal.columns.InputColumns;
import dev.tenon.spark.internal.columns.InputReader;
import dev.tenon.spark.internal.columns.OutputColumn;
import dev.tenon.spark.internal.columns.OutputKind;
import dev.tenon.spark.internal.execution.BatchScoring;
import dev.tenon.spark.internal.execution.InternalRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a transformation, checked against a schema.
 *
 * @param schema the schema with the new columns
 * @param inputs the readers of the input columns
 * @param outputs the new columns
 * @param engine the engine
 * @param batchSize the largest number of rows of a run
 */
record Scoring(
    StructType schema,
    List<InputReader> inputs,
    List<OutputColumn> outputs,
    Engine engine,
    int batchSize) {

  /**
   * Returns the plan of a stage.
   *
   * @throws IllegalArgumentException if a column is missing or has a type that does not fit
   */
  static Scoring of(ScoringParams stage, ModelSignature model, StructType schema) {
    try {
      checkStates(model);
      List<OutputColumn> outputs = outputs(stage, model);
      return new Scoring(
          extended(schema, outputs),
          inputs(stage, model, schema),
          outputs,
          engine(stage, model),
          batchSize(stage, model));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(stage.uid() + ": " + e.getMessage(), e);
    }
  }

  /** Returns the data frame with the new columns. */
  Dataset<Row> apply(Dataset<?> rows, SharedModel model) {
    BroadcastModel source =
        new BroadcastModel(model.broadcast(rows.sparkSession()), model.files().digest(), engine);
    return InternalRows.mapPartitions(
        rows, schema, new BatchScoring(source, inputs, outputs, batchSize));
  }

  private static void checkStates(ModelSignature model) {
    if (model.stateful()) {
      throw new IllegalArgumentException(
          "the model is stateful: a row would depend on the rows before it, and a partition has no"
              + " order; build it with stateful=False");
    }
  }

  private static List<InputReader> inputs(
      ScoringParams stage, ModelSignature model, StructType schema) {
    InputColumns columns = new InputColumns(schema, model.images(), stage.getPreprocessing());
    Map<String, String> named = new LinkedHashMap<>(stage.getInputs());
    String only = stage.getInputCol();
    if (only != null && !named.isEmpty()) {
      throw new IllegalArgumentException("set either inputCol or inputs");
    }
    boolean strings = model.inputs().stream().anyMatch(input -> input.dtype().bytes() == 0);
    if (only != null && model.tokenizes() && !strings && columns.isText(only)) {
      return List.of(columns.tokens(only));
    }
    if (only != null) {
      if (model.inputs().size() != 1) {
        throw new IllegalArgumentException(
            "inputCol is for a model of one input; the inputs are "
                + model.inputs()
                + ": set inputs");
      }
      named.put(model.inputs().get(0).name(), only);
    }
    List<InputReader> readers = new ArrayList<>();
    for (TensorSpec input : model.inputs()) {
      String column = named.remove(input.name());
      readers.add(columns.reader(input, column == null ? input.name() : column));
    }
    if (!named.isEmpty()) {
      throw new IllegalArgumentException(
          Names.unknown(
              "input",
              named.keySet().iterator().next(),
              model.inputs().stream().map(TensorSpec::name).toList()));
    }
    return readers;
  }

  private static List<OutputColumn> outputs(ScoringParams stage, ModelSignature model) {
    boolean vector = OutputType.of(stage.getOutputType()) == OutputType.VECTOR;
    List<OutputColumn> columns = new ArrayList<>();
    String first = model.outputs().get(0).name();
    add(columns, stage.getOutputCol(), first, OutputKind.VALUE, vector, model);
    add(columns, stage.getOutputs(), OutputKind.VALUE, vector, model);
    add(columns, stage.getSoftMaxCol(), first, OutputKind.SOFT_MAX, vector, model);
    add(columns, stage.getSoftMax(), OutputKind.SOFT_MAX, vector, model);
    add(columns, stage.getArgMaxCol(), first, OutputKind.ARG_MAX, false, model);
    add(columns, stage.getArgMax(), OutputKind.ARG_MAX, false, model);
    if (columns.isEmpty()) {
      for (TensorSpec output : model.outputs()) {
        add(columns, output.name(), output.name(), OutputKind.VALUE, vector, model);
      }
    }
    return columns;
  }

  private static void add(
      List<OutputColumn> columns,
      Map<String, String> named,
      OutputKind kind,
      boolean vector,
      ModelSignature model) {
    // Java's and Python's maps have no order in common.
    new TreeMap<>(named)
        .forEach((column, value) -> add(columns, column, value, kind, vector, model));
  }

  private static void add(
      List<OutputColumn> columns,
      @Nullable String column,
      String value,
      OutputKind kind,
      boolean vector,
      ModelSignature model) {
    if (column == null) {
      return;
    }
    TensorSpec spec = model.values().get(value);
    if (spec == null) {
      throw new IllegalArgumentException(
          "the new column '"
              + column
              + "': "
              + Names.unknown("output or layer", value, model.values().keySet()));
    }
    columns.add(OutputColumn.of(column, spec, kind, vector));
  }

  private static StructType extended(StructType schema, List<OutputColumn> outputs) {
    StructType extended = schema;
    for (OutputColumn output : outputs) {
      if (Arrays.asList(extended.fieldNames()).contains(output.name())) {
        throw new IllegalArgumentException(
            "the new column '"
                + output.name()
                + "' is in the data frame already: choose another name, or drop the column");
      }
      extended = extended.add(output.field());
    }
    return extended;
  }

  private static Engine engine(ScoringParams stage, ModelSignature model) {
    String name = stage.getEngine();
    Engine engine = name == null ? model.engine() : Engine.of(name);
    if (!model.engines().contains(engine)) {
      throw new IllegalArgumentException(
          "Param 'engine': " + engine + " cannot run this model; expected " + model.engines());
    }
    return engine;
  }

  private static int batchSize(ScoringParams stage, ModelSignature model) {
    for (TensorSpec input : model.inputs()) {
      long fixed = input.shape().ranked() ? input.shape().length(0) : -1;
      if (fixed > 1) {
        throw new IllegalArgumentException(
            "the input "
                + input
                + " has a fixed batch; the last batch of a partition is smaller: export the model"
                + " with a free first axis");
      } else if (fixed == 1) {
        return 1;
      }
    }
    return stage.getBatchSize();
  }
}
