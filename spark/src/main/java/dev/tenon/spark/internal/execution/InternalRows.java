package dev.tenon.spark.internal.execution;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MapPartitions;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code Dataset.mapPartitions} on Spark's internal rows.
 *
 * <p>The plan is that of {@code mapPartitions}, but the object of a row is the row itself. {@code
 * mapPartitions} with {@code Encoders.row} makes an object of each number of an array.
 */
public final class InternalRows {
  private InternalRows() {}

  /**
   * Returns a data frame whose rows a function computes.
   *
   * @param rows the data frame
   * @param schema the schema of the result
   * @param function from the internal rows of a partition to internal rows of the schema; a row is
   *     valid until the next one
   * @throws UnsupportedOperationException for a data frame of Spark Connect
   */
  public static Dataset<Row> mapPartitions(
      Dataset<?> rows, StructType schema, Function1<Iterator<Object>, Iterator<Object>> function) {
    if (!(rows instanceof org.apache.spark.sql.classic.Dataset<?> classic)) {
      throw new UnsupportedOperationException(
          "data frames of Spark Connect have no rows here: run the program on the driver, by"
              + " spark-submit");
    }
    LogicalPlan child = classic.queryExecution().analyzed();
    CreateNamedStruct row =
        CreateStruct$.MODULE$.apply(
            seq(new ArrayList<Expression>(CollectionConverters.asJava(child.output()))));
    LogicalPlan read = new DeserializeToObject(row, attribute(row.dataType()), child);
    AttributeReference result = attribute(schema);
    LogicalPlan mapped = new MapPartitions(function, result, read);
    List<NamedExpression> columns = new ArrayList<>();
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      columns.add(
          new Alias(
              new GetStructField(result, i, Option.apply(fields[i].name())),
              fields[i].name(),
              NamedExpression$.MODULE$.newExprId(),
              seq(List.of()),
              Option.apply(fields[i].metadata()),
              seq(List.of())));
    }
    return org.apache.spark.sql.classic.Dataset.ofRows(
        classic.sparkSession(), new SerializeFromObject(seq(columns), mapped));
  }

  private static AttributeReference attribute(DataType type) {
    return new AttributeReference(
        "row", type, false, Metadata.empty(), NamedExpression$.MODULE$.newExprId(), seq(List.of()));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
