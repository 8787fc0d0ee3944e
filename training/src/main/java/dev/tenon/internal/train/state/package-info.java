/**
 * The state of a training in files: {@link dev.tenon.internal.train.state.SavedCompile} reads the
 * arguments of {@code compile}, {@link dev.tenon.internal.train.state.OptimizerState} matches the
 * optimizer's variables of a file with those of a training.
 */
@NullMarked
package dev.tenon.internal.train.state;

import org.jspecify.annotations.NullMarked;
