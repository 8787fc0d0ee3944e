/**
 * Where the trials of a search run. Reading starts at {@link dev.tenon.tuning.trial.TrialRunner};
 * {@link dev.tenon.tuning.trial.LocalTrials} runs a {@link dev.tenon.tuning.trial.TrialTask} in
 * this JVM.
 */
@NullMarked
package dev.tenon.tuning.trial;

import org.jspecify.annotations.NullMarked;
