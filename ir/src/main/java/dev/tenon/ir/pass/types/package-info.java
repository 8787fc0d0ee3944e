/**
 * Changes the element types that a graph computes in. Reading starts at {@link
 * dev.tenon.ir.pass.types.InsertCasts}, which computes in float32 where an engine lacks a kernel.
 * {@link dev.tenon.ir.pass.types.RemoveCasts} removes such casts, {@link
 * dev.tenon.ir.pass.types.HoistCasts} moves casts before transpositions, and {@link
 * dev.tenon.ir.pass.types.WidenToFloat64} computes in float64.
 */
@NullMarked
package dev.tenon.ir.pass.types;

import org.jspecify.annotations.NullMarked;
