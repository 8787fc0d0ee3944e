package dev.tenon.cli.train;

import dev.tenon.cli.dataset.Task;
import org.jspecify.annotations.Nullable;

/**
 * How samples are read and split.
 *
 * @param target the column of a CSV file that is predicted; null for none
 * @param task what is predicted; null to decide by the target
 * @param imageSize the side of images in pixels; 0 for that of the first image, at most 96
 * @param validationSplit the share of samples that is held out
 * @param batchSize the number of samples of a step
 * @param seed the seed of all random numbers
 */
public record PlanOptions(
    @Nullable String target,
    @Nullable Task task,
    int imageSize,
    double validationSplit,
    int batchSize,
    long seed) {}
