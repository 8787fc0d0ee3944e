/** Replaces layers by operators. */
@NullMarked
package dev.tenon.ir.lower;

import org.jspecify.annotations.NullMarked;
