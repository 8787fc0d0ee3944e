/** Keras' data sets, fetched into Keras' cache folder, and two that ship with Tenon. */
@NullMarked
package dev.tenon.data.sets;

import org.jspecify.annotations.NullMarked;
