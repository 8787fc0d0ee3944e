/**
 * Decomposes the operators of {@code ai.onnx.ml}: trees, linear models and features. Reading starts
 * at {@link dev.tenon.ir.pass.decomposition.Expansions}, which calls the rules. {@link
 * dev.tenon.ir.pass.decomposition.ml.TreeRules}, {@link dev.tenon.ir.pass.decomposition.ml.Leaves}
 * and {@code TreeClassification} handle trees; {@link
 * dev.tenon.ir.pass.decomposition.ml.LinearModelRules} handles linear models and support vector
 * machines. {@link dev.tenon.ir.pass.decomposition.ml.TableRules} and {@link
 * dev.tenon.ir.pass.decomposition.ml.GroupCounts} prepare features; {@code ScoreRules} turns scores
 * into results.
 */
@NullMarked
package dev.tenon.ir.pass.decomposition.ml;

import org.jspecify.annotations.NullMarked;
