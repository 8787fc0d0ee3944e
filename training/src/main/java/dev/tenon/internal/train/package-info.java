/**
 * The training of one model: {@link dev.tenon.internal.train.ModelTraining} keeps what it was
 * compiled with and the session that holds its weights. The packages inside have the loops, the
 * loss, the optimizer's step, steps of a user's own and the state in files.
 */
@NullMarked
package dev.tenon.internal.train;

import org.jspecify.annotations.NullMarked;
