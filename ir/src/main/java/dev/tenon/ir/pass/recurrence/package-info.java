/**
 * Loops over sequences as ONNX's recurrent operators: {@link
 * dev.tenon.ir.pass.recurrence.RecurrenceToOnnx}.
 */
@NullMarked
package dev.tenon.ir.pass.recurrence;

import org.jspecify.annotations.NullMarked;
