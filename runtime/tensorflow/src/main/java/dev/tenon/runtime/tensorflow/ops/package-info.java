/**
 * How operators are written, a file for each family; {@link
 * dev.tenon.runtime.tensorflow.ops.Mappings} lists them, those of the packages below included.
 */
@NullMarked
package dev.tenon.runtime.tensorflow.ops;

import org.jspecify.annotations.NullMarked;
