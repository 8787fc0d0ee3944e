/** Benchmarks of predicting, run by {@code tests/benchmarks/convert}. */
@NullMarked
package dev.tenon.benchmarks;

import org.jspecify.annotations.NullMarked;
