/**
 * Keras' constraints, which weights obey after each training step. Reading starts at {@link
 * dev.tenon.constraints.Constraint}, which users implement; {@link
 * dev.tenon.constraints.Constraints} makes Keras' own, one record each, such as {@link
 * dev.tenon.constraints.MaxNorm}; {@code NormConstraint} is the base of those of norms.
 */
@NullMarked
package dev.tenon.constraints;

import org.jspecify.annotations.NullMarked;
