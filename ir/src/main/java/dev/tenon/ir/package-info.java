/**
 * The internal model that every importer, engine and exporter shares. This package has no classes.
 * Reading starts at {@link dev.tenon.ir.graph.Graph} in the package {@code graph}. The package
 * {@code op} has the operators, and {@code shape} has their types and shapes. {@code fold} computes
 * constants, and {@code pass} rewrites graphs.
 */
@NullMarked
package dev.tenon.ir;

import org.jspecify.annotations.NullMarked;
