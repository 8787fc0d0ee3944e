/** Rewrites of lowered graphs: folding, layout, fusion. */
@NullMarked
package dev.tenon.ir.pass;

import org.jspecify.annotations.NullMarked;
