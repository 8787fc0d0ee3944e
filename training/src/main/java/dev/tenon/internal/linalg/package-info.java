/**
 * Decompositions of small dense matrices in float64. Reading starts at {@link
 * dev.tenon.internal.linalg.SingularValues}; {@link dev.tenon.internal.linalg.SymmetricEigen} and
 * {@link dev.tenon.internal.linalg.Triangular} are the others.
 */
@NullMarked
package dev.tenon.internal.linalg;

import org.jspecify.annotations.NullMarked;
