package dev.tenon.callbacks;

import dev.tenon.internal.options.Setters;

/**
 * The arguments of Keras' {@code LearningRateScheduler}.
 *
 * @param schedule the learning rate as a function of the epoch
 * @param verbose 1 to print messages; 0 by default
 */
@Setters(owner = LearningRateScheduler.class)
record LearningRateSchedulerOptions(LearningRateScheduler.Schedule schedule, int verbose) {}
