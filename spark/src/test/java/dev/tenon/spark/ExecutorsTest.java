package dev.tenon.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Executors of a local cluster load Tenon's classes. */
final class ExecutorsTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalCluster.of(2);
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(spark);
  }

  @Test
  void executorsAreOtherJvms() {
    long here = ProcessHandle.current().pid();
    List<Long> there =
        spark
            .range(0, 8, 1, 4)
            .map((MapFunction<Long, Long>) i -> ProcessHandle.current().pid(), Encoders.LONG())
            .distinct()
            .collectAsList();
    assertThat(there).isNotEmpty().doesNotContain(here);
  }
}
