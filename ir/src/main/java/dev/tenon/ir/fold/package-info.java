/**
 * Computes operators on small tensors in plain Java and folds constants. Reading starts at {@link
 * dev.tenon.ir.fold.ConstantFolding}, the pass over a graph. {@link dev.tenon.ir.fold.NodeFolding}
 * folds one node after the other, with {@link dev.tenon.ir.fold.ShapeValues} for shapes, whose
 * arithmetic is {@code ShapeArithmetic}. {@link dev.tenon.ir.fold.Evaluator} computes single
 * operators; {@code UnaryMath}, {@code BinaryMath}, {@code Moves}, {@code Lookups}, {@code
 * Products} and {@code Reductions} are its families.
 */
@NullMarked
package dev.tenon.ir.fold;

import org.jspecify.annotations.NullMarked;
