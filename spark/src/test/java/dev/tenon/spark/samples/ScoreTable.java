package dev.tenon.spark.samples;

import dev.tenon.spark.TenonModel;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Scores a table by a stored pipeline, with a model of two inputs: {@code ScoreTable MODEL
 * PIPELINE}.
 */
public final class ScoreTable {
  private ScoreTable() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().appName("ScoreTable").getOrCreate();
    Dataset<Row> table =
        spark
            .range(3)
            .selectExpr("id", "id / 10 a", "1 - id b", "0.5 c", "id * id d", "int(id) kind");

    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"a", "b", "c", "d"}).setOutputCol("x");
    TenonModel scorer =
        TenonModel.fromFile(arguments[0])
            .setInputs(Map.of("features", "x", "kind", "kind"))
            .setOutputs(Map.of("hidden", "hidden"))
            .setSoftMaxCol("shares")
            .setArgMaxCol("class")
            .setEngine("onnxruntime")
            .setOutputType("vector");
    PipelineModel pipeline =
        new Pipeline().setStages(new PipelineStage[] {assembler, scorer}).fit(table);
    pipeline.write().overwrite().save(arguments[1]);

    Dataset<Row> scored = PipelineModel.load(arguments[1]).transform(table);
    for (Row row : scored.select("id", "class").orderBy("id").collectAsList()) {
      System.out.println("row " + row.getLong(0) + ": class " + row.getLong(1));
    }
  }
}
