/**
 * How recurrences, loops and branches are written: {@link
 * dev.tenon.runtime.tensorflow.recurrence.RecurrentMappings} and {@link
 * dev.tenon.runtime.tensorflow.recurrence.ControlMappings} begin, {@link
 * dev.tenon.runtime.tensorflow.recurrence.Loop} chooses the form.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.recurrence;

import org.jspecify.annotations.NullMarked;
