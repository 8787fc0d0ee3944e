/**
 * Joins operators into fewer that mean the same: {@link dev.tenon.ir.pass.fusion.Fusion} lists the
 * passes.
 */
@NullMarked
package dev.tenon.ir.pass.fusion;

import org.jspecify.annotations.NullMarked;
