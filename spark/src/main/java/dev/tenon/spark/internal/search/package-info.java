/**
 * The trials of a search on executors: {@link dev.tenon.spark.internal.search.SparkTrials} runs
 * them on the {@code SearchData}.
 */
@NullMarked
package dev.tenon.spark.internal.search;

import org.jspecify.annotations.NullMarked;
