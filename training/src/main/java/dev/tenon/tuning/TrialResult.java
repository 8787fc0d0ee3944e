package dev.tenon.tuning;

import org.jspecify.annotations.Nullable;

/**
 * What came of one fit.
 *
 * @param testScore on the samples that were held out
 * @param trainScore on those learned from; NaN where it was not measured
 * @param fitTime in seconds
 * @param scoreTime in seconds
 * @param failure why it failed; null where it did not
 */
record TrialResult(
    double testScore,
    double trainScore,
    double fitTime,
    double scoreTime,
    @Nullable RuntimeException failure) {}
