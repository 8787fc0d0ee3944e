/**
 * Replaces the layers of a model by operators. Reading starts at {@link
 * dev.tenon.ir.lower.Lowering}, which returns a {@link dev.tenon.ir.lower.Lowered} graph. {@code
 * LayerCalling} is one call of a layer, {@link dev.tenon.ir.lower.Mode} chooses between uses of the
 * graph, {@link dev.tenon.ir.lower.OpenLowering} calls layers one by one, and {@link
 * dev.tenon.ir.lower.CallTypes} infers output types. {@link dev.tenon.ir.lower.StatePorts} turns
 * the states of a model into inputs and outputs.
 */
@NullMarked
package dev.tenon.ir.lower;

import org.jspecify.annotations.NullMarked;
