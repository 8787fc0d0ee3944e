/** Operators on small tensors in plain Java, and the folding of constants that they allow. */
@NullMarked
package dev.tenon.ir.fold;

import org.jspecify.annotations.NullMarked;
