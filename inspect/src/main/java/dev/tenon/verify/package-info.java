/** Compares what a model gives with what was recorded elsewhere. */
@NullMarked
package dev.tenon.verify;

import org.jspecify.annotations.NullMarked;
