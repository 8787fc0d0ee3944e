/** Shapes whose lengths may be known, symbolic or unknown. */
@NullMarked
package dev.tenon.ir.shape;

import org.jspecify.annotations.NullMarked;
