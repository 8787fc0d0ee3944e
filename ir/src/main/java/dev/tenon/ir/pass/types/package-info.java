/** Changes the element types that a graph computes in. */
@NullMarked
package dev.tenon.ir.pass.types;

import org.jspecify.annotations.NullMarked;
