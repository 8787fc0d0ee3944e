/** Random numbers, statistics, labels and texts as NumPy and Python have them. */
@NullMarked
package dev.tenon.tuning.numpy;

import org.jspecify.annotations.NullMarked;
