package dev.tenon.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The plan of a transformation. */
final class Scoring {
  private final StructType schema;

  private Scoring(StructType schema) {
    this.schema = schema;
  }

  static Scoring of(TenonModel stage, ModelSignature signature, StructType schema) {
    return new Scoring(schema);
  }

  StructType schema() {
    return schema;
  }

  Dataset<Row> apply(Dataset<?> rows, SharedModel model) {
    return rows.toDF();
  }
}
