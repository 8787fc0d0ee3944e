/**
 * Limits on the memory of a search's trials. Reading starts at {@link
 * dev.tenon.tuning.memory.MemoryGate}, which starts a trial when its memory is available. {@link
 * dev.tenon.tuning.memory.FitMemory} estimates the memory of a training; {@link
 * dev.tenon.tuning.memory.Batches} predicts in small batches.
 */
@NullMarked
package dev.tenon.tuning.memory;

import org.jspecify.annotations.NullMarked;
