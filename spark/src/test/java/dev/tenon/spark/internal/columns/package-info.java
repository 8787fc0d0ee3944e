/** Tests of the conversion of columns, without a Spark session. */
@NullMarked
package dev.tenon.spark.internal.columns;

import org.jspecify.annotations.NullMarked;
