/** Decompositions of the operators of {@code ai.onnx.ml}: trees, linear models and features. */
@NullMarked
package dev.tenon.ir.pass.decomposition.ml;

import org.jspecify.annotations.NullMarked;
