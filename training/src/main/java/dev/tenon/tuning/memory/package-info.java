/**
 * Limits the memory that the trials of a search take. Reading starts at {@link
 * dev.tenon.tuning.memory.MemoryGate}, which lets a trial begin when its memory fits below a bound.
 * {@link dev.tenon.tuning.memory.FitMemory} estimates the memory of a training; {@link
 * dev.tenon.tuning.memory.Batches} predicts in small batches.
 */
@NullMarked
package dev.tenon.tuning.memory;

import org.jspecify.annotations.NullMarked;
