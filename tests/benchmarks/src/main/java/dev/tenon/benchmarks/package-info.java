/**
 * Benchmarks in Java; the scripts of {@code tests/benchmarks} run a class each and compare what it
 * prints.
 */
@NullMarked
package dev.tenon.benchmarks;

import org.jspecify.annotations.NullMarked;
