/**
 * Keras' constraints, which weights must obey after each training step. {@link
 * dev.tenon.constraints.Constraints} is the only class and makes all of them.
 */
@NullMarked
package dev.tenon.constraints;

import org.jspecify.annotations.NullMarked;
