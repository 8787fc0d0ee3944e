/** Tests of the runs of models inside tasks, without a Spark session. */
@NullMarked
package dev.tenon.spark.internal.execution;

import org.jspecify.annotations.NullMarked;
