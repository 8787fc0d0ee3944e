/** Arrays of numbers or strings in host memory, and the element types they have. */
@NullMarked
package dev.tenon.tensor;

import org.jspecify.annotations.NullMarked;
