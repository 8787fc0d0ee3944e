/** Sample programs of the guide {@code docs/spark.md}, which a test runs. */
@NullMarked
package dev.tenon.spark.samples;

import org.jspecify.annotations.NullMarked;
