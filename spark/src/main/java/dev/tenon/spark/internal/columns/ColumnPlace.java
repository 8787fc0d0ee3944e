package dev.tenon.spark.internal.columns;

import java.io.Serializable;

/**
 * The input and the column that messages are about.
 *
 * @param input the name, type and shape of the input
 * @param column the name of the column
 * @param type the type of the column, as in SQL
 */
record ColumnPlace(String input, String column, String type) implements Serializable {
  /** Returns an error, which names the place. */
  IllegalArgumentException error(String what) {
    return new IllegalArgumentException(
        "column '" + column + "' (" + type + ") for the input " + input + ": " + what);
  }

  /** Returns the error of a null. */
  IllegalArgumentException nullValue() {
    return error(
        "a row has a null, which a tensor cannot hold: fill it by na().fill(…), or drop the row by"
            + " na().drop()");
  }
}
