/** Moves operators on images to one layout of axes: {@link dev.tenon.ir.pass.layout.LayoutPass}. */
@NullMarked
package dev.tenon.ir.pass.layout;

import org.jspecify.annotations.NullMarked;
