/** Optimizers and learning rate schedules with Keras' names, defaults and numbers. */
@NullMarked
package dev.tenon.optimizers;

import org.jspecify.annotations.NullMarked;
