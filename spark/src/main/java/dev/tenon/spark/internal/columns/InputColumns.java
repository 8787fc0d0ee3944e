package dev.tenon.spark.internal.columns;

import dev.tenon.image.ImageSpec;
import dev.tenon.internal.text.Names;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The choice of readers for the columns of a schema.
 *
 * @param schema the schema of the data frame
 * @param images the preparation of images in the model's training; null if unknown
 * @param preprocessing the scaling of pixels; null for that of the training
 */
public record InputColumns(
    StructType schema, @Nullable ImageSpec images, @Nullable String preprocessing) {

  /**
   * Returns the reader of a column for an input.
   *
   * @throws IllegalArgumentException if the column is missing or has a type that does not fit
   */
  public InputReader reader(TensorSpec input, String column) {
    StructField field = field(column, "the input " + input);
    DataType type = field.dataType();
    int ordinal = schema.fieldIndex(column);
    ColumnPlace place = new ColumnPlace(input.toString(), column, type.catalogString());
    if (input.shape().ranked() && input.shape().rank() == 0) {
      throw place.error("the input has no batch axis, which rows could fill");
    }
    if (input.dtype() == DType.STRING) {
      return strings(input, place, ordinal, type);
    }
    if (type instanceof BinaryType) {
      return bytes(input, place, ordinal);
    }
    // The same fields: which may be null differs between sources.
    if (type.catalogString().equals(ImageSchema.columnSchema().catalogString())) {
      return new ImageStructInput(input.name(), place, ordinal, images(input, place));
    }
    return numbers(input, place, ordinal, type);
  }

  /**
   * Returns the reader of a column of texts for the tokenizer of a model.
   *
   * @param column the column, which {@link #isText}
   */
  public InputReader tokens(String column) {
    return new TokenInput(
        new ColumnPlace("of the tokenizer", column, "string"), schema.fieldIndex(column));
  }

  /** Returns whether a column is there and has strings. */
  public boolean isText(String column) {
    return Arrays.asList(schema.fieldNames()).contains(column)
        && schema.apply(column).dataType() instanceof StringType;
  }

  private StructField field(String column, String reader) {
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(column)) {
      throw new IllegalArgumentException(
          Names.unknown("column", column, names)
              + "; "
              + reader
              + " reads it: set inputCol or inputs");
    }
    return schema.apply(column);
  }

  private static InputReader strings(
      TensorSpec input, ColumnPlace place, int ordinal, DataType type) {
    boolean array = type instanceof ArrayType list && list.elementType() instanceof StringType;
    int rank = input.shape().ranked() ? input.shape().rank() : array ? 2 : 1;
    if (!(array ? rank == 2 : type instanceof StringType && rank <= 2)) {
      throw place.error("expected " + (rank == 2 ? "strings or arrays of strings" : "strings"));
    }
    return new StringInput(input.name(), place, ordinal, array, rank);
  }

  private InputReader bytes(TensorSpec input, ColumnPlace place, int ordinal) {
    if (input.shape().ranked() && input.shape().rank() == 4) {
      return new EncodedImageInput(input.name(), place, ordinal, images(input, place));
    }
    if (input.dtype() != DType.UINT8 || !input.shape().ranked()) {
      throw place.error(
          "bytes fill inputs of uint8, and image files those of four axes; give an array of"
              + " numbers");
    }
    return new BytesInput(input.name(), place, ordinal, flat(place, sample(input)));
  }

  private ImagePreparation images(TensorSpec input, ColumnPlace place) {
    ImagePreparation found =
        input.shape().ranked() && input.shape().rank() == 4
            ? ImagePreparation.of(images, preprocessing, sample(input), input.dtype())
            : null;
    if (found == null) {
      throw place.error(
          "images need an input of four axes with a known height and width; save the model with"
              + " them, or with Model.images(spec)");
    }
    return found;
  }

  private static InputReader numbers(
      TensorSpec input, ColumnPlace place, int ordinal, DataType type) {
    boolean vector = type.equals(SQLDataTypes.VectorType());
    DataType leaf = type;
    int depth = vector ? 1 : 0;
    while (leaf instanceof ArrayType array) {
      leaf = array.elementType();
      depth++;
    }
    ElementType element = vector ? ElementType.DOUBLE : ElementType.of(leaf);
    if (element == null) {
      throw place.error("expected numbers, arrays of numbers or vectors");
    }
    if (element.hasFractions() && !input.dtype().isFloating()) {
      throw place.error(
          "expected whole numbers for " + input.dtype().numpyName() + ": cast the column");
    }
    ColumnElements elements =
        ColumnElements.of(place, element, vector ? DataTypes.DoubleType : leaf, input.dtype());
    long[] axes = input.shape().ranked() ? sample(input) : free(depth);
    if (vector) {
      return new VectorInput(input.name(), elements, ordinal, flat(place, axes));
    }
    if (depth != axes.length) {
      axes = ofAnotherDepth(place, depth, axes);
    }
    return new NumberInput(input.name(), elements, ordinal, depth, axes);
  }

  /** Returns the axes that flat arrays, or numbers, fill. */
  private static long[] ofAnotherDepth(ColumnPlace place, int depth, long[] axes) {
    if (depth == 1 && axes.length > 1) {
      return flat(place, axes);
    }
    if (depth == 0 && axes.length == 1 && (axes[0] == 1 || axes[0] < 0)) {
      return new long[] {1};
    }
    throw place.error(
        "expected "
            + (axes.length == 0 ? "numbers" : "arrays nested " + axes.length + " deep")
            + (axes.length > 1 ? ", or flat ones" : "")
            + ", as the input has "
            + axes.length
            + " axes besides the batch");
  }

  /** Returns the axes of a sample that flat values can fill: a single one may be unknown. */
  private static long[] flat(ColumnPlace place, long[] axes) {
    boolean known = Arrays.stream(axes).allMatch(length -> length >= 0);
    if (!known && axes.length != 1) {
      throw place.error(
          "flat values cannot fill axes of unknown lengths; give arrays nested "
              + axes.length
              + " deep");
    }
    return axes;
  }

  private static long[] sample(TensorSpec input) {
    return IntStream.range(1, input.shape().rank())
        .mapToLong(axis -> input.shape().length(axis))
        .toArray();
  }

  private static long[] free(int depth) {
    long[] axes = new long[depth];
    Arrays.fill(axes, -1);
    return axes;
  }
}
