/** What a layer is: a record of its Keras configuration that says what it computes in operators. */
@NullMarked
package dev.tenon.ir.layer;

import org.jspecify.annotations.NullMarked;
