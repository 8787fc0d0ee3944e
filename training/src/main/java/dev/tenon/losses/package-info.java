/** Losses with Keras' names, defaults and numbers, written in operators. */
@NullMarked
package dev.tenon.losses;

import org.jspecify.annotations.NullMarked;
