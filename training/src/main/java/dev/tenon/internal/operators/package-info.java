/**
 * Operators that losses and metrics share: {@link dev.tenon.internal.operators.Division} divides
 * without dividing by zero, {@link dev.tenon.internal.operators.SameRank} gives targets and
 * predictions the same rank.
 */
@NullMarked
package dev.tenon.internal.operators;

import org.jspecify.annotations.NullMarked;
