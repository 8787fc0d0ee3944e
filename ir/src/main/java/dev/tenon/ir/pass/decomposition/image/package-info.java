/** Decompositions of operators that resample images or pool regions of them. */
@NullMarked
package dev.tenon.ir.pass.decomposition.image;

import org.jspecify.annotations.NullMarked;
