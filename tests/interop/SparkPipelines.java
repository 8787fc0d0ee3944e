import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.spark.TenonModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Stores a pipeline and its numbers for PySpark, or loads one of PySpark's and compares: {@code write|read FOLDER}. */
public final class SparkPipelines {
  private SparkPipelines() {}

  public static void main(String[] arguments) throws Exception {
    String folder = arguments[1];
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      // As in check_spark.py.
      Dataset<Row> rows =
          spark
              .range(0, 70, 1, 1)
              .selectExpr("id", "sin(id) a", "cos(id) b", "id / 70 c", "id % 3 d", "cast(id % 5 as int) kind");
      if (arguments[0].equals("write")) {
        PipelineModel fitted =
            new Pipeline()
                .setStages(
                    new PipelineStage[] {
                      new VectorAssembler().setInputCols(new String[] {"a", "b", "c", "d"}).setOutputCol("x"),
                      TenonModel.fromFile("tests/goldens/spark/two.keras")
                          .setInputs(Map.of("features", "x"))
                          .setOutputs(Map.of("scores", "logits", "inside", "hidden"))
                          .setArgMaxCol("best")
                          .setBatchSize(16)
                    })
                .fit(rows);
        fitted.write().overwrite().save(folder + "/java");
        fitted.transform(rows).select("id", "scores", "inside", "best").write().parquet(folder + "/java.parquet");
        try (Model line =
            Model.sequential(input(2), dense(1).kernelInitializer("zeros").name("line"))) {
          line.compile(sgd(0.1), "mean_squared_error");
          line.save(Path.of(folder, "compiled.keras"));
        }
        return;
      }
      PipelineModel loaded = PipelineModel.load(folder + "/python");
      List<Row> here = loaded.transform(rows).select("scores", "best").orderBy("id").collectAsList();
      List<Row> there = spark.read().parquet(folder + "/python.parquet").select("scores", "best").orderBy("id").collectAsList();
      double most = 0;
      for (int i = 0; i < 70; i++) {
        for (int j = 0; j < 3; j++) {
          most = Math.max(most, Math.abs(here.get(i).<Float>getList(0).get(j) - there.get(i).<Float>getList(0).get(j)));
        }
        if (here.get(i).getLong(1) != there.get(i).getLong(1)) {
          throw new AssertionError("row " + i + ": " + here.get(i) + " and " + there.get(i));
        }
      }
      if (here.size() != 70 || there.size() != 70 || !(most <= 1e-6)) {
        throw new AssertionError("PySpark's pipeline in Java: off by " + most);
      }
      System.out.println("PySpark's pipeline in Java: 70 rows within " + most);
    }
  }
}
