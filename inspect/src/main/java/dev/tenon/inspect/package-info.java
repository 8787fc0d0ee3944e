/** The inside of a model: its steps, values, gradients, statistics, costs, and comparisons. */
@NullMarked
package dev.tenon.inspect;

import org.jspecify.annotations.NullMarked;
