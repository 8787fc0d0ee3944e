/**
 * The training of one model by several processes: what they add up. {@link
 * dev.tenon.internal.train.replica.BatchShares} says who has which samples; {@code ReplicaTotals}
 * are the sums of a loss, {@code ReplicaSums} those of gradients and variables.
 */
@NullMarked
package dev.tenon.internal.train.replica;

import org.jspecify.annotations.NullMarked;
